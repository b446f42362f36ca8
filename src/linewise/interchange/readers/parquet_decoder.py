"""Run as a program of its own: decodes the Parquet file it is given and writes what it finds to standard output.

A damaged Parquet file can abort the process that decodes it, where no `except` helps; that must not be the
server. Each message is its length in eight bytes, then JSON (first), or a batch in Arrow's stream format;
then a length of zero.
"""

import json
import sys

import polars as pl

SLICE = 16_384


def main(path: str) -> None:
    frame = pl.scan_parquet(path, glob=False)
    schema = frame.collect_schema()
    total = int(frame.select(pl.len()).collect().item())
    # Structures become several columns, so only a flat file has fixed ones.
    flat = not any(isinstance(kind, pl.Struct) for kind in schema.dtypes())
    send(json.dumps({"total": total, "columns": schema.names() if flat else None}).encode())
    # Bytes are no text; they are read as missing.
    frame = frame.with_columns(pl.lit(None).alias(name) for name, kind in schema.items() if kind == pl.Binary)
    for start in range(0, total, SLICE):
        send(frame.slice(start, SLICE).collect(engine="streaming").write_ipc_stream(None).getvalue())
    send(b"")


def send(message: bytes) -> None:
    sys.stdout.buffer.write(len(message).to_bytes(8, "little"))
    sys.stdout.buffer.write(message)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except BrokenPipeError:
        sys.exit(1)
    except pl.exceptions.PolarsError as error:
        send(json.dumps({"broken": (str(error).splitlines() or ["unreadable"])[0][:200]}).encode())
