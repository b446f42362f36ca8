"""Arrays and plain values as bytes: no pickle, nothing executed on reading, equal content gives equal bytes."""

import json
from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import Broken

MAGIC = b"linewise\x01"
KINDS = "fiub"


def pack(kind: str, meta: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """A header in JSON (`kind`, `meta`, shapes) followed by the arrays' bytes, little-endian, in order of name."""
    parts, listing = [], []
    for name, array in sorted(arrays.items()):
        plain = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        listing.append({"name": name, "dtype": plain.dtype.str, "shape": list(plain.shape)})
        parts.append(plain.tobytes())
    header = {"kind": kind, "meta": dict(meta), "arrays": listing}
    encoded = json.dumps(header, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join((MAGIC, len(encoded).to_bytes(8, "little"), encoded, *parts))


def unpack(kind: str, data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What `pack` packed, as (meta, arrays); raises Broken when the bytes are damaged, cut short or of another kind."""
    try:
        return _unpacked(kind, data)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise Broken(f"A stored {kind} is damaged.", remedy="Make it again.") from error


def _unpacked(kind: str, data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    start = len(MAGIC) + 8
    end = start + int.from_bytes(data[len(MAGIC) : start], "little")
    if not data.startswith(MAGIC) or len(data) < end:
        raise Broken(f"These bytes are not a stored {kind}.", remedy="Teach the model again to replace it.")
    header = json.loads(data[start:end])
    if header["kind"] != kind:
        raise Broken(f"These bytes hold a {header['kind']}, not a {kind}.")
    arrays = {}
    for entry in header["arrays"]:
        dtype = np.dtype(entry["dtype"])
        if dtype.kind not in KINDS:
            raise Broken(f"A stored {kind} cannot hold values of type {dtype}.", array=entry["name"])
        if not all(isinstance(size, int) and size >= 0 for size in entry["shape"]):
            raise Broken(f"A stored {kind} has an array of no possible shape.", array=entry["name"])
        count = prod(entry["shape"])
        if len(data) < end + count * dtype.itemsize:
            raise Broken(f"A stored {kind} is cut short.", array=entry["name"])
        arrays[entry["name"]] = np.frombuffer(data, dtype, count, end).reshape(entry["shape"])
        end += count * dtype.itemsize
    return header["meta"], arrays
