"""What one process keeps of a project between calls; all of it can be read or computed again."""

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from linewise.workbench.remembering import Remembered
from linewise.workbench.suggesting import OpenCodes

if TYPE_CHECKING:
    from linewise.coding.likeness import Index
    from linewise.teaching.encoder import Encoder
    from linewise.workbench.vectors import VectorStore

Scores = NDArray[np.float32]
Phrase = NDArray[np.float16]


@dataclass(slots=True)
class Cache:
    """The encoder and vectors in use, the newest model's scores, and the lock that keeps their making to one thread.

    `phrases` are vectors of short texts, such as open codes, under the fingerprint of the encoder that made them.
    The open codes and the encoder keep locks of their own: neither type-ahead nor a look at words waits for a fit.
    `letting_go` is the timer after which an encoder that nobody asked goes.
    """

    lock: threading.RLock = field(default_factory=threading.RLock)
    encoder_lock: threading.Lock = field(default_factory=threading.Lock)
    letting_go: threading.Timer | None = None
    encoder: "Encoder | None" = None
    vectors: "VectorStore | None" = None
    index: "Index | None" = None
    scores: tuple[str, Scores] | None = None
    applied: tuple[str, Scores] | None = None
    phrases: tuple[str, dict[str, Phrase]] | None = None
    open_codes: OpenCodes = field(default_factory=OpenCodes)
    reasons: Remembered = field(default_factory=Remembered)
