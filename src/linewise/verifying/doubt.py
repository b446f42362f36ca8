"""How unsure a model is of each unit of a pool, as numbers: what the strategies of doubt rank and weigh by."""

import numpy as np

from linewise.verifying.pool import Floats, Pool


def probabilities(pool: Pool) -> Floats:
    """The model's probabilities (n, k)."""
    assert pool.probabilities is not None, "a strategy that needs a model was called without one"
    return pool.probabilities


def focus(pool: Pool) -> Floats:
    """The probabilities (n,) of the code that is looked for."""
    assert pool.code is not None, "a strategy that looks for one code was called without it"
    return probabilities(pool)[:, pool.code]


def closeness(pool: Pool) -> Floats:
    """1 where two codes are level (exclusive) or a code is at one half (otherwise), 0 where nothing is in doubt."""
    p = probabilities(pool)
    if pool.exclusive and p.shape[1] > 1:
        two = np.partition(p, -2, axis=1)[:, -2:]
        return np.asarray(1 - (two[:, 1] - two[:, 0]), np.float32)
    return np.asarray(1 - 2 * np.abs(p - 0.5).min(axis=1), np.float32)


def wrongness(pool: Pool) -> Floats:
    """The chance that the suggested answer is not right (exclusive), or how many of its codes are expected wrong."""
    p = probabilities(pool)
    if pool.exclusive:
        return np.asarray(1 - p.max(axis=1), np.float32)
    return np.asarray(np.minimum(p, 1 - p).sum(axis=1), np.float32)


def bits(pool: Pool) -> Floats:
    """Doubt over all codes, in bits (Shannon 1948)."""
    p = np.clip(probabilities(pool), 1e-6, 1 - 1e-6)
    found = -(p * np.log2(p)).sum(axis=1)
    if not pool.exclusive:
        found = found - ((1 - p) * np.log2(1 - p)).sum(axis=1)
    return np.asarray(found, np.float32)
