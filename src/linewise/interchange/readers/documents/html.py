"""Web pages as they read: what a browser would not show is left out, and nothing in them is ever run or fetched."""

import codecs
import re
from pathlib import Path
from typing import Any

from linewise.core.errors import BadInput
from linewise.interchange.encoding import detect_encoding
from linewise.interchange.readers.documents.building import Builder, Found
from linewise.interchange.xml import DEEPEST

_HEAD = 1 << 20
_MOST_BYTES = 64 * 2**20
_DROPPED = {
    "script": "scripts", "style": "", "template": "", "noscript": "", "head": "", "title": "", "meta": "", "link": "",
    "iframe": "embedded pages", "object": "embedded objects", "embed": "embedded objects", "applet": "embedded objects",
    "canvas": "", "svg": "pictures", "img": "pictures", "picture": "pictures", "video": "sound and film",
    "audio": "sound and film", "select": "", "datalist": "", "input": "", "button": "", "rp": "", "rt": "", "map": "",
}  # fmt: skip
_BLOCKS = frozenset(
    [
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "caption", "td", "th",
]
)  # fmt: skip
_PARTS = {"li": "list", "dt": "list", "dd": "list", "figcaption": "caption", "caption": "caption", "pre": "code"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_META = {
    "author": "author", "description": "description", "keywords": "keywords", "date": "created",
    "dcterms.created": "created", "article:published_time": "created", "og:site_name": "site",
    "dc.creator": "author", "dc.date": "created",
}  # fmt: skip


def read(path: Path) -> Found:
    """A page with headings, paragraphs, lists and table rows; title and meta become attributes."""
    if path.stat().st_size > _MOST_BYTES:
        raise BadInput(f"it is larger than {_MOST_BYTES >> 20} MB.", remedy="Split it.", file=path.name)
    builder = Builder(path.name)
    root = tree_of(decoded(path), path.name)
    attributes = about(root)
    fill(builder, root)
    return builder.finish(path.stem, attributes)


def decoded(path: Path) -> str:
    """The characters of a page, by its byte order mark, else as it says itself, else by what its bytes look like."""
    data = path.read_bytes()
    return decode(data) or data.decode(detect_encoding(path, data[:_HEAD])[0], "replace")


def decode(data: bytes) -> str | None:
    """The same for bytes alone; None when they do not say."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    said = _CHARSET.search(data[:4096]) or _DECLARED.match(data[:256])
    for encoding in ([said[1].decode("ascii")] if said else []) + ["utf-8"]:
        # Browsers read what calls itself Latin-1 as its superset.
        known = "cp1252" if encoding.lower() in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else encoding
        try:
            return data.decode(known)
        except (UnicodeError, LookupError, ValueError):
            continue
    return None


def tree_of(text: str, file: str) -> Any:
    """The root of a page, however ill-formed it is; BadInput when there is nothing in it."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace").replace(b"\0", b""), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise BadInput(
            f"not HTML that can be read: {str(error)[:120]}.", remedy="Save it again, or as text.", file=file
        ) from None
    return root


def about(root: Any) -> dict[str, str]:
    """Title, author and the like."""
    found: dict[str, str] = {}
    if root.get("lang"):
        found["language"] = str(root.get("lang"))[:40]
    for element in root.iter("title", "meta"):
        if element.tag == "title":
            found.setdefault("title", " ".join(element.text_content().split())[:1000])
            continue
        name = _META.get((element.get("name") or element.get("property") or "").lower())
        if name and element.get("content"):
            found.setdefault(name, " ".join(element.get("content").split())[:1000])
    return found


def fill(builder: Builder, root: Any) -> bool:
    """Add what a page shows; whether there were headings in it."""
    return _Page(builder).fill(root)


class _Page:
    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._text: list[str] = []
        self._parts: list[str] = []
        self._headings = False

    def fill(self, root: Any) -> bool:
        self._inside(root, 0, keep=False)
        self._flush()
        return self._headings

    def _inside(self, element: Any, deep: int, *, keep: bool) -> None:
        self._add(element.text, keep)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, deep + 1, keep)
            self._add(child.tail, keep)

    def _element(self, element: Any, deep: int, keep: bool) -> None:
        name = element.tag.rpartition("}")[2].lower()
        if name in _DROPPED or _hidden(element):
            self._builder.lose(_DROPPED.get(name, "") or "hidden parts", "only text that is shown is imported") if (
                _DROPPED.get(name, "hidden")
            ) else None
            return
        if deep > DEEPEST:
            raise BadInput(
                f"its elements are nested more than {DEEPEST} deep.", remedy="Save it as text.", file=self._builder.file
            )
        if name == "br":
            self._text.append("\n")
        elif name in ("textarea", "q") or name not in _BLOCKS:
            self._inside(element, deep, keep=keep)
        elif name == "tr" and element.find(".//table") is None:
            self._row(element, deep)
        else:
            self._flush()
            level = int(name[1]) if len(name) == 2 and name[0] == "h" and name[1] in "123456" else None
            part = _PARTS.get(name, "")
            self._parts.append(part)
            self._inside(element, deep, keep=keep or name == "pre")
            if level is None:
                self._flush()
            else:
                self._headings = True
                self._builder.block(self._taken(), level=level)
            self._parts.pop()

    def _row(self, row: Any, deep: int) -> None:
        self._flush()
        cells: list[str] = []
        for cell in row:
            if isinstance(cell.tag, str) and cell.tag in ("td", "th") and not _hidden(cell):
                inner = _Cell(self._builder)
                inner.fill_cell(cell, deep)
                cells.append(inner.text)
        self._builder.block("\t".join(cells), part="table")

    def _add(self, text: str | None, keep: bool) -> None:
        if not text:
            return
        if keep:
            self._text.append(text)
            return
        plain = _SPACE.sub(" ", text)
        if plain.startswith(" ") and (not self._text or self._text[-1].endswith((" ", "\n"))):
            plain = plain[1:]
        if plain:
            self._text.append(plain)

    def _taken(self) -> str:
        text, self._text = "".join(self._text), []
        return text.replace(" \n", "\n")

    def _flush(self) -> None:
        if self._text:
            self._builder.block(self._taken(), part=next((one for one in reversed(self._parts) if one), ""))


class _Cell(_Page):
    """A cell of a table: its blocks are lines."""

    def fill_cell(self, cell: Any, deep: int) -> None:
        self._lines: list[str] = []
        self._inside(cell, deep, keep=False)
        self._flush()

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    def _flush(self) -> None:
        text = self._taken().strip()
        if text:
            self._lines.append(text)

    def _element(self, element: Any, deep: int, keep: bool) -> None:
        name = element.tag.rpartition("}")[2].lower()
        if name in _BLOCKS and not _hidden(element):
            self._flush()
            if deep > DEEPEST:
                return
            self._inside(element, deep, keep=keep)
            self._flush()
        else:
            super()._element(element, deep, keep)


def _hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))
