"""What readers of annotation tools gather: a codebook from the labels that are met, and what has no place here."""

from collections.abc import Iterable, Mapping
from typing import Any

from linewise.core.exchange import AttributeValue, CodeEntry, Loss

MOST_LABELS = 20_000


class Odd(ValueError):
    """A record that is not what its format promises; the message says why, without a full stop."""


class Gathered:
    """Labels become codes by their path of names, beneath the question that they answer where there are several."""

    def __init__(self) -> None:
        self._paths: dict[tuple[str, ...], str] = {}
        self._questions: dict[str, None] = {}
        self._more: dict[str, dict[str, Any]] = {}
        self._losses: dict[tuple[str, str], int] = {}

    def code(self, names: Iterable[object], *, question: str = "", **more: Any) -> str:
        """The id of a label; `more` are further fields of its code, of which the first said has the word.

        Odd when a name is empty or there are more labels than a codebook has.
        """
        path = tuple(str(name).strip() for name in names)
        if not path or not all(path):
            raise Odd("a label without a name")
        self._questions.setdefault(question)
        whole = (question, *path)
        if whole not in self._paths:
            if len(self._paths) >= MOST_LABELS:
                raise Odd(f"more than {MOST_LABELS:,} different labels; are these labels?")
            for end in range(2, len(whole) + 1):
                self._paths.setdefault(whole[:end], _id(whole[:end]))
        known = self._paths[whole]
        if more:
            said = self._more.setdefault(known, {})
            for key, value in more.items():
                said.setdefault(key, value)
        return known

    def lost(self, what: str, reason: str, count: int = 1) -> None:
        """Count something that has no place here."""
        if count:
            self._losses[what, reason] = self._losses.get((what, reason), 0) + count

    @property
    def codes(self) -> tuple[CodeEntry, ...]:
        """All labels so far in the order in which they were met, parents first."""
        asked = len(self._questions) > 1
        found: dict[str, CodeEntry] = {}
        for path, known in self._paths.items():
            above: tuple[str, ...] = ()
            if len(path) > 2:
                above = (self._paths[path[:-1]],)
            elif asked and path[0]:
                above = (_id(path[:1]),)
                found.setdefault(above[0], CodeEntry(id=above[0], name=path[0], codable=False))
            found[known] = CodeEntry(id=known, name=path[-1], **{"parents": above, **self._more.get(known, {})})
        return tuple(found.values())

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What was lost so far."""
        return tuple(
            Loss(what=what, count=count, reason=reason) for (what, reason), count in sorted(self._losses.items())
        )


def _id(path: tuple[str, ...]) -> str:
    return "/".join(part.replace("\\", "\\\\").replace("/", "\\/") for part in path).removeprefix("/")


def scalars(record: Mapping[str, Any], *, without: Iterable[str] = (), prefix: str = "") -> dict[str, AttributeValue]:
    """What of a record can be attributes: plain values, lists of them joined, objects inside with a dot."""
    left = frozenset(without)
    found: dict[str, AttributeValue] = {}
    for key, value in record.items():
        if key in left or key.startswith("_"):
            continue
        if isinstance(value, dict):
            if prefix.count(".") < 3:
                found |= scalars(value, prefix=f"{prefix}{key}.")
        elif isinstance(value, list):
            if value and all(isinstance(one, str | int | float) for one in value):
                found[f"{prefix}{key}"] = "; ".join(str(one) for one in value)
        elif isinstance(value, str | int | float) or value is None:
            found[f"{prefix}{key}"] = value
    return found


def an_object(value: object, what: str) -> dict[str, Any]:
    """The value as an object; None is an empty one. Odd when it is something else."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Odd(f"{what} should be an object, and is {_kind(value)}")
    return value


def a_list(value: object, what: str) -> list[Any]:
    """The value as a list; None is an empty one. Odd when it is something else."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Odd(f"{what} should be a list, and is {_kind(value)}")
    return value


def words(value: object) -> str:
    """A plain value as text, empty for what has none."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def probability(value: object) -> float | None:
    """A score in 0…1, else None."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain and 0 <= value <= 1 else None  # type: ignore[operator,arg-type]


def _kind(value: object) -> str:
    kinds = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), "nothing")
