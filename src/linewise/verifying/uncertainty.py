"""Choosing what the model is least sure of (Settles 2009), for exclusive codes and for many codes a unit."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from linewise.verifying.bands import BANDS
from linewise.verifying.pool import Pick, Pool, one_of_each

Doubt = NDArray[np.float32]


def margin(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units whose two likeliest codes are closest (exclusive), or that have a code closest to even (otherwise)."""
    p = _probabilities(pool)
    if pool.exclusive and p.shape[1] > 1:
        two = np.partition(p, -2, axis=1)[:, -2:]
        gap = two[:, 1] - two[:, 0]
        return _take(pool, -gap, size, rng, lambda row: f"Two codes are {gap[row]:.0%} apart.")
    gap = np.abs(p - 0.5).min(axis=1) * 2
    return _take(pool, -gap, size, rng, lambda row: f"One code is at {p[row][_nearest(p[row])]:.0%}, close to even.")


def least_confidence(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units whose whole suggested answer is least likely to be right."""
    p = _probabilities(pool)
    sure = p.max(axis=1) if pool.exclusive else np.exp(np.log(np.maximum(np.maximum(p, 1 - p), 1e-6)).sum(axis=1))
    return _take(pool, -sure, size, rng, lambda row: f"The model trusts its answer at only {sure[row]:.0%}.")


def entropy(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units over whose codes the model's doubt, summed in bits (Shannon 1948), is greatest."""
    p = np.clip(_probabilities(pool), 1e-6, 1 - 1e-6)
    bits = -(p * np.log2(p)).sum(axis=1)
    if not pool.exclusive:
        bits = bits - ((1 - p) * np.log2(1 - p)).sum(axis=1)
    return _take(pool, bits, size, rng, lambda row: f"The model's doubt about its codes is {bits[row]:.2f} bits.")


def likely(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units most likely to have one code."""
    p = _focus(pool)
    return _take(pool, p, size, rng, lambda row: f"The model gives this code {p[row]:.0%}.")


def borderline(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units in which one code is closest to even."""
    p = _focus(pool)
    return _take(pool, -np.abs(p - 0.5), size, rng, lambda row: f"This code is at {p[row]:.0%}: it may go either way.")


def unlikely(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units that the model would not give one code, the likeliest of them first: where misses hide."""
    p = _focus(pool)
    low = p < BANDS[-1].high
    return _take(pool, np.where(low, p, p - 2), size, rng, lambda row: f"The model gives this code only {p[row]:.0%}.")


def _take(pool: Pool, value: Doubt, size: int, rng: np.random.Generator, reason: Callable[[int], str]) -> list[Pick]:
    order = np.lexsort((rng.random(len(value)), -value)).astype(np.int64)
    return [Pick(row, reason(row)) for row in one_of_each(pool, order, size)]


def _nearest(row: Doubt) -> int:
    return int(np.abs(row - 0.5).argmin())


def _probabilities(pool: Pool) -> Doubt:
    assert pool.probabilities is not None, "a strategy that needs a model was called without one"
    return pool.probabilities


def _focus(pool: Pool) -> Doubt:
    assert pool.code is not None, "a strategy that looks for one code was called without it"
    return _probabilities(pool)[:, pool.code]
