"""A parcel's codes as a .qdc."""

import io
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from linewise.core.errors import BadInput
from linewise.core.exchange import Parcel
from linewise.interchange import xml
from linewise.interchange.formats.refi import schema
from linewise.interchange.formats.refi.elements import NS, Maker, code_tree
from linewise.interchange.formats.refi.tally import Tally
from linewise.interchange.packing import Packed
from linewise.interchange.readers.refi import words

_SPACE = schema.SPACES["Codebook"]
_MOST = 64 * 2**20


def write(path: Path, parcel: Parcel) -> Packed:
    """Write the codes; groups of codes of an imported codebook or project go along."""
    if not parcel.codes:
        raise BadInput("there are no codes.", remedy="Make codes first, or export the project.")
    tally = Tally(side=False)
    maker = Maker(tally, parcel.codes, utf16=False, whole=False)
    roots = code_tree(parcel.codes, maker, {})
    sets = code_groups(parcel, set(maker.codes.values()), tally)
    origin = quoteattr(schema.version())
    out = io.BytesIO()
    out.write(f'<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="{_SPACE}" origin={origin}>\n'.encode())
    out.write(b"<Codes>\n" + b"".join(map(_bytes, roots)) + b"</Codes>\n")
    if sets:
        out.write(b"<Sets>\n" + b"".join(map(_bytes, sets)) + b"</Sets>\n")
    out.write(b"</CodeBook>\n")
    out.seek(0)
    schema.check(out, "Codebook")
    path.write_bytes(out.getvalue())
    tally.written.update({"codes": len(parcel.codes), "groups of codes": len(sets)})
    return Packed({name: count for name, count in tally.written.items() if count}, tally.losses())


def _bytes(made: Any) -> bytes:
    data: bytes = etree.tostring(made, encoding="utf-8", with_tail=False)
    return data.replace(f' xmlns="{NS[1:-1]}"'.encode(), b"", 1).replace(f' xmlns="{_SPACE}"'.encode(), b"", 1) + b"\n"


def code_groups(parcel: Parcel, codes: set[str], tally: Tally) -> list[Any]:
    """Groups of codes of imported codebooks, less the codes that are gone."""
    found: dict[str, Any] = {}
    for original in parcel.originals:
        if original.format.lower().removeprefix(".") != "qdc":
            continue
        with original.open() as stream:
            data = stream.read(_MOST)
        try:
            pieces = [one for one in xml.parse(io.BytesIO(data), file=original.name).iter() if xml.local(one) == "Set"]
        except BadInput:
            tally.lost["original files that cannot be read"] += 1
            continue
        for made in pieces:
            fitted: Any = made
            for member in list(xml.children(fitted, "MemberCode")):
                if words.guid(xml.value(member, "guid") or xml.value(member, "targetGUID")) not in codes:
                    fitted.remove(member)
                    tally.lost["references to what is gone"] += 1
            if schema.conform(fitted, "Codebook", "SetType", lambda owner, what: None):
                found.setdefault(words.guid(fitted.get("guid")), fitted)
    return list(found.values())
