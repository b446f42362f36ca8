"""The port to encoders: whatever turns texts into vectors."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into vectors that lie close together when the texts mean, or say, much the same."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def licence(self) -> str:
        """The SPDX identifier under which its weights may be used."""

    @property
    def dimensions(self) -> int:
        """The length of each vector."""

    @property
    def fingerprint(self) -> str:
        """A digest of all that decides its vectors: equal fingerprints promise equal vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """Vectors (n, dimensions), one row a text in the order given, each of length 1, or all zero for a text
        in which there is nothing to see."""
