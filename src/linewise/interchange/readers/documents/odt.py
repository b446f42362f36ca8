"""OpenDocument texts (ISO/IEC 26300), as LibreOffice writes them."""

from pathlib import Path

from linewise.core.errors import BadInput
from linewise.core.exchange import MemoEntry
from linewise.interchange import xml
from linewise.interchange.readers.documents.building import Builder, Found, Marked
from linewise.interchange.readers.documents.office import part, properties, required
from linewise.interchange.tree import tree

_SKIPPED = {
    "tracked-changes", "sequence-decls", "forms", "variable-decls", "user-field-decls", "ruby-text", "list-header",
    "table-of-content-source", "desc", "event-listeners", "note-citation", "annotation-end", "dde-connection-decls",
}  # fmt: skip


def read(path: Path) -> Found:
    """A document with headings, lists, table rows, footnotes, text boxes, annotations and pages as last laid out.

    It may also be flat: one XML file (`.fodt`).
    """
    with path.open("rb") as stream:
        flat = stream.read(2) != b"PK"
        stream.seek(0)
        if flat:
            root = xml.parse(stream, file=path.name)
            return _found(path, root, xml.child(root, "meta"))
    with tree(path) as inside:
        manifest = part(inside, "META-INF/manifest.xml")
        if manifest is not None and any(xml.local(one) == "encryption-data" for one in manifest.iter()):
            raise BadInput("it has a password.", remedy="Save a copy without one.", file=path.name)
        return _found(path, required(inside, "content.xml"), part(inside, "meta.xml"))


def _found(path: Path, root: xml.Element, about: xml.Element | None) -> Found:
    document = _Document(path.name, _deletions(root))
    body = next((one for one in root.iter() if xml.local(one) == "text" and one.tag.endswith("office:1.0}text")), None)
    if body is not None:
        if any(xml.local(one) == "soft-page-break" for one in body.iter()):
            document.builder.running("page", 1)
        document.blocks(body, "")
    document.end()
    return document.builder.finish(path.stem, properties(about))


def _deletions(root: xml.Element) -> frozenset[str]:
    """Changes that take something out, by their ids."""
    regions = (
        one for one in root.iter() if xml.local(one) == "changed-region" and xml.child(one, "deletion") is not None
    )
    return frozenset(xml.value(one, "id") or "" for one in regions)


class _Document:
    def __init__(self, file: str, deletions: frozenset[str]) -> None:
        self.builder = Builder(file)
        self._deletions = deletions
        self._deleted: set[str] = set()
        self._boxes: list[xml.Element] = []
        self._footnotes: list[xml.Element] = []
        self._annotations: dict[str, MemoEntry] = {}

    def blocks(self, parent: xml.Element, part: str) -> None:
        for child in xml.children(parent):
            name = xml.local(child)
            if name in ("p", "h"):
                text = Marked()
                self._inline(child, text)
                level = _level(child) if name == "h" else None
                self.builder.block(text, part=part if level is None else "", level=level)
                self._flush()
            elif name == "table":
                self._table(child)
            elif name == "list":
                self.blocks(child, "list")
            elif name == "soft-page-break":
                mark = Marked()
                mark.mark("page")
                self.builder.block(mark)
            elif name in ("frame", "image"):
                self._inline(parent=_Only(child), text=Marked())  # type: ignore[arg-type]
                self._flush()
            elif name not in _SKIPPED:
                self.blocks(child, part)

    def end(self) -> None:
        self.builder.running("heading", None)
        self.builder.running("page", None)
        number = 0
        while number < len(self._footnotes):
            text = Marked()
            text.add(f"[{number + 1}] ")
            self._lines(self._footnotes[number], text)
            self.builder.block(text, part="footnote")
            number += 1
        for name, memo in self._annotations.items():
            start, end = self.builder.notes.get(name, (None, None))
            self.builder.memos.append(
                MemoEntry(
                    text=memo.text,
                    subject="passage" if start is not None else "document",
                    start=start,
                    end=end,
                    coder=memo.coder,
                    at=memo.at,
                )
            )

    def _flush(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box, "text box")

    def _table(self, table: xml.Element) -> None:
        for child in xml.children(table):
            name = xml.local(child)
            if name == "table-row":
                text = Marked()
                for number, cell in enumerate(xml.children(child, "table-cell", "covered-table-cell")):
                    text.add("\t" if number else "")
                    self._lines(cell, text)
                self.builder.block(text, part="table")
                self._flush()
            elif name not in _SKIPPED:
                self._table(child)

    def _lines(self, parent: xml.Element, text: Marked) -> None:
        """Paragraphs, however they are nested, line by line."""
        first = text.length
        for child in xml.children(parent):
            if xml.local(child) in _SKIPPED:
                continue
            if text.length > first and text.parts[-1] != "\n":
                text.add("\n")
            if xml.local(child) in ("p", "h"):
                self._inline(child, text)
            else:
                self._lines(child, text)

    def _inline(self, parent: xml.Element, text: Marked) -> None:
        self._add(parent.text, text)
        for child in parent:
            name = xml.local(child)
            if self._deleted and name != "change-end":
                # Most programs take what was deleted out of the text; some leave it between two marks.
                pass
            elif name == "s":
                text.add(" " * _count(child))
            elif name == "tab":
                text.add("\t")
            elif name == "line-break":
                text.add("\n")
            elif name == "soft-page-break":
                text.mark("page")
            elif name == "note":
                body = xml.child(child, "note-body")
                if body is not None:
                    self._footnotes.append(body)
                    text.add(f"[{len(self._footnotes)}]")
            elif name == "annotation":
                self._annotation(child, text)
            elif name == "annotation-end":
                text.mark("noted", xml.value(child, "name") or "")
            elif name == "change-start" and xml.value(child, "change-id") in self._deletions:
                self._deleted.add(xml.value(child, "change-id") or "")
            elif name == "change-end":
                self._deleted.discard(xml.value(child, "change-id") or "")
            elif name == "text-box":
                self._boxes.append(child)
            elif name in ("image", "object", "object-ole"):
                self.builder.lose("pictures", "only text is imported")
            elif name and name not in _SKIPPED:
                self._inline(child, text)
            self._add(child.tail, text)

    def _add(self, given: str | None, text: Marked) -> None:
        if not self._deleted:
            text.add(_collapsed(given, text))

    def _annotation(self, annotation: xml.Element, text: Marked) -> None:
        words = "\n".join(xml.text_of(one) for one in xml.children(annotation, "p", "list")).strip()
        name = xml.value(annotation, "name")
        key = name or f"\0{len(self._annotations)}"
        if words:
            self._annotations[key] = MemoEntry(
                text=words,
                coder=xml.text_of(xml.child(annotation, "creator")).strip(),
                at=xml.text_of(xml.child(annotation, "date")).strip(),
            )
            text.mark("note", key)
            if not name:
                text.mark("noted", key)


class _Only(list["xml.Element"]):
    """One element as if it were the only child of another."""

    text = None

    def __init__(self, child: xml.Element) -> None:
        super().__init__([child])


def _collapsed(given: str | None, before: Marked) -> str:
    """White space as OpenDocument counts it: runs are one space, and none follows another."""
    if not given:
        return ""
    words = " ".join(given.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" "))
    while "  " in words:
        words = words.replace("  ", " ")
    if words.startswith(" ") and (not before.parts or before.parts[-1].endswith((" ", "\n"))):
        return words[1:]
    return words


def _count(element: xml.Element) -> int:
    given = xml.value(element, "c") or "1"
    return min(int(given), 1000) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def _level(heading: xml.Element) -> int:
    given = xml.value(heading, "outline-level") or "1"
    return min(int(given), 10) if given.isascii() and given.isdigit() and len(given) < 4 else 1
