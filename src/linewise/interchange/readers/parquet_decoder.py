"""Run as a program of its own: decodes the Parquet and Arrow files it is asked for.

A damaged Parquet file can abort the process that decodes it, where no `except` helps; that must not be the server. The
question is JSON: the paths. The answer is JSON (`total`, `columns` where all rows have the same, `features` of a data
set of Hugging Face; or `broken`), then batches in Arrow's stream format, then an empty message.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linewise.interchange.limits import serve

if TYPE_CHECKING:
    import polars as pl

SLICE = 16_384


def decode(question: bytes) -> Iterator[bytes]:
    import polars as pl

    try:
        yield from _decode(json.loads(question))
    except pl.exceptions.PolarsError as error:
        yield json.dumps({"broken": (str(error).splitlines() or ["unreadable"])[0][:200]}).encode()


def _decode(paths: list[str]) -> Iterator[bytes]:
    import polars as pl

    if paths[0].endswith(".arrow"):
        frame, features = pl.concat([_arrow(path) for path in paths]).lazy(), None
    else:
        frame, features = pl.scan_parquet(paths, glob=False), _features(paths[0])
    schema = frame.collect_schema()
    total = int(frame.select(pl.len()).collect().item())
    # Structures become several columns, so only a flat file has fixed ones.
    flat = not any(isinstance(kind, pl.Struct) for kind in schema.dtypes())
    about = {"total": total, "columns": schema.names() if flat else None, "features": features}
    yield json.dumps(about).encode()
    # Bytes are no text; they are read as missing.
    frame = frame.with_columns(pl.lit(None).alias(name) for name, kind in schema.items() if kind == pl.Binary)
    for start in range(0, total, SLICE):
        yield frame.slice(start, SLICE).collect(engine="streaming").write_ipc_stream(None).getvalue()
    yield b""


def _arrow(path: str) -> "pl.DataFrame":
    """Saved data sets are streams; the file format is for those that other programs wrote."""
    import polars as pl

    with Path(path).open("rb") as file:
        ends = file.read(6) == b"ARROW1"
    return pl.read_ipc(path) if ends else pl.read_ipc_stream(path)


def _features(path: str) -> Any:
    import polars as pl

    try:
        return json.loads(pl.read_parquet_metadata(path)["huggingface"])["info"]["features"]
    except (KeyError, TypeError, ValueError):
        return None


if __name__ == "__main__":
    serve(decode)
