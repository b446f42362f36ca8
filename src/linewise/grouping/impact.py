"""What a change of the codebook will touch, counted before it happens."""

from collections.abc import Iterator, Sequence
from typing import Literal

from linewise.core.errors import BadInput
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code, Coding, Model, OpenCode
from linewise.core.text import norm
from linewise.grouping.codes import members_of, same_as
from linewise.grouping.views import Impact, Part

Action = Literal["rename", "describe", "merge", "split", "retire", "place", "unplace"]


def impact(
    facts: Facts,
    action: Action,
    *,
    codes: Sequence[str],
    imported: int = 0,
    into: str | None = None,
    norms: Sequence[str] = (),
    parts: Sequence[Part] = (),
) -> Impact:
    """Count open codes, notes, units, codings and models that the action concerns, and say it in sentences."""
    found = [need(facts, Code, code) for code in codes]
    if not found:
        raise BadInput("An impact is asked of at least one code.", remedy="Name the code.")
    concerned = [code for code in found if code.id != into]
    members = {piece for code in concerned for piece in members_of(facts, code)}
    wanted = {norm(text) for text in norms} | {norm(text) for part in parts for text in part.norms}
    pieces = _concerned(facts, action, members, wanted)
    codings = [coding for code in concerned for coding in facts.find(Coding, code=same_as(facts, code))]
    if action in ("place", "unplace"):
        codings = []
    elif action == "split":
        moved = {unit for part in parts for unit in part.units}
        codings = [coding for coding in codings if coding.unit in moved]
    units = {piece.unit for piece in pieces} | {coding.unit for coding in codings}
    models = [model for model in facts.find(Model) if {code.id for code in found} & set(model.codes)]
    counts = Impact(
        open_codes=len({piece.norm for piece in pieces}),
        notes=len({piece.note for piece in pieces}),
        units=len(units),
        codings=len(codings),
        imported=imported,
        models=len(models),
        sentences=(),
    )
    names = " and ".join(f"“{code.name}”" for code in (concerned or found))
    target = need(facts, Code, into).name if into else ""
    sentences = tuple(_sentences(action, names, target, counts, bool(models)))
    return Impact(**{**{name: getattr(counts, name) for name in Impact.__slots__}, "sentences": sentences})


def _concerned(facts: Facts, action: Action, members: set[str], wanted: set[str]) -> list[OpenCode]:
    if action == "place":
        return [piece for piece in facts.find(OpenCode, norm=tuple(wanted)) if piece.id not in members]
    inside = list(facts.find(OpenCode, id=tuple(members))) if members else []
    return [piece for piece in inside if piece.norm in wanted] if action in ("unplace", "split") else inside


def _sentences(action: Action, names: str, target: str, counts: Impact, models: bool) -> Iterator[str]:
    pieces = f"{_many(counts.open_codes, 'open code')} from {_many(counts.notes, 'note')}"
    decided = _many(counts.codings, "decision")
    units = _many(counts.units, "unit")
    if action == "rename":
        yield f"{names} gets another name. {decided} and {pieces} stay as they are."
        return
    if action == "describe":
        yield f"The meaning of {names} changes. {decided} were made under the older definition and will be listed."
    elif action == "merge":
        yield f"{names} will be read as “{target}” from now on: {pieces} and {decided} in {units}."
    elif action == "split":
        yield f"{pieces} and {decided} move out of {names}; the rest stays."
    elif action == "retire":
        yield f"{names} is no longer offered. {pieces} and {decided} in {units} are kept."
    elif action == "place":
        yield f"{pieces} go into {names}: {units} will count as having it."
    else:
        yield f"{pieces} leave {names}: {units} lose it unless a decision or another note says so."
    if counts.imported:
        yield f"{_many(counts.imported, 'imported statement')} about {names} are concerned too."
    if models:
        yield "The next model learns from the changed codes; models already fitted stay as they were."
    yield "You can undo this at any time."


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
