"""Saturation: how many new codes the reading still brings, and how many are likely to be unseen yet.

Each unit read is a sample of codes that are there or not (incidence data). The number unseen is estimated by Chao2
(Chao 1987, Biometrics 43) with its log-normal interval (Colwell et al. 2012, Journal of Plant Ecology 5), and how much
of what is there has been met by the sample coverage of Good and Turing (Chao & Jost 2012, Ecology 93).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Literal

STEP = 20
Of = Literal["open codes", "codes"]
# Below these nothing can be told: the estimate would rest on a handful of chances.
FEWEST_UNITS, FEWEST_CODES, LEAST_COVERAGE = 40, 5, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Richness:
    """How many distinct codes there are likely to be: those seen, and the unseen with their 95 % interval.

    The estimate is a lower bound by nature: codes too rare to leave a trace are not in it. `coverage` is the share of
    all mentions of codes that are of a code met already.
    """

    seen: int
    unseen: float
    low: float
    high: float
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Twenty units of the reading, or what is left at its end: new codes in it, and the state after it."""

    read: int
    new: int
    total: int
    richness: Richness | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """The reading of one coder, or of all, as it met distinct codes.

    `enough` says whether the estimate may be used; `words` say what it comes to, or what is missing.
    """

    of: Of
    coder: str | None
    units: int
    codes: int
    stretches: tuple[Stretch, ...]
    richness: Richness | None
    enough: bool
    words: str


def richness(units: int, once: int, twice: int, seen: int, mentions: int, *, confidence: float = 0.95) -> Richness:
    """Chao2 for `seen` codes in so many units, of which `once` and `twice` stand in exactly one and two of them."""
    share = (units - 1) / units if units else 0.0
    if once and twice:
        ratio = once / twice
        unseen = share * once * ratio / 2
        variance = twice * (share * ratio**2 / 2 + share**2 * ratio**3 + share**2 * ratio**4 / 4)
    else:
        unseen = share * once * (once - 1) / 2
        whole = seen + unseen
        variance = share * once * (once - 1) / 2 + share**2 * once * (2 * once - 1) ** 2 / 4
        variance -= share**2 * once**4 / (4 * whole) if whole else 0.0
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    if unseen > 0:
        factor = exp(z * sqrt(log(1 + max(variance, 0.0) / unseen**2)))
        low, high = unseen / factor, unseen * factor
    else:
        low, high = _when_none(seen, mentions, z)
    return Richness(seen=seen, unseen=unseen, low=low, high=high, coverage=coverage(units, once, twice, mentions))


def _when_none(seen: int, mentions: int, z: float) -> tuple[float, float]:
    """The interval when every code was met again (Colwell et al. 2012, equation 16)."""
    if not seen:
        return 0.0, 0.0
    missed = exp(-mentions / seen)
    spread = z * sqrt(max(0.0, seen * missed * (1 - missed))) / (1 - missed)
    middle = seen / (1 - missed) - seen
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
    times: Counter[str] = Counter()
    of_times: Counter[int] = Counter()
    stretches: list[Stretch] = []
    mentions = before = 0
    for number, codes in enumerate(reading, 1):
        for code in set(codes):
            mentions += 1
            of_times[times[code]] -= 1
            times[code] += 1
            of_times[times[code]] += 1
        if number % STEP == 0 or number == len(reading):
            found = richness(number, of_times[1], of_times[2], len(times), mentions)
            told = found if _missing(number, found) is None else None
            stretches.append(Stretch(read=number, new=len(times) - before, total=len(times), richness=told))
            before = len(times)
    units = len(reading)
    last = richness(units, of_times[1], of_times[2], len(times), mentions) if units else None
    missing = _missing(units, last)
    return Saturation(
        of=of,
        coder=coder,
        units=units,
        codes=len(times),
        stretches=tuple(stretches),
        richness=last,
        enough=missing is None,
        words=missing or _words(of, units, stretches, last),
    )


def _missing(units: int, found: Richness | None) -> str | None:
    """What is still missing for an estimate, or None."""
    if found is None or units < FEWEST_UNITS:
        return f"Too little was read to tell: {units} of the {FEWEST_UNITS} units that it takes at least."
    if found.seen < FEWEST_CODES:
        return f"Too few codes were written to tell: {found.seen}, and it takes {FEWEST_CODES}."
    if found.coverage < LEAST_COVERAGE:
        return (
            "Too early to tell: most codes stand in one unit only, so what is unseen cannot be told from what was seen."
        )
    return None


def _words(of: Of, units: int, stretches: Sequence[Stretch], found: Richness | None) -> str:
    assert found is not None
    recent = stretches[-3:]
    new = sum(one.new for one in recent)
    since = units - (stretches[-4].read if len(stretches) > 3 else 0)
    one = of.removesuffix("s")
    written = f"In the last {since} units you met {new or 'no'} new {one if new == 1 else of}"
    if round(found.high) < 1:
        return f"{written}; hardly any is likely to be unseen."
    return f"{written}; about {found.unseen:.0f} ({found.low:.0f}–{found.high:.0f}) are still unseen."
