"""What the model learns from: people's statements about units become labels with weights.

The rules, strongest first. A cell is one unit and one code.

1. A decision settles its cell: whatever was implied there no longer counts. *Unsure* leaves the cell unknown.
2. An open code put into a code implies that the code is present in its unit.
3. A unit marked done implies that the other codes which existed by then are absent; later codes stay unknown.
4. A unit whose open codes are all grouped implies, weakly, that the codes none of them was put into are absent.
5. Where a project learns from imports, their word counts last and least: a code that an import finds in a unit is
   present there, and the other codes that imports use are absent, where nothing above says otherwise.

Where a project's codes exclude one another, stating one present states the others absent, as strongly. Where coders
disagree the label is their weighted share of *present*, and a tie is unknown.
"""

import hashlib
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats

Ints = NDArray[np.int64]

# What statements weigh: a decision or an open code put into a code, and what is implied by silence.
STATED = 1.0
DONE = 0.5
FULLY_GROUPED = 0.3
CLAIMED = 0.2


# Named tuples, not dataclasses: rows come by the hundred thousand straight out of a query.
class Decision(NamedTuple):
    """A coder decided on a code (by column) in a unit."""

    unit: int
    code: int
    value: Literal["present", "absent", "unsure"]
    coder: str


class Grouped(NamedTuple):
    """An open code that a coder wrote on a unit was put into a code (by column)."""

    unit: int
    code: int
    coder: str


class Done(NamedTuple):
    """A coder marked a unit done; the time is ISO 8601 in UTC, so that times compare as text."""

    unit: int
    coder: str
    at: str


class Claimed(NamedTuple):
    """An import says that a code (by column) is in a unit: unverified."""

    unit: int
    code: int


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """A training set: units (n,) in order, labels and weights (n, codes).

    `explicit` (n, codes) tells the cells that a person stated, by a decision or by grouping, from those implied by
    what was left out.
    """

    units: Ints
    labels: Floats
    weights: Floats
    explicit: NDArray[np.bool_]

    def digest(self) -> str:
        """SHA-256 over the content: equal digests mean equal training sets."""
        found = hashlib.sha256(f"training set 1 {self.labels.shape}".encode())
        canonical = np.where(np.isnan(self.labels), np.float32(np.nan), self.labels)
        for array, kind in ((self.units, "<i8"), (canonical, "<f4"), (self.weights, "<f4"), (self.explicit, "u1")):
            found.update(np.ascontiguousarray(array, dtype=kind).tobytes())
        return found.hexdigest()


class _Votes(NamedTuple):
    """Statements as columns: row of a unit, code, coder, share of present (NaN: unsure), weight."""

    row: Ints
    code: Ints
    coder: Ints
    value: NDArray[np.float64]
    weight: NDArray[np.float64]


def derive_training(
    codes_created: Sequence[str],
    *,
    decisions: Iterable[Decision] = (),
    grouped: Iterable[Grouped] = (),
    done: Iterable[Done] = (),
    fully_grouped: Set[int] = frozenset(),
    claimed: Iterable[Claimed] = (),
    exclusive: bool = False,
    twins: Ints | None = None,
) -> Training:
    """The training set that follows from all that is known, by the rules above; units without any label are left out.

    `codes_created` holds the time at which the code of each column was made. With `twins`, where twins[unit] is the
    first unit of the same text, statements about twins are pooled and stand under that first unit.
    """
    decided, groupings, marks, claims = list(decisions), list(grouped), list(done), list(claimed)
    codes = len(codes_created)
    names = [*(s.coder for s in decided), *(s.coder for s in groupings), *(s.coder for s in marks)]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    coder = np.array([numbers[name] for name in names], np.int64)
    of = [*(s.unit for s in decided), *(s.unit for s in groupings), *(s.unit for s in marks)]
    of += [*(s.unit for s in claims), *fully_grouped]
    at = np.array(of, np.int64)
    units, row = np.unique(at if twins is None else twins[at], return_inverse=True)
    ends = np.cumsum([len(decided), len(groupings), len(marks), len(claims)])
    rows, coders = np.split(row, ends), np.split(coder, ends)

    worth = {"present": 1.0, "absent": 0.0, "unsure": np.nan}
    explicit = _votes(rows[0], [s.code for s in decided], coders[0], [worth[s.value] for s in decided])
    implied = _votes(rows[1], [s.code for s in groupings], coders[1], [1.0] * len(groupings))
    if exclusive:
        explicit = _others_absent(explicit, codes, len(numbers))
        implied = _others_absent(implied, codes, len(numbers))
    shape = (len(units), codes)
    settled = _where(explicit, shape)
    stated = settled | _where(implied, shape)
    times = [mark.at for mark in marks]
    implied = _joined(implied, _left_out(implied, rows[2], coders[2], times, codes_created, len(numbers)))

    explicit_share, explicit_weight = _tally(explicit, shape)
    implied_share, implied_weight = _tally(implied, shape)
    weakly = np.zeros(shape, bool)
    weakly[rows[4]] = True
    weakly &= implied_weight == 0
    share = np.where(settled, explicit_share, np.where(weakly, 0.0, implied_share))
    weight = np.where(settled, explicit_weight, np.where(weakly, FULLY_GROUPED, implied_weight))
    if claims:
        share, weight = _claimed(rows[3], [s.code for s in claims], share, weight, said=settled)
    unknown = (weight == 0) | (np.abs(share - 0.5) < 1e-9)
    kept = ~unknown.all(axis=1)
    return Training(
        units[kept],
        np.where(unknown, np.nan, share)[kept].astype(np.float32),
        np.where(unknown, 0.0, weight)[kept].astype(np.float32),
        (stated & ~unknown)[kept],
    )


def _claimed(
    row: Ints, code: Sequence[int], share: NDArray[np.float64], weight: NDArray[np.float64], *, said: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What imports claim fills the cells that nothing else speaks for; one that somebody left unsure stays unknown."""
    found = np.zeros(share.shape, bool)
    found[row, np.array(code, np.int64)] = True
    open_ = (weight == 0) & ~said & found.any(axis=1, keepdims=True) & found.any(axis=0, keepdims=True)
    return np.where(open_, found.astype(float), share), np.where(open_, CLAIMED, weight)


def _where(votes: _Votes, shape: tuple[int, int]) -> NDArray[np.bool_]:
    found = np.zeros(shape, bool)
    found[votes.row, votes.code] = True
    return found


def _votes(row: Ints, code: Sequence[int], coder: Ints, value: Sequence[float]) -> _Votes:
    weight = np.full(len(row), STATED)
    return _Votes(row, np.array(code, np.int64), coder, np.array(value, np.float64), weight)


def _others_absent(votes: _Votes, codes: int, coders: int) -> _Votes:
    """The votes, and for each coder with a code present in a unit, absence of every code they said nothing about."""
    readers, reader = np.unique(votes.row * coders + votes.coder, return_inverse=True)
    said = np.zeros((len(readers), codes), bool)
    said[reader, votes.code] = True
    chose = np.zeros((len(readers), 1), bool)
    chose[reader[votes.value == 1]] = True
    return _joined(votes, _absences(readers, ~said & chose, coders, STATED))


def _left_out(
    implied: _Votes, rows: Ints, coder: Ints, times: Sequence[str], codes_created: Sequence[str], coders: int
) -> _Votes:
    """Absence of the codes that existed when a coder was done with a unit and into which nothing of theirs was put."""
    codes = len(codes_created)
    oldest_first = sorted(range(codes), key=lambda code: codes_created[code])
    age = np.argsort(np.array(oldest_first, np.int64))
    created = np.array([codes_created[code] for code in oldest_first], str)
    existing = np.searchsorted(created, np.array(times, str), side="right")
    readers, reader = np.unique(rows * coders + coder, return_inverse=True)
    latest = np.zeros(len(readers), np.int64)
    np.maximum.at(latest, reader, existing)
    absent = age < latest[:, None]
    theirs = implied.row * coders + implied.coder
    place = np.searchsorted(readers, theirs)
    among = np.isin(theirs, readers)
    absent[place[among], implied.code[among]] = False
    return _absences(readers, absent, coders, DONE)


def _absences(readers: Ints, absent: NDArray[np.bool_], coders: int, weight: float) -> _Votes:
    """Votes for absence from a table of readers (row * coders + coder) by codes."""
    at, code = np.nonzero(absent)
    row, coder = np.divmod(readers[at], max(coders, 1))
    return _Votes(row, code, coder, np.zeros(len(at)), np.full(len(at), weight))


def _joined(one: _Votes, other: _Votes) -> _Votes:
    return _Votes(*(np.concatenate(pair) for pair in zip(one, other, strict=True)))


def _tally(votes: _Votes, shape: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weighted share of present in every cell, and the mean weight of its votes (0: nobody voted)."""
    known = ~np.isnan(votes.value)
    cell = (votes.row * shape[1] + votes.code)[known]
    weight, value = votes.weight[known], votes.value[known]
    size = shape[0] * shape[1]
    total = np.bincount(cell, weight, size)
    share = np.bincount(cell, weight * value, size) / np.maximum(total, 1e-12)
    mean = total / np.maximum(np.bincount(cell, minlength=size), 1)
    return share.reshape(shape), mean.reshape(shape)
