"""A note, its pieces, and where the pieces go: written, changed or withdrawn in one event."""

from collections.abc import Iterator, Sequence

from linewise.core.errors import BadInput, Conflict, Forbidden
from linewise.core.events import Change, Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code, Note, OpenCode, Placement
from linewise.core.text import checked, norm, pieces

LONGEST_NOTE = 20_000


def write_note(
    facts: Facts,
    *,
    units: Sequence[int],
    coder: str,
    text: str,
    at: str,
    ids: Iterator[str],
    note: str | None = None,
    start: int | None = None,
    end: int | None = None,
    expected: str | None = None,
) -> Draft:
    """Write, change or (with an empty text) withdraw a note on the first unit, and the same on its twins after it.

    Without a span the coder's one note on the whole unit is meant; with a span a new note, unless `note` names one.
    A piece that equals an earlier open code goes where the latest equal one sits, so that a grouping once made holds
    for what is written later. Conflict, with what stands there as `present`, when that is not what was `expected`.
    """
    text = checked(text, what="note", longest=LONGEST_NOTE).strip()
    if note is not None and expected is not None and facts.get(Note, note) is None:
        if not text:
            return Draft("note_withdrawn", ())
        raise _changed_meanwhile(units[0], "")
    previous = _previous(facts, units[0], coder, note, text, start, end)
    present = previous.text if previous is not None else ""
    if expected is not None and present not in (expected.strip(), text):
        raise _changed_meanwhile(units[0], present, previous)
    if previous is not None and note is not None:
        start, end = previous.start, previous.end
    twins = _twin_notes(facts, units[1:], previous, coder, start)
    sits: dict[str, tuple[str, ...]] = {}
    changes: list[Change] = []
    for unit, old in {units[0]: previous, **twins}.items():
        if old is not None and old.text == text:
            continue
        if not text:
            changes += _withdrawn(facts, old) if old is not None else ()
            continue
        new = Note(id=old.id if old else next(ids), unit=unit, coder=coder, text=text, start=start, end=end, at=at)
        changes.append(change(old, new))
        changes += _pieces(facts, new, ids, sits)
    kind = "note_withdrawn" if previous and not text else "note_changed" if previous else "note_written"
    return Draft(kind, tuple(changes), {"unit": units[0], "text": text or (previous.text if previous else "")})


def _changed_meanwhile(unit: int, present: str, note: Note | None = None) -> Conflict:
    return Conflict(
        "The note was changed elsewhere meanwhile.",
        remedy="Look at what stands there now, and write again.",
        unit=unit,
        note=note.id if note is not None else None,
        present=present,
    )


def _previous(
    facts: Facts, unit: int, coder: str, note: str | None, text: str, start: int | None, end: int | None
) -> Note | None:
    if note is not None:
        found = need(facts, Note, note)
        if found.coder != coder:
            raise Forbidden("That note is somebody else's.", remedy="Write your own; both will be kept.")
        if found.unit != unit:
            raise BadInput("That note belongs to another unit.", remedy="Name the unit that it was written on.")
        return found
    own = facts.find(Note, unit=unit, coder=coder)
    if start is not None:
        # A note that is sent again, because its answer was lost, is the same note.
        return next((one for one in own if (one.start, one.end, one.text) == (start, end, text)), None)
    return next((one for one in own if one.start is None), None)


def _twin_notes(
    facts: Facts, twins: Sequence[int], previous: Note | None, coder: str, start: int | None
) -> dict[int, Note | None]:
    """The twins to write on, with their notes that say the same so far; one with a note of its own words keeps it."""
    found: dict[int, Note | None] = {}
    for unit in twins:
        own = [one for one in facts.find(Note, unit=unit, coder=coder) if one.start == start]
        same = next((one for one in own if previous is not None and one.text == previous.text), None)
        if same is not None or (previous is None and (start is not None or not own)):
            found[unit] = same
    return found


def _pieces(facts: Facts, note: Note, ids: Iterator[str], sits: dict[str, tuple[str, ...]]) -> Iterator[Change]:
    old = {piece.norm: piece for piece in facts.find(OpenCode, note=note.id)}
    for position, text in enumerate(pieces(note.text)):
        key = norm(text)
        kept = old.pop(key, None)
        piece = OpenCode(
            id=kept.id if kept else next(ids),
            note=note.id,
            unit=note.unit,
            coder=note.coder,
            position=position,
            text=text,
            norm=key,
        )
        if kept != piece:
            yield change(kept, piece)
        if kept is None:
            if key not in sits:
                sits[key] = _codes_of_latest(facts, key)
            for code in sits[key]:
                yield change(None, Placement(open_code=piece.id, code=code))
    for piece in old.values():
        yield from _without(facts, piece)


def _codes_of_latest(facts: Facts, key: str) -> tuple[str, ...]:
    latest = facts.latest(OpenCode, norm=key)
    if latest is None:
        return ()
    codes = (facts.get(Code, put.code) for put in facts.find(Placement, open_code=latest.id))
    return tuple(dict.fromkeys(code.merged_into or code.id for code in codes if code and code.status != "retired"))


def _without(facts: Facts, piece: OpenCode) -> Iterator[Change]:
    for put in facts.find(Placement, open_code=piece.id):
        yield change(put, None)
    yield change(piece, None)


def _withdrawn(facts: Facts, note: Note) -> Iterator[Change]:
    for piece in facts.find(OpenCode, note=note.id):
        yield from _without(facts, piece)
    yield change(note, None)
