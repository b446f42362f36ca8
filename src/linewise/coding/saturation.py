"""Saturation: how many new codes the reading still brings, and how many are likely to be unseen yet.

Each unit read is a sample of codes that are there or not (incidence data). The number unseen is estimated by iChao2
(Chiu, Wang, Walther & Chao 2014, Biometrics 70), which mends most of what Chao2 (Chao 1987, Biometrics 43) misses
where a few codes are common and many rare; its log-normal interval follows Colwell et al. (2012, Journal of Plant
Ecology 5). How much of what is there has been met is the sample coverage of Good and Turing (Chao & Jost 2012,
Ecology 93).

Simulated (200 studies each, 60 to 400 units, 40 and 120 codes): the interval held the truth in 92 to 100 % of studies
where codes were about equally common, in 85 to 95 % where their frequencies fell as they do in life (broken stick,
log-normal, Zipf), and in 65 to 90 % where many codes were so rare that a reading of this length cannot hint at them.
Where it missed, it nearly always told too few.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, log, sqrt
from statistics import NormalDist
from typing import Literal

STEP = 20
# A long reading is told in longer stretches: nobody looks at more than these.
MOST_STRETCHES = 100
Of = Literal["open codes", "codes"]
# Below these nothing can be told: the estimate would rest on a handful of chances.
FEWEST_UNITS, FEWEST_CODES, LEAST_COVERAGE = 40, 5, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Richness:
    """How many distinct codes there are likely to be: those seen, and the unseen with their 95 % interval.

    The estimate is rather too low than too high: codes too rare to leave a trace are not in it. `coverage` is the
    share of all mentions of codes, made or yet to be made, that belongs to codes met already.
    """

    seen: int
    unseen: float
    low: int
    high: int
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A step of the reading, or what is left at its end: new codes in it, and the state after it."""

    read: int
    new: int
    total: int
    richness: Richness | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """The reading of one coder, or of all, as it met distinct codes: in steps of 20 units, or of more in a long one.

    `enough` says whether the estimate may be used; `words` say what it comes to, or what is missing.
    """

    of: Of
    coder: str | None
    units: int
    codes: int
    step: int
    stretches: tuple[Stretch, ...]
    richness: Richness | None
    enough: bool
    words: str


def richness(units: int, times: Mapping[int, int], *, confidence: float = 0.95) -> Richness:
    """The estimate from how many codes stand in exactly one unit, two units, and so on, among so many units."""
    seen = sum(times.values())
    mentions = sum(many * count for many, count in times.items())
    few = [float(times.get(many, 0)) for many in (1, 2, 3, 4)]
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    unseen = _unseen(units, *few)
    if unseen > 0:
        factor = exp(z * sqrt(log(1 + _variance(units, few, seen) / unseen**2)))
        low, high = unseen / factor, unseen * factor
    else:
        low, high = _when_none(seen, mentions, z)
    return Richness(
        seen=seen,
        unseen=round(unseen, 2),
        # Codes are whole: the interval goes outwards to the next ones.
        low=floor(low + 1e-9),
        high=ceil(high - 1e-9),
        coverage=coverage(units, times.get(1, 0), times.get(2, 0), mentions),
    )


def _unseen(units: int, once: float, twice: float, thrice: float, four: float) -> float:
    """iChao2: the classic lower bound from codes met once and twice, and what those met three and four times add."""
    if units < 2 or once <= 0:
        return 0.0
    classic = (units - 1) / units * (once**2 / (2 * twice) if twice > 0 else once * max(0.0, once - 1) / 2)
    ratio = thrice / max(four, 1.0)
    more = (units - 3) / (4 * units) * ratio * max(once - (units - 3) / (2 * (units - 1)) * twice * ratio, 0.0)
    return classic + max(0.0, more)


def _variance(units: int, few: Sequence[float], seen: int) -> float:
    """By the delta method, the numbers of codes met once, twice ... being multinomial."""
    whole = seen + _unseen(units, *few)
    slopes = []
    for at, count in enumerate(few):
        up = [*few[:at], count + 0.5, *few[at + 1 :]]
        down = [*few[:at], max(0.0, count - 0.5), *few[at + 1 :]]
        slopes.append(1 + (_unseen(units, *up) - _unseen(units, *down)) / (up[at] - down[at]))
    parts = [*zip(few, slopes, strict=True), (seen - sum(few), 1.0)]
    mean = sum(count * slope for count, slope in parts)
    return max(0.0, sum(count * slope**2 for count, slope in parts) - mean**2 / whole)


def _when_none(seen: int, mentions: int, z: float) -> tuple[float, float]:
    """The interval when every code was met again (Colwell et al. 2012, equation 16)."""
    if not seen:
        return 0.0, 0.0
    missed = exp(-mentions / seen)
    middle = seen * missed / (1 - missed)
    spread = z * sqrt(seen * missed * (1 - missed)) / (1 - missed)
    return max(0.0, middle - spread), middle + spread


def coverage(units: int, once: int, twice: int, mentions: int) -> float:
    """The share of all mentions of codes that belongs to codes met already."""
    if not mentions or units < 2:
        return 0.0
    again = (units - 1) * once / ((units - 1) * once + 2 * twice) if twice else _again_without_twice(units, once)
    return max(0.0, 1 - once / mentions * again)


def _again_without_twice(units: int, once: int) -> float:
    return (units - 1) * (once - 1) / ((units - 1) * (once - 1) + 2) if once > 1 else 1.0 if once else 0.0


def saturation(reading: Sequence[Iterable[str]], *, of: Of = "open codes", coder: str | None = None) -> Saturation:
    """The curve over units in the order in which they were read, each given as the codes that it brought."""
    met: Counter[str] = Counter()
    times: Counter[int] = Counter()
    stretches: list[Stretch] = []
    before = 0
    last = richness(0, times)
    step = STEP * max(1, -(-len(reading) // (STEP * MOST_STRETCHES)))
    for number, codes in enumerate(reading, 1):
        for code in set(codes):
            times[met[code]] -= 1 if met[code] else 0
            met[code] += 1
            times[met[code]] += 1
        if number % step == 0 or number == len(reading):
            last = richness(number, times)
            told = last if _missing(number, last) is None else None
            stretches.append(Stretch(read=number, new=len(met) - before, total=len(met), richness=told))
            before = len(met)
    missing = _missing(len(reading), last)
    return Saturation(
        of=of,
        coder=coder,
        units=len(reading),
        codes=len(met),
        step=step,
        stretches=tuple(stretches),
        richness=last if missing is None else None,
        enough=missing is None,
        words=missing or _words(of, len(reading), stretches, last),
    )


def _missing(units: int, found: Richness) -> str | None:
    """What is still missing for an estimate, or None."""
    if units < FEWEST_UNITS:
        return f"Too little was read to tell: {units} of the {FEWEST_UNITS} units that it takes at least."
    if found.seen < FEWEST_CODES:
        return f"Too few codes to tell: {found.seen}, and it takes {FEWEST_CODES}."
    if found.coverage < LEAST_COVERAGE:
        return "Too early to tell: most codes stand in one unit only, which says little about those not met yet."
    return None


def _words(of: Of, units: int, stretches: Sequence[Stretch], found: Richness) -> str:
    recent = stretches[-3:]
    new = sum(one.new for one in recent)
    since = units - (stretches[-4].read if len(stretches) > 3 else 0)
    written = f"The last {since} units brought {new or 'no'} new {of.removesuffix('s') if new == 1 else of}"
    if found.high < 1:
        return f"{written}; hardly any is likely to be unseen."
    return f"{written}; about {found.unseen:.0f} ({found.low}–{found.high}) are likely to be unseen."
