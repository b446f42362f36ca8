"""Parsers of foreign formats in a process of their own: what breaks, hangs or swells there does no harm here.

Messages go both ways as their length in eight bytes and then themselves. `Apart` is our end, `serve` the other.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import IO, Self

from linewise.core.errors import BadInput

MEMORY = 2 * 2**30
SECONDS = 120.0


class Apart:
    """A program of ours (a module with `serve`) in a process of its own; it starts when it is first asked.

    Whatever goes wrong comes out as BadInput about the file that was asked for, and the next question starts a fresh
    process. `seconds` is how long one message may take, `memory` how many bytes it may fill.
    """

    def __init__(self, module: str, *, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self._module, self._memory, self._seconds = module, memory, seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._late = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def ask(self, question: bytes, *, file: str) -> bytes:
        """Send a question and wait for the first message of its answer."""
        if self._process is None or self._process.poll() is not None:
            self._start()
        process = self._process
        assert process is not None and process.stdin is not None
        try:
            send(process.stdin, question)
        except OSError:
            raise self._failed(file) from None
        return self.more(file=file)

    def more(self, *, file: str) -> bytes:
        """Wait for the next message."""
        process = self._process
        assert process is not None and process.stdout is not None
        watch = Timer(self._seconds, self._end)
        watch.daemon = True
        watch.start()
        try:
            message = receive(process.stdout)
        finally:
            watch.cancel()
        if message is None:
            raise self._failed(file)
        return message

    def stop(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    # What was on its way to a process that is gone has nowhere to go.
                    with suppress(OSError):
                        stream.close()
            process.wait()

    def _start(self) -> None:
        self.stop()
        self._late = False
        # -P: the folder in which the program runs is not searched for modules.
        command = [sys.executable, "-P", "-m", self._module, str(self._memory), str(int(self._seconds) + 1)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def _end(self) -> None:
        self._late = True
        if self._process is not None:
            self._process.kill()

    def _failed(self, file: str) -> BadInput:
        late = self._late
        self.stop()
        if late:
            reason = f"reading it takes more than {self._seconds:.0f} seconds"
        else:
            reason = "reading it breaks down; it is damaged, or made to fill the memory"
        return BadInput(f"{reason}.", remedy="Open it in its own program and save it again, or as text.", file=file)


def serve(answer: Callable[[bytes], Iterable[bytes]]) -> None:
    """Answer questions from standard input, each with messages to standard output, until there are none.

    Limits are those of the command line: bytes of memory, seconds of the processor for one question; no file may be
    written. Where the system knows no such limits, only the time is watched, from outside.
    """
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    # Libraries that print would talk into the answer.
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    _limit("RLIMIT_AS", memory)
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_FSIZE", 0)
    while (question := receive(sys.stdin.buffer)) is not None:
        _limit("RLIMIT_CPU", _spent() + seconds)
        try:
            for message in answer(question):
                send(answers, message)
        except (BrokenPipeError, MemoryError):
            # The one that asked says what happened; what is left of the memory is better not relied on.
            sys.exit(1)


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message."""
    stream.write(len(message).to_bytes(8, "little"))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one message; None where the stream ends before it does."""
    length = stream.read(8)
    size = int.from_bytes(length, "little")
    if len(length) < 8:
        return None
    message = stream.read(size)
    return message if len(message) == size else None


def _limit(name: str, most: int) -> None:
    try:
        import resource
    except ImportError:
        return
    kind = getattr(resource, name, None)
    if kind is None:
        return
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    try:
        resource.setrlimit(kind, (most, hard))
    except (ValueError, OSError):
        return


def _spent() -> int:
    import time

    return int(time.process_time())
