"""Making, describing, merging, splitting and retiring codes; putting open codes into them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from linewise.core.errors import BadInput, Conflict
from linewise.core.events import Change, Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code, Coding, OpenCode, Placement
from linewise.core.text import checked, norm
from linewise.grouping.views import Part

MEANING = ("definition", "use_when", "not_when", "examples", "counter_examples")
FIELDS = (*MEANING, "name", "aliases", "parents", "colour", "position")
WEIGHT = {"present": 0, "unsure": 1, "absent": 2}
PALETTE = (
    "#3b6ea5",
    "#b0562c",
    "#4c8a4a",
    "#8b5aa8",
    "#a3862a",
    "#b04a6a",
    "#2f8a8a",
    "#6b6f2a",
    "#5a62b5",
    "#8a5a44",
)


def new_code(facts: Facts, *, id: str, at: str, name: str, after: int = 0, **fields: Any) -> Code:
    """A code ready to be added: its name free, its parents known, a colour given when none was chosen.

    `after` counts codes made in the same step that the facts do not know yet.
    """
    codes = list(facts.find(Code))
    name = _named(facts, name)
    defaults = {
        "name": name,
        "colour": PALETTE[(len(codes) + after) % len(PALETTE)],
        "position": max((code.position for code in codes), default=-1) + 1 + after,
    }
    code = Code(id=id, created_at=at, defined_at=at, **_fields({**defaults, **_given(fields)}))
    _parents_known(facts, code)
    return code


def create(facts: Facts, *, id: str, at: str, name: str, norms: Iterable[str] = (), **fields: Any) -> Draft:
    """Make a code and put every open code that equals one of `norms` into it."""
    code = new_code(facts, id=id, at=at, name=name, **fields)
    changes = (change(None, code), *_placed(facts, code, norms))
    return Draft("code_created", changes, {"code": code.id, "name": code.name, "open_codes": len(changes) - 1})


def describe(facts: Facts, *, code: str, at: str, **fields: Any) -> Draft:
    """Change a code's entry; a new meaning (not a new name or colour) makes older codings stale."""
    old = active(facts, code)
    given = _given(fields)
    if "name" in given:
        given["name"] = _named(facts, given["name"], but=old.id)
    new = replace(old, **_fields(given))
    if any(getattr(new, name) != getattr(old, name) for name in MEANING):
        new = replace(new, defined_at=at)
    if new == old:
        return Draft("code_described", ())
    _parents_known(facts, new, but=old.parents)
    renamed = new.name != old.name and replace(old, name=new.name) == new
    detail = {
        "code": old.id,
        "name": new.name,
        "fields": [n for n in FIELDS if getattr(new, n) != getattr(old, n)],
    }
    if renamed:
        return Draft("code_renamed", (change(old, new),), {**detail, "from": old.name})
    return Draft("code_described", (change(old, new),), detail)


def place(facts: Facts, *, code: str, norms: Iterable[str]) -> Draft:
    """Put open codes into a code; those that are there already stay."""
    target = active(facts, code)
    changes = tuple(_placed(facts, target, norms))
    return Draft("open_codes_grouped", changes, {"code": target.id, "name": target.name, "open_codes": len(changes)})


def unplace(facts: Facts, *, code: str, norms: Iterable[str]) -> Draft:
    """Take open codes out of a code; they keep their place in others, or return to the tray."""
    target = active(facts, code)
    changes = []
    members = members_of(facts, target)
    for piece in _pieces(facts, norms):
        changes += [change(put, None) for put in members.get(piece.id, ())]
    detail = {"code": target.id, "name": target.name, "open_codes": len(changes)}
    return Draft("open_codes_ungrouped", tuple(changes), detail)


def move(facts: Facts, *, code: str, into: str, norms: Iterable[str]) -> Draft:
    """Take open codes out of one code and put them into another, in one step."""
    source, target = active(facts, code), active(facts, into)
    if source.id == target.id:
        return Draft("open_codes_grouped", ())
    pieces = tuple(dict.fromkeys(norms))
    taken = unplace(facts, code=code, norms=pieces).changes
    there = members_of(facts, target)
    moved = dict.fromkeys(step.before["open_code"] for step in taken if step.before is not None)
    put = (change(None, Placement(open_code=piece, code=target.id)) for piece in moved if piece not in there)
    detail = {"code": target.id, "name": target.name, "from": source.name, "open_codes": len(moved)}
    return Draft("open_codes_grouped", (*taken, *put), detail)


def merge(facts: Facts, *, codes: Sequence[str], into: str) -> Draft:
    """Let one code take in others: they stay in the log and in old codings, and every reader follows the pointer."""
    target = active(facts, into)
    gone = [active(facts, code) for code in dict.fromkeys(codes) if code != into]
    if not gone:
        raise BadInput("A merge needs at least one code besides the one that stays.", remedy="Choose another code.")
    names = {code.id for code in gone}
    above = {code.id for code in ancestors(facts, target)}
    aliases = tuple(dict.fromkeys((*target.aliases, *(name for code in gone for name in (code.name, *code.aliases)))))
    parents = tuple(parent for parent in target.parents if parent not in names)
    changes = [change(target, replace(target, aliases=aliases, parents=parents))]
    for code in facts.find(Code):
        if code.id in names:
            changes.append(change(code, replace(code, status="merged", merged_into=into)))
        elif code.merged_into in names:
            changes.append(change(code, replace(code, merged_into=into)))
        elif code.id != into and names & set(code.parents):
            heirs = dict.fromkeys(into if parent in names else parent for parent in code.parents)
            if code.id in above:  # it stood between the two: it stays above the code that remains
                heirs.pop(into, None)
            changes.append(change(code, replace(code, parents=tuple(heirs))))
    detail = {"into": target.id, "name": target.name, "codes": [code.name for code in gone]}
    return Draft("codes_merged", tuple(changes), detail)


def split(
    facts: Facts, *, code: str, parts: Sequence[Part], retire: bool, at: str, ids: Iterator[str]
) -> tuple[Draft, tuple[str, ...]]:
    """Divide a code: each part is a new code that takes the open codes and decided units named; returns its ids too."""
    old = active(facts, code)
    if not parts:
        raise BadInput("A split needs at least one part.", remedy="Name the new code.")
    changes: list[Change] = []
    made: list[Code] = []
    members = members_of(facts, old)
    taken: set[str] = set()
    for part in parts:
        if any(norm(part.name) == norm(other.name) for other in made):
            raise BadInput(f"Two parts are called {part.name!r}.", remedy="Give them different names.")
        new = new_code(
            facts,
            id=next(ids),
            at=at,
            name=part.name,
            parents=() if retire else (old.id,),
            position=old.position,
        )
        made.append(new)
        changes.append(change(None, new))
        for piece in _pieces(facts, part.norms):
            for put in members.pop(piece.id, ()):
                changes.append(change(put, None))
                changes.append(change(None, Placement(open_code=piece.id, code=new.id)))
        if part.units:
            for coding in codings_of(facts, old, units=part.units):
                moved = replace(coding, code=new.id)
                if coding.key not in taken:
                    taken.add(coding.key)
                    changes.append(change(coding, None))
                    if moved.key not in taken:
                        taken.add(moved.key)
                        changes.append(change(None, moved))
    if retire:
        changes.append(change(old, replace(old, status="retired")))
    detail = {"code": old.id, "name": old.name, "parts": [new.name for new in made]}
    return Draft("code_split", _once(changes), detail), tuple(new.id for new in made)


def retire(facts: Facts, *, code: str) -> Draft:
    """Stop offering a code; its codings stay."""
    old = active(facts, code)
    return Draft("code_retired", (change(old, replace(old, status="retired")),), {"code": code, "name": old.name})


def restore(facts: Facts, *, code: str) -> Draft:
    """Offer a retired code again."""
    old = need(facts, Code, code)
    if old.status != "retired":
        return Draft("code_restored", ())
    _named(facts, old.name, but=old.id)
    return Draft("code_restored", (change(old, replace(old, status="active")),), {"code": code, "name": old.name})


def active(facts: Facts, code: str) -> Code:
    """The code, if it may be changed; Conflict when it is retired or merged."""
    found = need(facts, Code, code)
    if found.status != "active":
        raise Conflict(f"The code {found.name!r} is {found.status}.", remedy="Restore it, or undo that, first.")
    return found


def members_of(facts: Facts, code: Code) -> dict[str, list[Placement]]:
    """Open code id → the placements that put it into the code, also through codes merged into it."""
    ids = same_as(facts, code)
    members: dict[str, list[Placement]] = {}
    for put in facts.find(Placement, code=ids):
        members.setdefault(put.open_code, []).append(put)
    return members


def codings_of(facts: Facts, code: Code, *, units: Sequence[int]) -> list[Coding]:
    """Decisions about the code in these units, also through codes merged into it; of one coder's the weightiest first.

    One coder may have said different things of two codes before they became one: present outweighs unsure, and that
    outweighs absent.
    """
    found = facts.find(Coding, code=same_as(facts, code), unit=tuple(dict.fromkeys(units)))
    return sorted(found, key=lambda coding: (coding.unit, coding.coder, WEIGHT[coding.value], coding.code))


def same_as(facts: Facts, code: Code) -> tuple[str, ...]:
    """The ids that mean this code: its own, and those of codes merged into it."""
    return (code.id, *(other.id for other in facts.find(Code, merged_into=code.id)))


def _pieces(facts: Facts, norms: Iterable[str]) -> Iterator[OpenCode]:
    wanted = tuple(dict.fromkeys(norm(text) for text in norms))
    if wanted:
        yield from facts.find(OpenCode, norm=wanted)


def _placed(facts: Facts, code: Code, norms: Iterable[str]) -> Iterator[Change]:
    members = members_of(facts, code)
    for piece in _pieces(facts, norms):
        if piece.id not in members:
            yield change(None, Placement(open_code=piece.id, code=code.id))


def _once(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Fold several changes of one key into one."""
    folded: dict[tuple[str, str], Change] = {}
    for step in changes:
        place = (step.family, step.key)
        folded[place] = Change(*place, folded[place].before, step.after) if place in folded else step
    return tuple(folded.values())


def _named(facts: Facts, name: str, *, but: str | None = None) -> str:
    name = " ".join(checked(name, what="name of a code", longest=200).split())
    if not name:
        raise BadInput("A code needs a name.", remedy="Type one.")
    for other in facts.find(Code, status="active"):
        if other.id != but and norm(other.name) == norm(name):
            raise Conflict(f"There is a code {other.name!r} already.", remedy="Add to it, or choose another name.")
    return name


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise BadInput(f"A code has no {', '.join(sorted(unknown))}.", remedy=f"Use {', '.join(FIELDS)}.")
    return {name: value for name, value in fields.items() if value is not None and value != ""} | {
        name: value for name, value in fields.items() if value == "" and name != "colour" and name != "name"
    }


def _fields(given: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in given.items():
        if name in ("examples", "counter_examples", "aliases", "parents"):
            texts = (checked(text, what=name, longest=20_000).strip() for text in value)
            fields[name] = tuple(dict.fromkeys(text for text in texts if text))
        elif isinstance(value, str):
            fields[name] = checked(value, what=name, longest=20_000).strip()
        else:
            fields[name] = value
    return fields


def _parents_known(facts: Facts, code: Code, *, but: Sequence[str] = ()) -> None:
    for parent in code.parents:
        if parent in but:
            continue
        if parent == code.id or code.id in (above.id for above in ancestors(facts, active(facts, parent))):
            raise above_itself(code, active(facts, parent))


def above_itself(code: Code, parent: Code) -> BadInput:
    """What is said when a code would come to stand under one that stands under it."""
    if parent.id == code.id:
        return BadInput(f"“{code.name}” cannot go under itself.", remedy="Choose another parent.")
    return BadInput(
        f"“{code.name}” cannot go under “{parent.name}”, because “{parent.name}” is already under “{code.name}”.",
        remedy=f"Choose another parent, or take “{parent.name}” out from under “{code.name}” first.",
    )


def ancestors(facts: Facts, code: Code) -> Iterator[Code]:
    """Every code above this one, nearest first, each once: parents apply when codings are read."""
    seen: set[str] = {code.id}
    queue = list(code.parents)
    while queue:
        parent = facts.get(Code, queue.pop(0))
        if parent is not None and parent.id not in seen:
            seen.add(parent.id)
            yield parent
            queue += parent.parents
