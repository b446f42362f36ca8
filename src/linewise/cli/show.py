"""How outcomes read in a terminal: each function turns what a command returned into tables and sentences."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from linewise.core.nouns import SavedView
from linewise.core.text import percent
from linewise.core.views import DocumentView, Progress, Suggestion, UnitPage, UnitView, ValueCount
from linewise.grouping.views import Codebook, CodeCard, Impact, TrayPage

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from linewise.exploring.views import Frequency, Together
    from linewise.workbench.views import ProjectCard, ProjectState, Undone

Names = Callable[[str], str]
Shown = Iterator["RenderableType"]

WIDEST_TEXT = 100


def table(*columns: str, title: str | None = None) -> "Table":
    """A light table; a column named with a leading # holds numbers."""
    from rich import box
    from rich.table import Table

    made = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for column in columns:
        is_number = column.startswith("#")
        made.add_column(column.removeprefix("#"), justify="right" if is_number else "left", overflow="fold")
    return made


def pairs(content: Iterable[tuple[str, object]]) -> "Table":
    """Names and values, without a header."""
    from rich.table import Table

    return rows(Table.grid(padding=(0, 2)), content)


def rows(made: "Table", content: Iterable[tuple[object, ...]]) -> "Table":
    """Fill a table; numbers get thousands separators, nothing of the corpus is read as markup."""
    from rich.text import Text

    for row in content:
        made.add_row(*(Text(f"{cell:,}" if type(cell) is int else str(cell)) for cell in row))
    return made


def line(text: str) -> "RenderableType":
    """A sentence, shown as it is."""
    from rich.text import Text

    return Text(text)


def many(count: int, one: str, more: str | None = None) -> str:
    """A number in a sentence: 1 unit, 14,125 units."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def short(text: str, most: int = WIDEST_TEXT) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def share(value: float | None) -> str:
    return percent(value)


def projects(cards: "tuple[ProjectCard, ...]", _: Names) -> Shown:
    columns = ("name", "#units", "#coded", "#left", "#model", "#codes", "changed", "go on", "id")
    content = (
        (c.name, c.units, c.coded, c.units - c.read, c.machine, c.codes, c.updated_at[:16], _go_on(c), c.id)
        for c in cards
    )
    yield rows(table(*columns), content)
    for card in cards:
        if card.recent:
            yield line(f"{card.name}: {card.recent[0].lower()}{card.recent[1:]}.")


def _go_on(card: "ProjectCard") -> str:
    if card.round is None:
        return card.stage
    return f"round {card.round.number}: {card.round.decided} of {card.round.of} decided"


def project(state: "ProjectState", names: Names) -> Shown:
    yield line(f"{state.project.name}: {state.progress.units:,} units, {state.progress.codes} codes.")
    yield from progress(state.progress, names)
    if state.undo:
        yield line(f"Can be undone: {state.undo.title} ({state.undo.at[:16]}).")
    for notice in state.notices:
        yield line(f"Note: {notice}")


def units(page: UnitPage, names: Names) -> Shown:
    content = (
        (u.id, short(u.text), "; ".join(n.text for n in u.notes), codings(u, names), _signs(u)) for u in page.units
    )
    yield rows(table("#unit", "text", "notes", "codes", "mark"), content)
    if page.next:
        yield line(f"More: --after '{page.next}'")


def _signs(unit: UnitView) -> str:
    return " ".join([*([unit.mark] if unit.mark else []), *(["bookmark"] if unit.bookmarked else [])])


def codings(unit: UnitView, names: Names) -> str:
    """The codes of a unit in one line; what is not simply present says so."""
    marks = {"present": "", "absent": "not ", "unsure": "perhaps "}
    said = (f"{marks[c.value]}{names(c.code)}{'' if c.origin == 'person' else f' ({c.origin})'}" for c in unit.codings)
    return ", ".join(dict.fromkeys(said))


def unit(one: UnitView, names: Names) -> Shown:
    yield line(one.text)
    facts: list[tuple[str, object]] = [("unit", one.id), ("document", one.document)]
    facts += [("id", one.external_id)] if one.external_id else []
    facts += [(name, value) for name, value in one.attributes.items()]
    facts += [("mark", one.mark)] if one.mark else []
    facts += [("bookmark", "set")] if one.bookmarked else []
    facts += [("twins", one.twins)] if one.twins else []
    yield pairs((name, "" if value is None else value) for name, value in facts)
    for note in one.notes:
        where = f" at {note.start}:{note.end}" if note.start is not None else ""
        yield line(f"note{where}: {note.text}   ({note.at[:16]}, {note.id})")
    for coding in one.codings:
        sure = f" {coding.confidence:.2f}" if coding.confidence is not None else ""
        yield line(f"{coding.value}: {names(coding.code)}   ({coding.origin}{sure}, {coding.via})")


def document(found: DocumentView, names: Names) -> Shown:
    for between, one in zip(found.between, found.units, strict=True):
        said = "; ".join(note.text for note in one.notes)
        yield line(f"{between.strip()} {one.text}".lstrip() + (f"   [{one.id}: {said}]" if said else ""))


def values(found: tuple[ValueCount, ...], _: Names) -> Shown:
    yield rows(table("value", "#units"), ((one.value, one.units) for one in found))


def views(found: tuple[SavedView, ...], names: Names) -> Shown:
    yield rows(table("view", "shows"), ((one.name, _shows(one, names)) for one in found))


def view(one: SavedView, names: Names) -> Shown:
    yield line(f"{one.name}: {_shows(one, names)}")


def _shows(view: SavedView, names: Names) -> str:
    said = {name: value for name, value in view.query.items() if value not in (None, "", False, [], {})}
    if "code" in said:
        said["code"] = names(str(said["code"]))
    return ", ".join(f"{name} {value}" for name, value in said.items()) or "everything"


def suggestions(found: tuple[Suggestion, ...], names: Names) -> Shown:
    content = ((s.text, s.count, ", ".join(map(names, s.codes)), s.why) for s in found)
    yield rows(table("open code", "#written", "in", "why"), content)


def progress(p: Progress, _: Names) -> Shown:
    content = [
        ("units", p.units),
        ("read", p.read),
        ("coded", p.coded),
        ("noted", p.noted),
        ("decided", p.decided),
        ("unsure", p.unsure),
        ("skipped", p.skipped),
        ("left", p.left),
        ("new since the model", p.new),
        ("open codes", p.open_codes),
        ("in no code yet", p.ungrouped),
        ("codes", p.codes),
    ]
    yield pairs(content)


def tray(page: TrayPage, names: Names) -> Shown:
    content = (
        (i.text, i.count, ", ".join(map(names, i.codes)), short(i.examples[0].text) if i.examples else "")
        for i in page.items
    )
    yield rows(table("open code", "#written", "in", "for example"), content)
    yield line(f"{page.total:,} in all." + (f" More: --after '{page.next}'" if page.next else ""))


def codebook(book: Codebook, names: Names) -> Shown:
    columns = ("code", "#open codes", "#units", "#absent", "#imported", "#stale", "parents", "status")
    content = (
        (
            c.code.name,
            c.open_codes,
            c.units,
            c.absent,
            c.imported,
            c.stale,
            ", ".join(map(names, c.code.parents)),
            c.code.status,
        )
        for c in book.codes
    )
    yield rows(table(*columns), content)


def code(card: CodeCard, names: Names) -> Shown:
    yield line(f"{card.code.name}   ({card.code.status}, {card.code.id})")
    entry = [
        ("definition", card.code.definition),
        ("use when", card.code.use_when),
        ("not when", card.code.not_when),
        ("examples", "; ".join(card.code.examples)),
        ("counter-examples", "; ".join(card.code.counter_examples)),
        ("also called", ", ".join(card.code.aliases)),
        ("under", ", ".join(map(names, card.code.parents))),
        ("colour", card.code.colour),
    ]
    for name, text in entry:
        if text:
            yield line(f"  {name}: {text}")
    yield line(
        f"  {card.open_codes:,} open codes, found in {card.units:,} units, absent in {card.absent:,}, "
        f"{card.imported:,} unverified, {card.stale:,} under an older definition."
    )


def codes(cards: tuple[CodeCard, ...], names: Names) -> Shown:
    for card in cards:
        yield from code(card, names)


def code_or_impact(outcome: CodeCard | tuple[CodeCard, ...] | Impact, names: Names) -> Shown:
    """What a change of the codebook made, or (dry run) what it would touch."""
    if isinstance(outcome, Impact):
        yield line("Nothing was changed. The change would touch:")
        for sentence in outcome.sentences:
            yield line(f"  {sentence}")
    elif isinstance(outcome, CodeCard):
        yield from code(outcome, names)
    else:
        yield from codes(outcome, names)


def undone(outcome: "Undone", _: Names) -> Shown:
    yield line(f"{outcome.words} (event {outcome.seq})")


def frequencies(found: "tuple[Frequency, ...]", names: Names) -> Shown:
    content = ((names(f.code), f.human, f.machine, f.imported) for f in found)
    yield rows(table("code", "#people", "#model", "#imported"), content)


def together(found: "tuple[Together, ...]", names: Names) -> Shown:
    yield rows(table("code", "code", "#units"), ((names(t.a), names(t.b), t.units) for t in found))
