"""What one process keeps of a project between calls; all of it can be read or computed again."""

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from linewise.workbench.questions.thoughts import Thoughts
from linewise.workbench.remembering import Remembered
from linewise.workbench.rounds.ahead import Ahead
from linewise.workbench.suggesting import OpenCodes

if TYPE_CHECKING:
    from linewise.coding.likeness import Index
    from linewise.teaching.encoder import Encoder
    from linewise.teaching.terrain import Terrain
    from linewise.workbench.encoders.vectors import VectorStore

# Vectors of texts with a word left out: under a kilobyte each, some twenty a text.
READINGS = 12_000

Scores = NDArray[np.float32]
Phrase = NDArray[np.float16]


@dataclass(slots=True)
class Cache:
    """The encoder and vectors in use, the newest model's scores, and the lock that keeps their making to one thread.

    `phrases` are vectors of short texts, such as open codes, under the fingerprint of the encoder that made them;
    `terrain` is how the corpus lies, under the same and the number of units.
    The open codes, the encoder and offered encoders keep locks of their own: neither type-ahead nor a look at words
    waits for a fit. `reasons` are findings about texts, `readings` vectors of texts with words left out, `ahead` what
    is done before it is asked for, `thoughts` the questions found last. `letting_go` is the timer after which an
    encoder that nobody asked goes.
    """

    lock: threading.RLock = field(default_factory=threading.RLock)
    encoder_lock: threading.Lock = field(default_factory=threading.Lock)
    offering: threading.RLock = field(default_factory=threading.RLock)
    letting_go: threading.Timer | None = None
    encoder: "Encoder | None" = None
    vectors: "VectorStore | None" = None
    index: "Index | None" = None
    scores: tuple[str, Scores] | None = None
    applied: tuple[str, Scores] | None = None
    phrases: tuple[str, dict[str, Phrase]] | None = None
    terrain: "tuple[str, int, Terrain] | None" = None
    open_codes: OpenCodes = field(default_factory=OpenCodes)
    reasons: Remembered = field(default_factory=Remembered)
    readings: Remembered = field(default_factory=lambda: Remembered(most=READINGS))
    ahead: Ahead = field(default_factory=Ahead)
    thoughts: Thoughts = field(default_factory=Thoughts)
