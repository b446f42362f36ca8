"""What the Explore page and its API show: how often each code stands, and which stand together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """Units with a code, by who said so."""

    code: str
    human: int
    machine: int
    imported: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Two codes found by people in the same units, and in how many."""

    a: str
    b: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Anything that a memo is about or speaks of, as people name it.

    `reference` is "unit:12", "code:ID" ...; `label` is what stands between [[ and ]] to speak of it; `text` is what it
    says: a unit's text, a code's definition, a memo's.
    """

    reference: str
    label: str
    name: str
    text: str
