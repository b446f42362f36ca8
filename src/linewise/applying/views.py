"""What the Apply page and its API show: how much is coded, by whom, at which confidence, and what is left."""

from dataclasses import dataclass
from typing import Literal

from linewise.applying.prevalence import Method
from linewise.core.nouns import Application
from linewise.core.views import UnitView

Scope = Literal["each", "together"]
PromisedBy = Literal["code", "group", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCoverage:
    """One code: units in which a person found it, to which the model gives it at the threshold, unverified imports.

    A unit to which the model gives a code need not be settled: another code may still hesitate there. `threshold` is
    the confidence from which the model gives it, None where it does not.
    """

    code: str
    threshold: float | None
    human: int
    machine: int
    imported: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How the corpus splits at a confidence: coded by people, settled by the model (`machine`), left to a person."""

    confidence: float
    units: int
    human: int
    machine: int
    left: int
    codes: tuple[CodeCoverage, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyState:
    """What has been applied, and what the newest model would give."""

    application: Application | None
    coverage: Coverage | None
    ready: bool
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """One confidence: units settled by the model and left to people, and how often the audit sample found that right.

    Of `checked` audit units that would have been settled, `right` were as a person said, with a 95 % interval.
    Reading what is left takes `most` decisions, or `least` should the model go on learning as it did.
    """

    confidence: float
    settled: int
    left: int
    right: int
    checked: int
    precision: float | None
    low: float
    high: float
    least: int | None
    most: int
    words: str
    effort: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCurve:
    """One code along the curve, a number for each point: units given it, and units left because of it."""

    code: str
    given: tuple[int, ...]
    left: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Coverage against precision, with the newest model: everything a page needs to follow a slider by itself.

    `target` is the project's precision; `promised_from` the confidence from which it is promised for settled units.
    """

    model: int
    units: int
    human: int
    audit: int
    target: float
    promised_from: float | None
    promise: str
    points: tuple[CurvePoint, ...]
    codes: tuple[CodeCurve, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePromise:
    """What is promised of one code: from `threshold` on it is given to `units` unread units; None: it is not given.

    `by` says whose promise that is: the code's own ("code"), that of several codes taken together ("group"), nobody's.
    Of `given` audit units there `right` had it: `precision` with its 95 % interval. `recall`, with its interval, is
    how much of what there is would be given. `more`: about so many more audit decisions for a promise of its own, None
    where no number of them would do with this model, 0 where it has one.
    """

    code: str
    by: PromisedBy
    threshold: float | None
    units: int
    given: int
    right: int
    precision: float | None
    low: float
    high: float
    recall: float | None
    recall_low: float
    recall_high: float
    more: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """How much of the corpus can be coded at a promised precision, code by code; nothing is written by looking.

    In at most `risk` of all studies a promise made like this is broken. `looks` counts the rounds after which one could
    have looked: the more, the stricter each look. `group` is the confidence from which `grouped` codes are given
    together. `settled` units need no person then, `left` do.
    """

    precision: float
    risk: float
    scope: Scope
    method: str
    model: int
    audit: int
    looks: int
    group: float | None
    grouped: int
    units: int
    human: int
    settled: int
    left: int
    least: int | None
    most: int
    codes: tuple[CodePromise, ...]
    promised: tuple[str, ...]
    not_promised: tuple[str, ...]
    effort: str
    more: int | None
    words: str

    @property
    def possible(self) -> bool:
        return any(one.threshold is not None for one in self.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePrevalence:
    """The share of the corpus that has a code, with its 95 % interval.

    `counted` is the share of units in which people or the applied model have it, which no interval covers. Of `draws`
    audit units `present` had it; `worth` says of how many draws alone the interval would be.
    """

    code: str
    share: float | None
    low: float
    high: float
    counted: float
    draws: int
    present: int
    worth: float
    method: Method
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrevalenceView:
    """How frequent each code is in the whole corpus, from the audit sample and the models' probabilities together."""

    units: int
    draws: int
    enough: bool
    codes: tuple[CodePrevalence, ...]
    words: str


Which = Literal["given", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredUnit:
    """A unit with the probability of the code it was asked for."""

    unit: UnitView
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredUnits:
    """The units behind a number: those given a code, or left because of it, the most doubtful first."""

    units: tuple[ScoredUnit, ...]
    total: int
