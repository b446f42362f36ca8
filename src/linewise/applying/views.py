"""What the Apply page and its API show: how much is coded, by whom, at which confidence, and what is left."""

from dataclasses import dataclass

from linewise.core.nouns import Application


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCoverage:
    """One code: units a person gave it, units the model gives it at the threshold, unverified imports.

    `promised_from` is the confidence from which the audit sample lets the project's precision be promised, None where
    it does not; `promise` says which, and why.
    """

    code: str
    threshold: float | None
    human: int
    machine: int
    imported: int
    promised_from: float | None
    promise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How the corpus splits at a confidence: coded by people, coded by the model, left to a person."""

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
