"""REFI-QDA, the exchange format of programs for qualitative analysis: projects (.qdpx) and codebooks (.qdc)."""

import re
from typing import Literal

from linewise.interchange.readers.refi.members import project_members
from linewise.interchange.readers.refi.reader import CodebookReader, ProjectReader
from linewise.interchange.sniffing import Sniff

_ROOT = re.compile(r"<(?:[\w.-]+:)?(Project|CodeBook)(?=[\s/>])[^>]*", re.ASCII)

__all__ = ["CodebookReader", "ProjectReader", "recognise"]


def recognise(sniff: Sniff) -> Literal["qdpx", "qdc"] | None:
    """A project packed, unpacked or bare, or a codebook; by the root element and its namespace."""
    if sniff.members:
        return "qdpx" if project_members(member.name for member in sniff.members) else None
    start = sniff.head[: 1 << 16]
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = start.decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return None
    root = _ROOT.search(text)
    named = sniff.path.suffix.lower() in (".qdc", ".qde")
    if root is None or not (named or "QDA-XML" in root[0]):
        return None
    return "qdpx" if root[1] == "Project" else "qdc"
