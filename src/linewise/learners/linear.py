"""One calibrated logistic classifier a code, all fitted together.

Labels that are unknown count for nothing. Rare codes are weighed up while fitting, so that their few examples draw
the line, and the probabilities are set right afterwards: by Platt scaling on scores that the model gave to texts it
had not seen (Platt 1999), or, with too few examples for that, by taking the weighing back out of the log-odds.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from linewise.learners.descent import minimise
from linewise.learners.folds import assign_folds
from linewise.learners.heads import Heads, sigmoid
from linewise.teaching.learner import Floats, Vectors
