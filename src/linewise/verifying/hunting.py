"""Choosing for the sake of codes: those of which little is known, and those on which rules and model differ."""

import numpy as np

from linewise.core.text import percent
from linewise.verifying.doubt import probabilities
from linewise.verifying.pool import Pick, Pool, ranked

# A code with as many units as this is served half as often as one with none.
HALF = 10


def rare(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units that may have a code of which few units are known: a place goes to a code the likelier the rarer it is.

    For each code in turn, its likeliest unit that is not taken yet. Without counts every code is served alike.
    """
    p = probabilities(pool)
    codes = p.shape[1]
    if not codes:
        return [
            Pick(row, "Drawn at random: there is no code yet.") for row in ranked(pool, np.zeros(len(p)), size, rng)
        ]
    known = np.zeros(codes, np.int64) if pool.found is None else pool.found
    turns = np.lexsort(np.stack([rng.random(codes), known]))
    queues = {int(code): ranked(pool, p[:, code], size, rng) for code in turns}
    credit, worth = np.zeros(codes), HALF / (HALF + known)
    place, taken, picks = dict.fromkeys(queues, 0), set[int](), list[Pick]()
    while len(picks) < size and queues:
        credit[list(queues)] += worth[list(queues)]
        code = max(queues, key=lambda one: (credit[one], -known[one]))
        credit[code] -= worth[list(queues)].sum()
        queue = queues[code]
        while place[code] < len(queue) and int(pool.twins[queue[place[code]]]) in taken:
            place[code] += 1
        if place[code] == len(queue):
            del queues[code]
            continue
        row = queue[place[code]]
        taken.add(int(pool.twins[row]))
        picks.append(Pick(row, _hunted(pool.name(code), float(p[row, code]), int(known[code]))))
    return picks


def disagreement(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units of which a rule says one thing and the model another, the surest model first."""
    assert pool.votes is not None, "a strategy that hears rules was called without their votes"
    p = probabilities(pool)
    apart = np.where(pool.votes > 0, 1 - p, np.where(pool.votes < 0, p, 0))
    column, most = apart.argmax(axis=1), apart.max(axis=1, initial=0)

    def words(row: int) -> str:
        code = int(column[row])
        vote = pool.votes[row, code] if pool.votes is not None else 0
        if not vote:
            return "No rule speaks of it: it fills the round."
        side = "for" if vote > 0 else "against"
        return f"A rule votes {side} {pool.name(code)}; the model gives it {percent(p[row, code])}."

    return [Pick(row, words(row)) for row in ranked(pool, most, size, rng)]


def _hunted(name: str, chance: float, known: int) -> str:
    return f"May be {name} ({percent(chance)}), of which {known:,} {'is' if known == 1 else 'are'} known."
