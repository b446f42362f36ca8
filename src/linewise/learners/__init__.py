"""Learners: vectors and human codings become a model that codes the rest."""

from linewise.learners.heads import Heads
from linewise.learners.linear import LinearLearner
from linewise.learners.softmax import SoftmaxLearner

__all__ = ["Heads", "LinearLearner", "SoftmaxLearner"]
