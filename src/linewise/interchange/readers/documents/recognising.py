"""Which document a file is: by what it begins with or holds; by its name alone only for Markdown."""

import re
from typing import Literal

from linewise.interchange.sniffing import Sniff

Document = Literal["docx", "odt", "rtf", "html", "markdown", "epub", "pdf"]
SUFFIXES: dict[str, Document] = {
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".odt": "odt",
    ".ott": "odt",
    ".fodt": "odt",
    ".rtf": "rtf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".epub": "epub",
    ".pdf": "pdf",
}
_PAGE = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL
)
_FLAT = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?<office:document\s[^>]*mimetype=.application/vnd\.oasis\.opendocument\.text\b"
)
_TAG = re.compile(r"<(?:html|head|body|p|div|h[1-6]|table|ul|ol|br|span|a|title|meta)[\s>/]", re.IGNORECASE)


def recognise(sniff: Sniff) -> Document | None:
    """The format of a document; None for anything else."""
    suffix = sniff.path.suffix.lower()
    if sniff.members:
        return _archive(sniff, suffix) if sniff.head else None
    if sniff.head.startswith(b"{\\rtf"):
        return "rtf"
    # Some programs put lines of their own before the header.
    if b"%PDF-" in sniff.head[:1024]:
        return "pdf"
    if sniff.text is not None:
        if _PAGE.match(sniff.text[:20_000]) or (SUFFIXES.get(suffix) == "html" and _TAG.search(sniff.text[:20_000])):
            return "html"
        if _FLAT.match(sniff.text[:5000]):
            return "odt"
        if SUFFIXES.get(suffix) == "markdown":
            return "markdown"
    return None


def _archive(sniff: Sniff, suffix: str) -> Document | None:
    kind = sniff.head[30:100]
    if kind.startswith(b"mimetypeapplication/epub+zip") or sniff.has("META-INF/container.xml"):
        return "epub"
    if kind.startswith(b"mimetypeapplication/vnd.oasis.opendocument.text"):
        return "odt"
    if sniff.has("content.xml", "META-INF/manifest.xml") and SUFFIXES.get(suffix) == "odt":
        return "odt"
    return "docx" if sniff.has("[Content_Types].xml") and sniff.has("word/document.xml") else None
