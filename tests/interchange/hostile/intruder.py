"""Run as a program of its own: does what a parser that was taken over might try."""

import time
from collections.abc import Iterator
from pathlib import Path

from linewise.interchange.limits import serve


def answer(question: bytes) -> Iterator[bytes]:
    if question == b"sleep":
        time.sleep(60)
    elif question == b"swell":
        yield bytes(1 << 33)
    try:
        Path(question.decode().strip('"')).write_bytes(b"x" * 100_000)
        yield b"written"
    except OSError:
        yield b"refused"


if __name__ == "__main__":
    import signal

    # What goes over the limit is told, not ended.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    serve(answer)
