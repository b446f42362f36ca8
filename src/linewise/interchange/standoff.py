"""What the formats of annotation tools share: names of hands, paths of codes, losses that are counted as they come."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from linewise.core.exchange import CodeEntry, DocumentEntry, Loss, MemoEntry, Statement

MACHINE = "Linewise model"
"""The name under which predictions stand in formats that know people only; read back, it is a machine again."""

MOST_MARKS = 1_000_000
"""Annotations that one text may have."""

_DEEPEST = 64
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """A text without what no file in UTF-8 holds, as many characters long."""
    return _UNSTORABLE.sub("\ufffd", text)


class Losses:
    """Counts what has no place on the other side, by what it is and why."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, what: str, reason: str, count: int = 1) -> None:
        """Count some more; nothing is said of what there is none of."""
        if count > 0:
            self._counts[what, reason] += count

    def __call__(self) -> tuple[Loss, ...]:
        return tuple(Loss(what=what, count=count, reason=reason) for (what, reason), count in self._counts.items())


def hand(coder: str, machine: bool) -> str:
    """The name under which a statement is written where only names are known."""
    return MACHINE if machine else coder


def of_hand(name: str) -> tuple[str, bool]:
    """Coder and whether it is a machine, from such a name."""
    return ("", True) if name == MACHINE else (name, False)


def moment(value: str) -> str:
    """A time as other programs store it, in ISO 8601; empty where it is none."""
    try:
        return datetime.fromisoformat(value.strip()).isoformat()
    except ValueError:
        return ""


def paths(codes: Iterable[CodeEntry]) -> dict[str, tuple[str, ...]]:
    """The names from the top to each code by its id, along first parents; a circle ends where it closes."""
    by_id = {code.id: code for code in codes}
    found: dict[str, tuple[str, ...]] = {}
    for code in by_id.values():
        names, met, one = [code.name], {code.id}, first_parent(code, by_id)
        while one is not None and one.id not in met and len(met) < _DEEPEST:
            names.append(one.name)
            met.add(one.id)
            one = first_parent(one, by_id)
        found[code.id] = tuple(reversed(names))
    return found


def first_parent(code: CodeEntry, by_id: Mapping[str, CodeEntry]) -> CodeEntry | None:
    """The first of a code's parents that there is."""
    return next((by_id[parent] for parent in code.parents if parent in by_id), None)


def described(code: CodeEntry) -> str:
    """All that is said of a code in one text, for programs that have one field for it."""
    parts = [code.definition]
    for title, text in (
        ("Use when", code.use_when),
        ("Not when", code.not_when),
        ("Examples", "; ".join(code.examples)),
        ("Counter-examples", "; ".join(code.counter_examples)),
        ("Also called", "; ".join(code.aliases)),
    ):
        if text:
            parts.append(f"{title}: {text}")
    return "\n\n".join(part for part in parts if part)


def present(entry: DocumentEntry, codes: Mapping[str, CodeEntry], losses: Losses) -> Iterator[Statement]:
    """The statements that a format can say which knows presence only; the others are counted."""
    for one in entry.statements:
        if one.code not in codes:
            losses.add("statements without a code", "their code is not in the codebook")
        elif one.value != "present":
            losses.add(f"codes said to be {one.value}", "this format can only say that a code is present")
        else:
            if one.machine and one.score is not None:
                losses.add("scores of predictions", f"the predictions stand under the name {MACHINE!r}, without them")
            yield one


def several_parents(codes: Iterable[CodeEntry], losses: Losses) -> None:
    """Count the parents beyond the first, for formats in which a code has one."""
    more = sum(max(0, len(code.parents) - 1) for code in codes)
    losses.add("further parents of codes", "a code has one parent there; the first is kept", more)


def memo_text(memo: MemoEntry) -> str:
    """A memo with its title, for fields that have none."""
    return f"{memo.title}\n\n{memo.text}" if memo.title and memo.text else memo.title or memo.text


def filled(entry: DocumentEntry, *but: str) -> int:
    """How many attributes of a document have a value, without those that have a place."""
    return sum(value not in (None, "") and name not in but for name, value in entry.attributes.items())
