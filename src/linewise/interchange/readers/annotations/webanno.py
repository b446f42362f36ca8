"""INCEpTION and WebAnno: one CAS (XMI, JSON) or TSV file, a folder or zip of them, or a whole exported project.

In a project each coder has a file for each text (annotation/TEXT/CODER.…, often a zip of an XMI file and its type
system); so have curators. Sentences are how the program cut the texts.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from linewise.core.errors import BadInput
from linewise.core.exchange import DocumentEntry, MemoEntry, Statement
from linewise.importing.record import RawRow
from linewise.interchange.jsontext import parse_bytes
from linewise.interchange.readers.annotations.cas import Cas, Types, read_json, read_types, read_xmi
from linewise.interchange.readers.annotations.layers import METADATA, SENTENCE, Layers
from linewise.interchange.readers.annotations.tag_sets import tags_of
from linewise.interchange.readers.annotations.webanno_tsv import MAGIC, read_tsv
from linewise.interchange.sniffing import Sniff
from linewise.interchange.sqlite import unpacked
from linewise.interchange.standoff import Losses
from linewise.interchange.table import LONGEST, Contents, ReadOptions, Table, row_of, too_long
from linewise.interchange.tree import Member, Tree, tree

_FOLDERS = ("annotation", "curation")
_PROJECT = "exportedproject.json"
_NOBODY = frozenset(("INITIAL_CAS", "initial_cas", ""))
_SEEN = 1 << 16


class _File(NamedTuple):
    member: Member
    document: str
    coder: str
    by_layout: bool


def is_webanno(sniff: Sniff) -> bool:
    """Whether this is such a file, or a folder or archive of them."""
    if sniff.members:
        files = [one for one in sniff.members if _file(one) is not None]
        if sniff.has(_PROJECT):
            return True
        return any(one.suffix != ".zip" for one in files) and _first_is(sniff)
    if sniff.text is None:
        head = sniff.head[:_SEEN]
        return b"http:///uima/cas.ecore" in head and b"XMI" in head
    return _is_text(sniff.text)


def _is_text(text: str) -> bool:
    start = text[:_SEEN].lstrip("\ufeff \r\n\t")
    if start.startswith(MAGIC):
        return True
    if start.startswith("<"):
        return "http:///uima/cas.ecore" in start and "XMI" in start
    return start.startswith("{") and ('"%TYPES"' in start or '"%FEATURE_STRUCTURES"' in start) and "uima" in text


def _first_is(sniff: Sniff) -> bool:
    try:
        with tree(sniff.path) as inside:
            first = next((one for one in inside if _file(one) and one.suffix != ".zip"), None)
            if first is None:
                return False
            with inside.open(first) as source:
                return _is_text(source.read(_SEEN).decode("utf-8", "replace"))
    except BadInput:
        return False


class WebAnnoReader:
    """One row a text, with what everybody said of it."""

    @contextmanager
    def open(self, path: Path, _options: ReadOptions) -> Iterator[Table]:
        packed = path.is_dir()
        if not packed:
            with path.open("rb") as file:
                packed = file.read(2) == b"PK"
        if packed:
            with tree(path) as inside:
                yield _Collection(inside).table()
            return
        data = _bytes(path)
        losses, layers = Losses(), Layers()
        cas = _cas(data, {}, path.name, None)
        layers.meet(cas.structures)
        entry = _entry(path.stem, False, [("", cas)], layers, losses)
        contents = Contents(program="INCEpTION", codes=layers.codes(), losses=losses)
        yield Table(None, iter([row_of(entry, 1)]), lambda: len(data), 1, contents)


class _Collection:
    def __init__(self, inside: Tree) -> None:
        self._inside = inside
        self._losses, self._layers = Losses(), Layers()
        self._done = 0
        self._types: dict[str, Types] = {}
        self._texts: dict[str, list[_File]] = defaultdict(list)
        files = [found for member in inside if (found := _file(member)) is not None]
        # Beside the annotations a project has its sources, and archives for its own use.
        chosen = [one for one in files if one.by_layout] or [one for one in files if one.member.suffix != ".zip"]
        for one in chosen:
            self._texts[one.document].append(one)
        if not chosen:
            raise inside.bad(
                "there are no annotations in it that can be read",
                "Export the project with a format: UIMA CAS XMI, UIMA CAS JSON or WebAnno TSV 3.3",
            )

    def table(self) -> Table:
        """All words are collected first, since the codebook goes before the texts."""
        for member in self._inside:
            name = member.name.rpartition("/")[2].lower()
            if name == _PROJECT or (name.startswith("tagset") and name.endswith(".json")):
                given = parse_bytes(self._inside.read(member, most=4 * LONGEST), self._inside.path.name)
                for layer, feature, word, definition in tags_of(given):
                    self._layers.known(layer, feature, word, definition)
        for files in self._texts.values():
            for one in files:
                try:
                    self._layers.meet(self._read(one).structures)
                except BadInput:
                    # It is told as a bad row when its turn comes.
                    continue
        contents = Contents(program="INCEpTION", codes=self._layers.codes(), losses=self._losses)
        return Table(None, self._rows(), lambda: self._done, len(self._texts), contents)

    def _rows(self) -> Iterator[RawRow]:
        for number, (document, files) in enumerate(self._texts.items(), 1):
            self._done += sum(one.member.size for one in files)
            try:
                read = [(one.coder, self._read(one)) for one in files]
            except BadInput as error:
                yield RawRow(number, {}, f"{document[:120]}: {error.message.rstrip('.')}")
                continue
            entry = _entry(document, files[0].by_layout, read, self._layers, self._losses)
            if entry.text.strip():
                yield row_of(entry, number)
            else:
                self._losses.add("texts that are empty", "there is nothing in them to code")

    def _read(self, one: _File) -> Cas:
        file = self._inside.path.name
        if one.member.suffix != ".zip":
            types = self._types_beside(self._inside, one.member)
            return _cas(self._inside.read(one.member, most=4 * LONGEST), types, file, one.member.name)
        with ExitStack() as stack:
            path = stack.enter_context(unpacked(self._inside, one.member))
            inner = stack.enter_context(tree(path))
            member = next((found for found in inner if found.suffix in (".xmi", ".tsv", ".json")), None)
            if member is None:
                raise self._inside.bad(f"{one.member.name!r:.120} holds no annotations", "Export the project again.")
            types = self._types_beside(inner, member)
            return _cas(inner.read(member, most=4 * LONGEST), types, file, one.member.name)

    def _types_beside(self, inside: Tree, member: Member) -> Types:
        """The type system in the same folder, or at the top."""
        if member.suffix != ".xmi":
            return {}
        folder = member.name.rpartition("/")[0]
        for name in (f"{folder}/TypeSystem.xml", "TypeSystem.xml"):
            found = inside.find(name.lstrip("/"))
            if found is not None:
                key = found.name if inside is self._inside else ""
                if not key or key not in self._types:
                    with inside.open(found) as source:
                        self._types[key] = read_types(source, self._inside.path.name, found.name)
                return self._types[key]
        return {}


def _file(member: Member) -> _File | None:
    """What a member is by its name: a file of annotations, whose text and whose coder."""
    parts = member.name.split("/")
    if any(part.startswith((".", "__MACOSX")) for part in parts) or len(parts) > 8:
        return None
    stem = parts[-1].rpartition(".")[0]
    place = next((at for at in (0, 1) if len(parts) == at + 3 and parts[at] in _FOLDERS), None)
    if place is not None and member.suffix in (".xmi", ".tsv", ".json", ".zip"):
        coder = unquote(stem)
        return _File(member, unquote(parts[place + 1]), "" if coder in _NOBODY else coder, True)
    if member.suffix in (".xmi", ".tsv", ".json") and not parts[-1].lower().startswith(("tagset", "exportedproject")):
        return _File(member, member.name[: -len(member.suffix)], "", False)
    return None


def _cas(data: bytes, types: Types, file: str, part: str | None) -> Cas:
    """A CAS from bytes of any of the three kinds."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"<"):
        import io

        return read_xmi(io.BytesIO(data), types, file, part)
    if start.startswith(b"{"):
        return read_json(parse_bytes(data, file), file, part)
    try:
        return read_tsv(data.decode("utf-8-sig"), file, part)
    except UnicodeDecodeError:
        raise BadInput("it is not UTF-8.", remedy="Export it again.", file=file, part=part) from None


def _entry(name: str, by_layout: bool, read: list[tuple[str, Cas]], layers: Layers, losses: Losses) -> DocumentEntry:
    text = read[0][1].text
    if len(text) > LONGEST:
        raise too_long(name[:120], 1)
    own = f"cas:{name}"
    statements: list[Statement] = []
    memos: list[MemoEntry] = []
    units: list[tuple[int, int]] = []
    title = ""
    for coder, cas in read:
        losses.add("annotations of other views", "only the first text of a file is read", cas.elsewhere)
        if cas.text != text:
            reason = "their coder's copy of the text differs from the first coder's"
            losses.add("annotations of a changed text", reason, len(cas.structures))
            continue
        found = layers.read(cas.structures, len(text), of=own, coder=coder, losses=losses)
        statements += found.statements
        memos += found.memos
        if not units:
            units = [
                (one.begin, one.end)
                for one in cas.structures
                if one.type == SENTENCE and one.begin is not None and one.end is not None and one.begin < one.end
            ]
        title = title or next((one.text("documentTitle") for one in cas.structures if one.type == METADATA), "")
    return DocumentEntry(
        id=own,
        name=name if by_layout or not title else title,
        text=text.replace("\0", "\ufffd"),
        statements=tuple(statements),
        memos=tuple(memos),
        units=tuple(_apart(units)) or None,
    )


def _apart(units: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences in order, without those that begin within another."""
    last = 0
    for start, end in sorted(units):
        if start >= last:
            yield start, end
            last = end


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(8 * LONGEST + 1)
    if len(data) > 8 * LONGEST:
        raise BadInput(f"it is larger than {8 * LONGEST >> 20} MB.", remedy="Export it in parts.", file=path.name)
    return data
