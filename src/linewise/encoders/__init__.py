"""Encoders: texts become vectors. The default joins a sentence encoder with the words of the corpus itself."""

from linewise.encoders.choice import Choice, default_encoder, dump, load
from linewise.encoders.hybrid import Hybrid
from linewise.encoders.lexical import Lexical, fit_lexical
from linewise.encoders.minilm import MiniLM

__all__ = [
    "Choice",
    "Hybrid",
    "Lexical",
    "MiniLM",
    "default_encoder",
    "dump",
    "fit_lexical",
    "load",
]
