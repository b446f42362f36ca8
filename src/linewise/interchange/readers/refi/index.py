"""A first way through a project's XML: everything that its sources refer to, wherever in the file it stands."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from linewise.core.errors import BadInput
from linewise.core.exchange import AttributeValue, CodeEntry
from linewise.interchange import xml
from linewise.interchange.readers.refi import words
from linewise.interchange.readers.refi.members import Files
from linewise.interchange.readers.refi.positions import PLAIN, Evidence, Reading, Stored, prior
from linewise.interchange.readers.refi.selections import (
    Noted,
    Selected,
    containers,
    flow,
    marked,
    note_refs,
    stored_text,
    sync_points,
)

SOURCES = ("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource")
MOST_PIECES = 1_000_000
MOST_NOTED = 256 * 2**20
_MADE = ("creatingUserGUID", "creationDateTime", "modifyingUserGUID", "modifiedDateTime")
KNOWN = frozenset(
    {"User", "Code", "Variable", "Case", "Note", "Link", "Set", "Graph", "Description", "NoteRef", *SOURCES}
)


class _Pieces(frozenset[str]):
    """Every element but those that only hold others: also what the standard does not know is a piece."""

    def __contains__(self, name: object) -> bool:
        return bool(name) and not frozenset.__contains__(self, name)


PIECES = _Pieces(
    ("Project", "Users", "CodeBook", "Codes", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs")
)


@dataclass(slots=True)
class Index:
    """What the sources of a project refer to, by GUIDs in upper case."""

    name: str = ""
    origin: str = ""
    made: dict[str, str] = field(default_factory=dict)
    description: str = ""
    users: dict[str, str] = field(default_factory=dict)
    codes: dict[str, CodeEntry] = field(default_factory=dict)
    code_notes: list[tuple[str, str]] = field(default_factory=list)
    project_notes: list[str] = field(default_factory=list)
    notes: dict[str, Noted] = field(default_factory=dict)
    referred: set[str] = field(default_factory=set)
    attributes: dict[str, dict[str, AttributeValue]] = field(default_factory=lambda: defaultdict(dict))
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)
    cases: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    groups: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    attached: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    text_paths: set[str] = field(default_factory=set)
    synced: dict[str, list[tuple[str, int, int | None]]] = field(default_factory=dict)
    sources: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    reading: Reading = PLAIN
    why: str = ""
    evidence: Evidence = field(default_factory=Evidence)

    def user(self, given: str | None) -> tuple[str, bool]:
        """The name of a user, and whether it is a model."""
        name = self.users.get(words.guid(given), "")
        return (name[len(words.MODEL) :], True) if name.startswith(words.MODEL) else (name, False)

    def note(self, given: str) -> Noted | None:
        """The note of this id."""
        return self.notes.get(given)


def index(files: Files, *, judge: bool = True) -> Index:
    """Go through the XML once; BadInput where it is not well formed, or is no project.

    `judge`: find out from the texts how positions are counted.
    """
    found = Index()
    builder = _Builder(found, files, judge=judge)
    empty = True
    for piece, held in flow(files, PIECES):
        if empty:
            _named(found, _root(piece))
            empty = False
        builder.take(piece, held)
    if empty:
        with files.xml() as stream:
            _named(found, xml.parse(stream, file=files.path.name, part=files.part))
    builder.finish()
    return found


class _Builder:
    """Fills an index from the pieces of a project, in whatever order they stand."""

    def __init__(self, found: Index, files: Files, *, judge: bool) -> None:
        self._index, self._files, self._judge = found, files, judge
        self._variables: dict[str, tuple[str, str]] = {}
        self._cases: list[tuple[str, dict[str, tuple[str, str]], list[str]]] = []
        self._own: dict[str, dict[str, tuple[str, str]]] = {}
        self._links: list[tuple[str, str]] = []
        self._pieces = self._noted = 0
        self._code_names: dict[str, None] = {}

    def take(self, piece: xml.Element, held: list[Selected]) -> None:
        kind = xml.local(piece)
        self._pieces += 1
        if self._pieces > MOST_PIECES or self._noted > MOST_NOTED:
            reason = f"it holds more than {MOST_PIECES:,} things, or notes of more than {MOST_NOTED >> 20} MB."
            raise BadInput(reason, remedy="Export parts of the project.", file=self._files.path.name)
        above = piece.getparent()
        if kind in SOURCES:
            self._source(piece, held)
        elif kind in ("Description", "NoteRef"):
            if above is not None and xml.local(above) == "Project":
                if kind == "Description":
                    self._index.description = xml.text_of(piece)
                else:
                    self._index.project_notes.append(words.guid(xml.value(piece, "targetGUID")))
        elif kind == "Note":
            self._note(piece, held)
        elif kind not in KNOWN:
            self._index.kept["elements that the standard does not know"] += 1
        else:
            getattr(self, f"_{kind.lower()}")(piece)

    def finish(self) -> None:
        found = self._index
        self._typed()
        for one, other in self._links:
            note, target = (one, other) if one in found.notes else (other, one)
            # A link between a note and a passage is how some programs say what an annotation is about.
            if note in found.notes and target and target not in found.notes:
                found.attached[target].append(note)
                found.referred.add(note)
            else:
                found.kept["links"] += 1
        found.referred.update(note for _, note in found.code_notes)
        found.referred.update(found.project_notes)
        found.reading, found.why = found.evidence.verdict(prior(found.origin))

    def _typed(self) -> None:
        """Give variables names of their own and sources their values; a source's own word goes before its case's."""
        found = self._index
        taken: dict[str, None] = {words.GROUPS: None, words.CASE: None}
        for variable, (name, kind) in self._variables.items():
            column = words.unique(name, taken)
            taken[column] = None
            found.columns[variable] = column, kind
            self._variables[variable] = (column, kind)
        for name, values, members in self._cases:
            for member in members:
                self._give(member, values)
                if name and name not in found.cases[member]:
                    found.cases[member].append(name)
        for source, values in self._own.items():
            self._give(source, values)

    def _give(self, source: str, values: dict[str, tuple[str, str]]) -> None:
        for variable, (kind, text) in values.items():
            column, declared = self._variables.get(variable, ("", ""))
            if not column:
                self._index.kept["values of variables that are not declared"] += 1
                continue
            self._index.attributes[source][column] = words.typed(kind if kind != "Text" else declared, text)

    def _user(self, piece: xml.Element) -> None:
        name = (xml.value(piece, "name") or xml.value(piece, "id") or "").strip()
        own = words.guid(xml.value(piece, "guid"))
        self._index.users.setdefault(own, name or f"user {len(self._index.users) + 1}")

    def _code(self, piece: xml.Element) -> None:
        for code, notes in codes_of(piece, "", self._index.codes):
            self._index.codes[code.id] = code
            self._index.code_notes += [(code.id, note) for note in notes]

    def _variable(self, piece: xml.Element) -> None:
        name = " ".join((xml.value(piece, "name") or "").split()) or "variable"
        own = words.guid(xml.value(piece, "guid"))
        self._variables.setdefault(own, (name, xml.value(piece, "typeOfVariable") or "Text"))

    def _case(self, piece: xml.Element) -> None:
        name = " ".join((xml.value(piece, "name") or "").split())
        members = [words.guid(xml.value(one, "targetGUID")) for one in xml.children(piece, "SourceRef")]
        self._cases.append((name, values_of(piece), members))
        kept = self._index.kept
        kept["cases without a text"] += not members
        kept["passages that belong to a case"] += sum(1 for _ in xml.children(piece, "SelectionRef"))
        kept["codes that belong to a case"] += sum(1 for _ in xml.children(piece, "CodeRef"))
        kept["descriptions of cases"] += bool(xml.text_of(xml.child(piece, "Description")).strip())

    def _note(self, piece: xml.Element, held: list[Selected]) -> None:
        own = words.guid(xml.value(piece, "guid"))
        content = stored_text(piece, self._files)
        about = xml.text_of(xml.child(piece, "Description")).strip()
        text = "\n\n".join(one for one in (about, content.text.strip() if content else "") if one)
        self._noted += len(text)
        coder = words.guid(xml.value(piece, "creatingUser"))
        name = " ".join((xml.value(piece, "name") or "").split())
        self._index.notes.setdefault(own, Noted(own, name, text, coder, xml.value(piece, "creationDateTime") or ""))
        inner = sum(1 for one in piece.iter() if xml.local(one) == "Coding") + sum(len(one.codings) for one in held)
        self._index.kept["codings of notes"] += inner

    def _link(self, piece: xml.Element) -> None:
        ends = (words.guid(xml.value(piece, name)) for name in ("originGUID", "targetGUID"))
        self._links.append((next(ends), next(ends)))

    def _set(self, piece: xml.Element) -> None:
        name = " ".join((xml.value(piece, "name") or "").split()) or "group"
        members = [words.guid(xml.value(one, "targetGUID")) for one in xml.children(piece, "MemberSource")]
        for member in members:
            if name not in self._index.groups[member]:
                self._index.groups[member].append(name)
        if not members:
            self._index.kept["groups of codes or notes"] += 1

    def _graph(self, piece: xml.Element) -> None:
        self._index.kept["networks (drawings of how things relate)"] += 1

    def _source(self, piece: xml.Element, held: list[Selected]) -> None:
        found = self._index
        found.sources += 1
        own = words.guid(xml.value(piece, "guid"))
        values = values_of(piece)
        if values:
            self._own.setdefault(own, {}).update(values)
        found.referred.update(note_refs(piece, deep=True))
        for one in held:
            found.referred.update(one.notes, *(coding.notes for coding in one.codings))
        for container in containers(piece):
            path = (xml.value(container, "plainTextPath") or "").casefold()
            if path and xml.local(piece) == "TextSource":
                found.text_paths.add(path)
            elif path and xml.local(container) == "Transcript":
                found.synced.setdefault(path, sync_points(container))
            selections = marked(held) if self._judge else []
            if selections:
                stored: Stored | None = stored_text(container, self._files)
                if stored is not None:
                    found.evidence.add(stored, selections)


def values_of(piece: xml.Element) -> dict[str, tuple[str, str]]:
    """The values that a source or case has: variable to type and text."""
    values: dict[str, tuple[str, str]] = {}
    for one in xml.children(piece, "VariableValue"):
        reference = xml.child(one, "VariableRef")
        value = next((child for child in xml.children(one) if xml.local(child).endswith("Value")), None)
        if reference is not None and value is not None:
            kind = xml.local(value).removesuffix("Value")
            values[words.guid(xml.value(reference, "targetGUID"))] = (kind, xml.text_of(value))
    return values


def codes_of(
    piece: xml.Element, parent: str, known: dict[str, CodeEntry]
) -> Iterator[tuple[CodeEntry, tuple[str, ...]]]:
    """A code and those below it, parents first, each with the notes about it; ids that come again get one of ours."""
    waiting = [(piece, parent)]
    met: set[str] = set()
    while waiting:
        element, above = waiting.pop()
        name = " ".join((xml.value(element, "name") or "").split())
        own = words.guid(xml.value(element, "guid")) or words.derived("code", above, name)
        while own in known or own in met:
            own = words.derived("code", own, above, name)
        met.add(own)
        entry = CodeEntry(
            id=own,
            name=name or "unnamed",
            parents=(above,) if above else (),
            colour=words.colour(xml.value(element, "color")),
            codable=words.truth(xml.value(element, "isCodable"), default=True),
        )
        text = xml.text_of(xml.child(element, "Description")).strip()
        yield words.undescribed(entry, text), tuple(note_refs(element))
        waiting += [(child, own) for child in reversed([*xml.children(element, "Code")])]


def _named(found: Index, root: xml.Element) -> None:
    found.name = (xml.value(root, "name") or "").strip()
    found.origin = (xml.value(root, "origin") or "").strip()
    found.made = {key: value for key in _MADE if (value := xml.value(root, key))}


def _root(piece: xml.Element) -> xml.Element:
    root = piece
    while (above := root.getparent()) is not None:
        root = above
    return root
