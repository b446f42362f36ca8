"""PDF with Typst: shaped, in both directions, tagged for screen readers; texts go in as data, never as markup.

Its own fonts cover Latin, Greek, Cyrillic and Hebrew; for other scripts it takes what the machine has. Characters that
no font there draws come out as boxes, and `typeset` names them.
"""

import json
import re
from pathlib import Path
from typing import Any

from linewise.core.errors import BadInput, NotReady

_SHIPPED = re.compile(
    "[\x00-\u024f\u0370-\u03ff\u0400-\u04ff\u0590-\u05ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2193]*"
)
_MAPPED = re.compile(rb"<([0-9a-fA-F]{4,})>\s*(?=\n|$|endbf)")
# Joiners, directions and variation selectors have no shape of their own.
_SHAPELESS = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]")

Lacking = tuple[str, ...]


def typeset(path: Path, template: str, content: dict[str, Any]) -> Lacking:
    """Write a PDF from a template that reads `sys.inputs.data`; gives the characters that no font here could draw."""
    try:
        import typst
    except ImportError:
        raise NotReady(
            "PDF needs a part that is not installed.",
            remedy="Install it: pip install 'linewise[pdf]'. Or export HTML, and print that to PDF in a browser.",
        ) from None
    data = json.dumps(content, ensure_ascii=False)
    try:
        made = typst.compile(template.encode(), sys_inputs={"data": data}, timestamp=946_684_800)
    except (RuntimeError, typst.TypstError) as error:
        raise BadInput(f"The PDF could not be set: {error!s:.300}", remedy="Export HTML or Word instead.") from None
    assert isinstance(made, bytes)
    path.write_bytes(made)
    return () if _SHIPPED.fullmatch(data) else _lacking(path, data)


def _lacking(path: Path, data: str) -> Lacking:
    """Characters of the data that the PDF maps no glyph to."""
    from pypdf import PdfReader

    drawn: set[str] = set()
    seen: set[object] = set()
    for page in PdfReader(path).pages:
        fonts: Any = page.get("/Resources", {}).get("/Font", {})
        for reference in fonts.values():
            key = getattr(reference, "idnum", id(reference))
            mapping = reference.get_object().get("/ToUnicode")
            if key not in seen and mapping is not None:
                seen.add(key)
                for found in _MAPPED.findall(mapping.get_object().get_data()):
                    drawn.update(bytes.fromhex(found.decode()).decode("utf-16-be", "replace"))
    wanted = {sign for sign in data if not _SHIPPED.fullmatch(sign) and not _SHAPELESS.fullmatch(sign)}
    return tuple(sorted(wanted - drawn))
