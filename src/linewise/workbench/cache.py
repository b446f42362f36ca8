"""What one process keeps of a project between calls; all of it can be read or computed again."""

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from linewise.workbench.suggesting import OpenCodes

if TYPE_CHECKING:
    from linewise.coding.likeness import Index
    from linewise.teaching.encoder import Encoder
    from linewise.workbench.vectors import VectorStore

Scores = NDArray[np.float32]


@dataclass(slots=True)
class Cache:
    """The encoder and vectors in use, the newest model's scores, and the lock that keeps their making to one thread.

    The open codes keep a lock of their own: type-ahead waits for no encoder.
    """

    lock: threading.RLock = field(default_factory=threading.RLock)
    encoder: "Encoder | None" = None
    vectors: "VectorStore | None" = None
    index: "Index | None" = None
    scores: tuple[str, Scores] | None = None
    applied: tuple[str, Scores] | None = None
    open_codes: OpenCodes = field(default_factory=OpenCodes)
