"""How the texts of a corpus lie, labelled or not: what a learner may know before anybody has said a word."""

from dataclasses import dataclass

import numpy as np

from linewise.teaching.learner import Floats, Vectors

# Units looked at, spread evenly over the corpus: with more of them the directions hardly change.
MOST = 12_000
# Directions along which a corpus varies less than this share of its widest one are noise of 16-bit vectors.
LEAST = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """The centre (d,) of a corpus, the directions `axes` (d, r) along which it varies, widest first, and how much.

    `spread` (r,) is the variance along each direction.
    """

    centre: Floats
    axes: Floats
    spread: Floats

    @classmethod
    def of(cls, vectors: Vectors, *, most: int = MOST) -> "Terrain":
        """The terrain of vectors (n, d), from at most `most` of them."""
        step = max(1, -(-len(vectors) // most))
        plain = vectors[::step].astype(np.float32)
        centre = plain.mean(axis=0) if len(plain) else np.zeros(vectors.shape[1], np.float32)
        centred = plain - centre
        spread, axes = np.linalg.eigh(centred.T @ centred / max(len(plain), 1))
        spread, axes = spread[::-1], axes[:, ::-1]
        kept = max(1, int((spread > LEAST * max(float(spread[0]), 1e-12)).sum()))
        return cls(centre, np.ascontiguousarray(axes[:, :kept]), np.maximum(spread[:kept], 1e-12))

    def scaled(self, power: float, *, keep: float = 1.0) -> Floats:
        """Axes (d, r), each as long as its spread to `power`/2, with which texts have length 1 on average.

        A penalty on coefficients along these axes trusts wide directions, in which the corpus says that texts differ,
        more than narrow ones: with `power` 1 the coefficients are expected to vary as the corpus does, with 0 equally.
        Only the widest directions come back that together make up the share `keep` of that squared length.
        """
        lengths = self.spread ** (1 + power)
        total = max(float(lengths.sum()), 1e-12)
        kept = min(len(lengths), int(np.searchsorted(np.cumsum(lengths), keep * total)) + 1)
        scaled: Floats = (self.axes[:, :kept] * np.sqrt(self.spread[:kept] ** power / total)).astype(np.float32)
        return scaled
