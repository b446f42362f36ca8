"""A REFI-QDA project (.qdpx): what ATLAS.ti, NVivo, MAXQDA, QualCoder and others read."""

from collections.abc import Mapping
from pathlib import Path

from linewise.core.exchange import Parcel
from linewise.interchange.packing import Choice, Format, Packed, Value


def pack(path: Path, parcel: Parcel, values: Mapping[str, Value]) -> Packed:
    """Write the project, valid by the standard's schema."""
    from linewise.interchange.formats.refi.writer import write

    return write(path, parcel, values)


FORMAT = Format(
    name="refi-qda",
    title="REFI-QDA project",
    suffix=".qdpx",
    group="programs",
    words="Texts, codebook, codings with coder and date, memos, attributes: for ATLAS.ti, NVivo, MAXQDA, QualCoder …",
    pack=pack,
    choices=(
        Choice(
            name="whole",
            title="Codes of whole documents also as a passage",
            default=True,
            words="Some programs read codes of passages only: then the whole text is a passage as well.",
        ),
        Choice(
            name="positions",
            title="Positions",
            default="codepoints",
            among=("codepoints", "utf16"),
            words="codepoints: as the standard says; utf16: as NVivo for Windows counts, which matters with emoji.",
        ),
        Choice(
            name="side",
            title="What the standard has no place for, in a file inside",
            default=True,
            words="Units, codes said to be absent, unsure, how sure the machine is: other programs pass over the file.",
        ),
    ),
)
