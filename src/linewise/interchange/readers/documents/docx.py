"""Word documents: WordprocessingML, ISO/IEC 29500-1, also its strict form.

Insertions count, deletions do not. Automatic numbers of headings and lists are no part of the text.
"""

from pathlib import Path

from linewise.core.exchange import MemoEntry
from linewise.interchange import xml
from linewise.interchange.readers.documents.building import Builder, Found, Marked
from linewise.interchange.readers.documents.docx_styles import Styles
from linewise.interchange.readers.documents.office import part, properties, required
from linewise.interchange.tree import Tree, tree

_SKIPPED = {"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "rt", "Fallback", "sdtPr", "proofErr", "tblPr"}
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


def read(path: Path) -> Found:
    """A document with headings, lists, table rows, footnotes, text boxes, comments, and pages as last laid out."""
    with tree(path) as inside:
        return _Document(inside).found()


class _Document:
    def __init__(self, inside: Tree) -> None:
        self._inside = inside
        self._main = _main_part(inside)
        self._styles = Styles(self._beside("styles.xml"))
        self._builder = Builder(inside.path.name)
        self._boxes: list[xml.Element] = []
        self._footnotes: list[tuple[str, str]] = []
        self._cell_depth = 0

    def found(self) -> Found:
        body = xml.child(required(self._inside, self._main), "body")
        if body is not None:
            if any(xml.local(one) == "lastRenderedPageBreak" for one in body.iter()):
                self._builder.running("page", 1)
            self._blocks(body)
        self._builder.running("heading", None)
        self._builder.running("page", None)
        self._notes()
        self._comments()
        self._margins()
        name = Path(self._inside.path.name).stem
        return self._builder.finish(name, properties(part(self._inside, "docProps/core.xml")))

    def _beside(self, name: str) -> xml.Element | None:
        return part(self._inside, f"{self._main.rpartition('/')[0]}/{name}")

    def _blocks(self, parent: xml.Element, part: str = "") -> None:
        for child in xml.children(parent):
            name = xml.local(child)
            if name == "p":
                self._paragraph(child, part)
            elif name == "tbl":
                self._table(child)
            elif name not in _SKIPPED:
                self._blocks(child, part)

    def _paragraph(self, paragraph: xml.Element, part: str) -> None:
        style = self._styles.of(paragraph)
        text = Marked()
        self._inline(paragraph, text)
        self._builder.block(text, part=part or style.part, level=style.level if not part else None)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box, "text box")

    def _table(self, table: xml.Element) -> None:
        for row in _rows(table):
            text = Marked()
            for number, cell in enumerate(one for one in row if xml.local(one) in ("tc", "sdt")):
                text.add("\t" if number else "")
                self._cell(cell, text)
            self._builder.block(text, part="table")
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                self._blocks(box, "text box")

    def _cell(self, cell: xml.Element, text: Marked) -> None:
        """Paragraphs of a cell, and what stands in tables inside of it, line by line."""
        first = text.length
        for child in xml.children(cell):
            name = xml.local(child)
            if name in _SKIPPED or name == "tcPr":
                continue
            if name == "p":
                if text.length > first and not text.parts[-1].endswith("\n"):
                    text.add("\n")
                self._inline(child, text)
            else:
                if name == "tr" and text.length > first:
                    text.add("\n")
                self._cell(child, text)

    def _inline(self, parent: xml.Element, text: Marked) -> None:
        for child in xml.children(parent):
            name = xml.local(child)
            if name == "t":
                text.add(child.text or "")
            elif name in _SIGNS:
                text.add(_SIGNS[name])
            elif name == "br":
                text.add("\n")
            elif name == "sym":
                text.add(_symbol(xml.value(child, "char")))
            elif name == "lastRenderedPageBreak":
                text.mark("page")
            elif name in ("footnoteReference", "endnoteReference"):
                self._footnotes.append((name[:-9], xml.value(child, "id") or ""))
                text.add(f"[{len(self._footnotes)}]")
            elif name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
                text.mark("note" if name.endswith("Start") else "noted", xml.value(child, "id") or "")
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name in ("blip", "imagedata"):
                self._builder.lose("pictures", "only text is imported")
            elif name not in _SKIPPED:
                self._inline(child, text)

    def _notes(self) -> None:
        bodies: dict[tuple[str, str], xml.Element] = {}
        for kind in ("footnote", "endnote"):
            root = self._beside(f"{kind}s.xml")
            if root is not None:
                bodies.update({(kind, xml.value(one, "id") or ""): one for one in xml.children(root, kind)})
        # A note may refer to another, which then stands after it.
        number = 0
        while number < len(self._footnotes) and number < len(bodies):
            body = bodies.get(self._footnotes[number])
            number += 1
            if body is not None:
                text = Marked()
                text.add(f"[{number}] ")
                self._cell(body, text)
                self._builder.block(text, part="footnote")

    def _comments(self) -> None:
        root = self._beside("comments.xml")
        for comment in xml.children(root, "comment") if root is not None else ():
            text = Marked()
            self._cell(comment, text)
            start, end = self._builder.notes.get(xml.value(comment, "id") or "", (None, None))
            if text.text.strip():
                self._builder.memos.append(
                    MemoEntry(
                        text=text.text.strip(),
                        subject="document" if start is None else "passage",
                        start=start,
                        end=end,
                        coder=xml.value(comment, "author") or xml.value(comment, "initials") or "",
                        at=xml.value(comment, "date") or "",
                    )
                )

    def _margins(self) -> None:
        folder = self._main.rpartition("/")[0]
        for member in self._inside:
            plain = member.name.rpartition("/")[2]
            if member.name.startswith(folder) and plain.startswith(("header", "footer")) and member.suffix == ".xml":
                root = part(self._inside, member.name)
                if xml.text_of(root).strip():
                    self._builder.lose("headers and footers", "they repeat on every page and are no part of the text")


def _main_part(inside: Tree) -> str:
    root = part(inside, "_rels/.rels")
    for one in xml.children(root, "Relationship") if root is not None else ():
        if (one.get("Type") or "").endswith("/officeDocument"):
            target = (one.get("Target") or "").lstrip("/")
            if inside.find(target) is not None:
                return target
    return "word/document.xml"


def _rows(table: xml.Element) -> list[xml.Element]:
    rows: list[xml.Element] = []
    for child in xml.children(table):
        name = xml.local(child)
        if name == "tr":
            rows.append(child)
        elif name not in _SKIPPED and name != "tblGrid":
            rows += _rows(child)
    return rows


def _symbol(code: str | None) -> str:
    try:
        sign = chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    # Symbol fonts keep their signs in the private area; which they are depends on the font.
    return {"\uf0b7": "•", "\uf0e0": "→", "\uf0a7": "▪", "\uf04a": "☺"}.get(sign, sign)
