"""What the model is told of its errors: unknown labels say nothing, rare codes are heard."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

# A rare code counts for more by the root of its rarity, up to this: enough to be learned, not enough to be imagined.
MOST_WEIGHT = 5.0

Tensor = Any


def rarity(labels: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much *present* counts for each code beside *absent*: the root of their proportion, between 1 and 5."""
    known = (weights > 0) & ~np.isnan(labels)
    present = (known & (np.nan_to_num(labels) > 0.5)).sum(axis=0)
    absent = known.sum(axis=0) - present
    found: NDArray[np.float32] = np.clip(np.sqrt(absent / np.maximum(present, 1)), 1, MOST_WEIGHT).astype(np.float32)
    return found


def independent(scores: Tensor, labels: Tensor, weights: Tensor, present: Tensor | None = None) -> Tensor:
    """Mean binary cross-entropy over the known cells of (n, codes); `present` (codes,) weighs found codes."""
    from torch.nn.functional import binary_cross_entropy_with_logits

    target = labels.nan_to_num(0.0)
    weights = weights * ~labels.isnan()
    cost = binary_cross_entropy_with_logits(scores, target, weight=weights, pos_weight=present, reduction="none")
    return cost.sum() / weights.sum().clamp(min=1e-6)


def exclusive(scores: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    """Mean cross-entropy of one code a row, over (n, codes).

    Where only absences are known, the loss is that of calling the unit one of those codes: the negative logarithm of
    what is left for the others.
    """
    known = (weights > 0) & ~labels.isnan()
    mass = labels.nan_to_num(0.0) * known
    decided = mass.sum(dim=1) > 0.5
    allowed = ~known | (mass > 0)
    logs = scores.log_softmax(dim=1)
    share = mass / mass.sum(dim=1, keepdim=True).clamp(min=1e-6)
    found = -(share * logs).sum(dim=1)
    left = -logs.masked_fill(~allowed, float("-inf")).logsumexp(dim=1)
    useful = decided | (allowed.any(dim=1) & ~allowed.all(dim=1))
    cost = found.where(decided, left.where(allowed.any(dim=1), left.new_zeros(())))
    worth = (weights * known).amax(dim=1) * useful
    return (worth * cost).sum() / worth.sum().clamp(min=1e-6)


def likeness(vectors: Tensor, alike: Tensor, known: Tensor) -> Tensor:
    """How far the cosines of all pairs in a batch are from 1 where they share a code and 0 where they do not.

    The pairs of SetFit (Tunstall et al. 2022), with the squared error it uses, but every pair of a batch at once: n
    texts read give n(n-1)/2 pairs instead of n/2. Both kinds count equally. vectors (n, d) have length 1; `alike` and
    `known` are (n, n).
    """
    cosines = vectors @ vectors.T
    error = (cosines - alike) ** 2
    together, apart = known * alike, known * (1 - alike)
    parts = [(error * kind).sum() / kind.sum().clamp(min=1) for kind in (together, apart)]
    return parts[0] + parts[1]


def pairs(labels: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Whether two texts share a code, and whether it is known: (n, n) each, from labels and weights (n, codes).

    Texts are apart when no code can be in both: for each, one of the two is known not to have it.
    """
    known = (weights > 0) & ~labels.isnan()
    present = ((labels > 0.5) & known).float()
    absent = ((labels < 0.5) & known).float()
    shared = (present @ present.T) > 0
    # A code speaks against likeness when either text lacks it; all codes have to.
    lacking = absent.sum(dim=1)[:, None] + absent.sum(dim=1)[None] - absent @ absent.T
    said = (present.sum(dim=1) > 0).float()
    apart = (lacking >= labels.shape[1]) & ((said[:, None] * said[None]) > 0)
    itself = 1 - present.new_ones(len(labels)).diag()
    return shared.float(), (shared | apart).float() * itself
