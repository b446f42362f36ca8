"""Choosing what the model is least sure of (Settles 2009), for exclusive codes and for many codes a unit."""

from collections.abc import Callable

import numpy as np

from linewise.core.text import percent
from linewise.verifying.bands import BANDS
from linewise.verifying.doubt import bits, closeness, focus, probabilities, wrongness
from linewise.verifying.pool import Floats, Pick, Pool, ranked, twins_left


def margin(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units whose two likeliest codes are closest (exclusive), or that have a code closest to even (otherwise)."""
    p, close = probabilities(pool), closeness(pool)
    return _take(pool, close, size, rng, lambda row: margin_words(pool, p[row], close[row]))


def margin_words(pool: Pool, p: Floats, close: float) -> str:
    """Why a unit with probabilities (k,) counts as a close call."""
    if pool.exclusive and len(p) > 1:
        return f"Two codes are {percent(1 - close)} apart."
    return f"One code is at {percent(p[np.abs(p - 0.5).argmin()])}, close to even."


def least_confidence(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units whose whole suggested answer is least likely to be right."""
    p = probabilities(pool)
    sure = p.max(axis=1) if pool.exclusive else np.exp(np.log(np.maximum(np.maximum(p, 1 - p), 1e-6)).sum(axis=1))
    return _take(pool, -sure, size, rng, lambda row: f"The model trusts its answer at only {percent(sure[row])}.")


def entropy(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units over whose codes the model's doubt, summed in bits (Shannon 1948), is greatest."""
    doubt = bits(pool)
    return _take(pool, doubt, size, rng, lambda row: f"The model's doubt about its codes is {doubt[row]:.2f} bits.")


def repair(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units at which an answer puts right most codings: the chance of a mistake times the equal texts it settles."""
    wrong, alike = wrongness(pool), twins_left(pool)
    return _take(pool, wrong * alike, size, rng, lambda row: repair_words(pool, wrong[row], int(alike[row])))


def repair_words(pool: Pool, wrong: float, alike: int) -> str:
    """Why an answer puts something right."""
    more = f"; the answer settles {alike:,} equal texts" if alike > 1 else ""
    if pool.exclusive:
        return f"The model's answer is wrong with a chance of {percent(wrong)}{more}."
    return f"Of the model's codes here {wrong:.1f} are expected to be wrong{more}."


def likely(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units most likely to have one code."""
    p = focus(pool)
    return _take(pool, p, size, rng, lambda row: f"The model gives this code {percent(p[row])}.")


def borderline(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units in which one code is closest to even."""
    p = focus(pool)
    return _take(
        pool, -np.abs(p - 0.5), size, rng, lambda row: f"This code is at {percent(p[row])}: it may go either way."
    )


def unlikely(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units that the model would not give one code, the likeliest of them first: where misses hide."""
    p = focus(pool)
    low = p < BANDS[-1].high
    return _take(
        pool, np.where(low, p, p - 2), size, rng, lambda row: f"The model gives this code only {percent(p[row])}."
    )


def _take(pool: Pool, value: Floats, size: int, rng: np.random.Generator, reason: Callable[[int], str]) -> list[Pick]:
    return [Pick(row, reason(row)) for row in ranked(pool, value, size, rng)]
