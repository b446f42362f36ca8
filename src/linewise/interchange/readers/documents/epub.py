"""Books in EPUB 2 and 3: the chapters in the order of the spine."""

import posixpath
from pathlib import Path
from urllib.parse import unquote

from linewise.core.errors import BadInput
from linewise.interchange import xml
from linewise.interchange.readers.documents import html
from linewise.interchange.readers.documents.building import Builder, Found
from linewise.interchange.readers.documents.office import part, properties, required
from linewise.interchange.tree import Tree, tree

_MOST_CHAPTER = 32 * 2**20
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_TEXTS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read(path: Path) -> Found:
    """A book with its headings; a chapter without any has the one that the table of contents gives it."""
    with tree(path) as inside:
        _require_open(inside)
        main = _package(inside)
        package = required(inside, main)
        folder = posixpath.dirname(main)
        files, contents = _manifest(package, folder)
        titles = _titles(inside, contents)
        builder = Builder(path.name)
        read_already: set[str] = set()
        spine = xml.child(package, "spine")
        for item in xml.children(spine, "itemref") if spine is not None else ():
            name = files.get(item.get("idref") or "", "")
            member = inside.find(name)
            if member is None or name in read_already:
                if member is None:
                    builder.lose("chapters", "they are named in the book, but not in the file")
                continue
            read_already.add(name)
            data = inside.read(member, most=_MOST_CHAPTER)
            root = html.tree_of(html.decode(data) or data.decode("cp1252", "replace"), path.name)
            if name in titles and not any(True for _ in root.iter("h1", "h2", "h3")):
                builder.section(titles[name], 1)
            html.fill(builder, root)
        return builder.finish(path.stem, properties(xml.child(package, "metadata")))


def _require_open(inside: Tree) -> None:
    root = part(inside, "META-INF/encryption.xml")
    for one in root.iter() if root is not None else ():
        method = one.get("Algorithm") or ""
        if xml.local(one) == "EncryptionMethod" and not method.startswith(_FONTS):
            raise BadInput(
                "it is protected against copying.",
                remedy="Ask its publisher for a copy without protection.",
                file=inside.path.name,
            )


def _package(inside: Tree) -> str:
    container = required(inside, "META-INF/container.xml")
    for one in container.iter():
        if xml.local(one) == "rootfile" and inside.find(one.get("full-path") or "") is not None:
            return one.get("full-path") or ""
    raise BadInput("it does not say where its chapters are.", remedy="Save or copy it again.", file=inside.path.name)


def _manifest(package: xml.Element, folder: str) -> tuple[dict[str, str], list[str]]:
    """Texts by id, and the names of the tables of contents."""
    files: dict[str, str] = {}
    contents: list[str] = []
    manifest = xml.child(package, "manifest")
    for item in xml.children(manifest, "item") if manifest is not None else ():
        name = _resolved(folder, item.get("href") or "")
        kind = item.get("media-type") or ""
        if kind in _TEXTS:
            files[item.get("id") or ""] = name
        if kind == "application/x-dtbncx+xml" or "nav" in (item.get("properties") or "").split():
            contents.append(name)
    return files, contents


def _titles(inside: Tree, contents: list[str]) -> dict[str, str]:
    """What tables of contents call the files."""
    titles: dict[str, str] = {}
    for name in contents[:2]:
        folder = posixpath.dirname(name)
        try:
            root = part(inside, name)
        except BadInput:
            # A book reads without it.
            continue
        for one in root.iter() if root is not None else ():
            if xml.local(one) == "a" and one.get("href"):
                titles.setdefault(_resolved(folder, one.get("href") or ""), " ".join(xml.text_of(one).split()))
            elif xml.local(one) == "navPoint":
                target, label = xml.child(one, "content"), xml.child(one, "navLabel")
                if target is not None:
                    titles.setdefault(_resolved(folder, target.get("src") or ""), " ".join(xml.text_of(label).split()))
    return {name: title for name, title in titles.items() if title}


def _resolved(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))
