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
