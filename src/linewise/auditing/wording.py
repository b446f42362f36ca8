"""An event as a sentence: who did it is said elsewhere; this says what, with the words themselves and by name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from linewise.auditing import of_the_student
from linewise.auditing.phrases import Name, Parts, listed, of, plain, quote, row_of, thing, unit
from linewise.auditing.views import Said
from linewise.core.events import KINDS, Event

SHOWN = 3
LOOKED_AT = 12


def sentence(event: Event, name: Name) -> tuple[Said, ...]:
    """What an event did, in parts: plain words, words quoted, and things that can be looked up."""
    if event.kind in ("undone", "redone"):
        verb = "took back" if event.kind == "undone" else "brought back"
        first = _first(event)
        return (plain(f"{verb}: "), *sentence(first, name)) if first is not None else (plain(verb),)
    tell = TELLERS.get(event.kind)
    told = tuple(tell(event, name)) if tell is not None else ()
    return told or (plain(KINDS[event.kind].title),)


def words(said: Iterable[Said]) -> str:
    """The sentence as plain text."""
    return "".join(f"“{one.text}”" if one.quoted else one.text for one in said)


def _first(event: Event) -> Event | None:
    """The event that was turned back, as far as the turning tells it."""
    kind, detail = str(event.detail.get("of")), event.detail.get("detail")
    if kind not in KINDS or kind in ("undone", "redone") or not isinstance(detail, Mapping):
        return None
    back = event.kind == "undone"
    changes = tuple(item.inverse for item in reversed(event.changes)) if back else event.changes
    return replace(event, kind=kind, detail=detail, changes=changes)


def _codes(ids: object, name: Name) -> list[Said]:
    return [thing(f"code:{one}", name, "a code") for one in ids] if isinstance(ids, Iterable) else []


def _twins(event: Event, family: str) -> Parts:
    """Units of the same text that were treated alike."""
    units = {row_of(item).get("unit") for item in of(event, family)} - {event.detail.get("unit")}
    if units:
        yield plain(f" and {len(units)} of the same text")


def _note(event: Event, name: Name) -> Parts:
    text, on = event.detail.get("text", ""), unit(event.detail.get("unit"))
    if event.kind == "note_changed":
        yield from (plain("changed the note on "), on, plain(" to "), quote(text))
        return
    verb, where = ("wrote ", " on ") if event.kind == "note_written" else ("withdrew ", " from ")
    yield from (plain(verb), quote(text), plain(where), on)
    yield from _twins(event, "note")


def _marked(event: Event, name: Name) -> Parts:
    state, on = event.detail.get("state"), unit(event.detail.get("unit"))
    if state is None:
        yield from (plain("took the mark off "), on)
    else:
        yield from (plain("marked "), on, plain(f" as {state}"))
    yield from _twins(event, "mark")


def _bookmarked(event: Event, name: Name) -> Parts:
    changed = of(event, "bookmark")
    if changed:
        row = row_of(changed[0])
        yield plain("set a bookmark at " if changed[0].after is not None else "took the bookmark off ")
        yield unit(row.get("unit"))


SAYS = {"present": "found ", "absent": "ruled out ", "unsure": "is unsure of ", None: "took back what was said of "}


def _coded(event: Event, name: Name) -> Parts:
    values = event.detail.get("values")
    groups: dict[object, list[Said]] = {}
    for code, value in values.items() if isinstance(values, Mapping) else ():
        groups.setdefault(value, []).append(thing(f"code:{code}", name, "a code"))
    for at, (value, codes) in enumerate(groups.items()):
        yield plain(("; " if at else "") + SAYS.get(value if isinstance(value, str) else None, ""))
        yield from listed(codes)
    yield from (plain(" in "), unit(event.detail.get("unit")))
    yield from _twins(event, "coding")


def _code(event: Event) -> str:
    return f"code:{event.detail.get('code')}"


def _named(event: Event, name: Name) -> Said:
    """The code an event is about, under the name that it had then."""
    return Said(text=str(event.detail.get("name") or name(_code(event)) or "a code"), reference=_code(event))


def _created(event: Event, name: Name) -> Parts:
    yield from (plain("made the code "), _named(event, name))
    placed = _pieces(event, name)
    if placed:
        yield from (plain(" of "), *placed)


def _renamed(event: Event, name: Name) -> Parts:
    yield from (plain("renamed "), quote(event.detail.get("from", "")), plain(" to "), _named(event, name))


TOLD = ("definition", "use_when", "not_when", "examples", "aliases", "parents", "colour", "position")


def _described(event: Event, name: Name) -> Parts:
    yield from (plain("described "), _named(event, name))
    changed = [
        field.replace("_", " ")
        for item in of(event, "code")
        for field in TOLD
        if (item.before or {}).get(field) != (item.after or {}).get(field)
    ]
    if changed:
        yield plain(f": {', '.join(dict.fromkeys(changed))}")


def _merged(event: Event, name: Name) -> Parts:
    gone = event.detail.get("codes")
    yield plain("merged ")
    yield from listed([quote(one) for one in gone] if isinstance(gone, Sequence) else [])
    into = f"code:{event.detail.get('into')}"
    yield from (plain(" into "), Said(text=str(event.detail.get("name") or name(into)), reference=into))


def _split(event: Event, name: Name) -> Parts:
    parts = event.detail.get("parts")
    yield from (plain("split "), _named(event, name), plain(" into "))
    yield from listed([quote(one) for one in parts] if isinstance(parts, Sequence) else [])


def _arranged(event: Event, name: Name) -> Parts:
    names, under = event.detail.get("names"), event.detail.get("under")
    yield plain("moved ")
    yield from listed([quote(one) for one in names] if isinstance(names, Sequence) else [])
    yield from (plain(" under "), quote(under)) if under else (plain(" in the codebook"),)


def _retired(event: Event, name: Name) -> Parts:
    yield from (plain("retired "), _named(event, name))


def _restored(event: Event, name: Name) -> Parts:
    yield from (plain("brought "), _named(event, name), plain(" back into use"))


def _pieces(event: Event, name: Name) -> list[Said]:
    """The open codes that were placed, in their words; of many a few, from all over."""
    placed = of(event, "placement")
    step = max(1, -(-len(placed) // LOOKED_AT))
    found = [name(f"open_code:{row_of(item).get('open_code')}") for item in placed[::step]]
    texts = [quote(text) for text in dict.fromkeys(found) if text]
    if step == 1 and texts:
        # Those that were withdrawn since have no words any more.
        more = len(texts) - len(texts[:SHOWN]) + found.count("")
        return list(listed(texts[:SHOWN], more=more))
    many = [plain(f"{len(placed):,} open code{'s' if len(placed) > 1 else ''}")] if placed else []
    return [*many, plain(" such as "), *listed(texts[:SHOWN])] if many and texts else many


def _grouped(event: Event, name: Name) -> Parts:
    put = event.kind == "open_codes_grouped"
    placed = _pieces(event, name)
    yield plain("put " if put else "took ")
    yield from placed
    yield from (plain(" into " if put else " out of "), _named(event, name))


def _opened(event: Event, name: Name) -> Parts:
    detail = event.detail
    yield plain(f"opened round {detail.get('number')}: {detail.get('units')} units, {detail.get('strategy')}")
    for item in of(event, "round"):
        focus = row_of(item).get("focus")
        if focus:
            yield from (plain(" for "), thing(f"code:{focus}", name, "a code"))


ANSWERS = {"unsure": "was unsure of ", "skipped": "skipped ", "pending": "took the answer back on "}


def _decided(event: Event, name: Name) -> Parts:
    state, on = str(event.detail.get("state")), unit(event.detail.get("unit"))
    unaided = _unaided(event)
    if state in ANSWERS and unaided is None:
        yield from (plain(ANSWERS[state]), on)
        return
    before_it = state == "pending"
    codes = _codes(unaided if before_it else event.detail.get("codes"), name)
    yield from (plain("answered " if before_it else "decided "), on)
    yield plain(" before seeing the prediction: " if before_it else ": ")
    yield from listed(codes) if codes else (plain("no code"),)


def _unaided(event: Event) -> Iterable[str] | None:
    for item in of(event, "round_item"):
        before, after = item.before or {}, item.after or {}
        if after.get("unaided_at") and not before.get("unaided_at"):
            found = after.get("unaided")
            return found if isinstance(found, list) else ()
    return None


def _closed(event: Event, name: Name) -> Parts:
    yield plain(f"closed round {event.detail.get('number')}")


def _imported(event: Event, name: Name) -> Parts:
    for item in of(event, "source"):
        row = row_of(item)
        yield from (plain(f"imported {row.get('units', 0):,} units from "), quote(row.get("name", "")))


def _recut(event: Event, name: Name) -> Parts:
    for item in of(event, "source"):
        before, after = item.before or {}, item.after or {}
        plan = after.get("plan")
        how = plan.get("segmentation") if isinstance(plan, Mapping) else ""
        yield from (plain("cut "), quote(after.get("name", "")), plain(f" by {how}: "))
        yield plain(f"{after.get('units', 0):,} units in place of {before.get('units', 0):,}")


def _fitted(event: Event, name: Name) -> Parts:
    for item in of(event, "encoding"):
        yield from (plain("fitted the encoder "), quote(row_of(item).get("name", "")))
    for item in of(event, "model"):
        row = row_of(item)
        yield plain(f"taught model {row.get('number')} from {row.get('decisions', 0):,} decisions")
    for item in of(event, "application"):
        row = row_of(item)
        yield plain(f"applied a model: {row.get('coded', 0):,} of {row.get('units', 0):,} units got codes")


def _memo(event: Event, name: Name) -> Parts:
    for item in of(event, "memo"):
        row = row_of(item)
        verb = {"memo_written": "wrote a memo on ", "memo_changed": "changed the memo on "}.get(event.kind)
        yield plain(verb or "withdrew the memo on ")
        about, key = str(row.get("about")), row.get("about_id")
        yield unit(key) if about == "unit" else thing(f"{about}:{key}", name, f"the {about}")
        yield from (plain(": "), quote(str(row.get("text", "")).strip().partition("\n")[0]))


def _changed(event: Event, name: Name) -> Parts:
    for item in event.changes:
        before, after = item.before or {}, item.after or {}
        told = [
            f"{field.replace('_', ' ')} {_value(before[field])} → {_value(value)}"
            for field, value in after.items()
            if before.get(field) != value and field in before
        ]
        yield plain("changed the settings" if item.family == "project" else f"changed {after.get('name', 'a coder')}")
        yield plain(f": {', '.join(told)}")


def _value(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _view(event: Event, name: Name) -> Parts:
    yield plain("saved the view " if event.kind == "view_saved" else "took away the view ")
    yield quote(event.detail.get("name", ""))


def _project(event: Event, name: Name) -> Parts:
    for item in of(event, "project"):
        yield from (plain("created the project "), quote(row_of(item).get("name", "")))


def _refused(event: Event, name: Name) -> Parts:
    about = event.detail.get("open_codes")
    texts = [quote(one) for one in about] if isinstance(about, Sequence) else []
    yield plain("turned down a proposal")
    if texts:
        yield plain(": ")
        yield from listed(texts[:SHOWN], more=max(0, len(texts) - SHOWN))


TELLERS: Mapping[str, Callable[[Event, Name], Parts]] = {
    "project_created": _project,
    "project_changed": _changed,
    "coder_changed": _changed,
    "source_imported": _imported,
    "source_recut": _recut,
    "note_written": _note,
    "note_changed": _note,
    "note_withdrawn": _note,
    "unit_marked": _marked,
    "unit_bookmarked": _bookmarked,
    "units_coded": _coded,
    "code_created": _created,
    "code_described": _described,
    "code_renamed": _renamed,
    "codes_merged": _merged,
    "code_split": _split,
    "code_retired": _retired,
    "code_restored": _restored,
    "codes_arranged": _arranged,
    "open_codes_grouped": _grouped,
    "open_codes_ungrouped": _grouped,
    "round_opened": _opened,
    "unit_decided": _decided,
    "round_closed": _closed,
    "encoder_fitted": _fitted,
    "model_fitted": _fitted,
    "model_applied": _fitted,
    "memo_written": _memo,
    "memo_changed": _memo,
    "memo_withdrawn": _memo,
    "view_saved": _view,
    "view_withdrawn": _view,
    "proposal_refused": _refused,
    **of_the_student.TELLERS,
}
