"""A REFI-QDA codebook (.qdc): codes with their descriptions, colours and hierarchy."""

from collections.abc import Mapping
from pathlib import Path

from linewise.core.exchange import Parcel
from linewise.interchange.packing import Format, Packed, Value


def pack(path: Path, parcel: Parcel, values: Mapping[str, Value]) -> Packed:
    """Write the codebook, valid by the standard's schema; BadInput when there are no codes."""
    from linewise.interchange.formats.refi.codebook import write

    return write(path, parcel)


FORMAT = Format(
    name="refi-codebook",
    title="REFI-QDA codebook",
    suffix=".qdc",
    group="programs",
    words="The codes alone, with descriptions, colours and hierarchy, for other programs.",
    pack=pack,
)
