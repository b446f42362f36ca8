"""Files on their way into a project, or out of one: in a temporary folder, limited in size, gone after a day."""

import re
import shutil
import tempfile
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import anyio.to_thread

from linewise.core.errors import BadInput, NotFound

LIMIT = 2 * 2**30
KEPT_SECONDS = 86_400
BUFFER = 2**20

# How a route says that it takes a file as the raw body.
RAW = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was received: by which id to speak of it, its name, its size in bytes."""

    file: str
    name: str
    size: int


class Uploads:
    """The files received by this process; they go when it ends, or after a day."""

    def __init__(self, *, limit: int = LIMIT, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self._clock = clock
        self._folder = Path(tempfile.mkdtemp(prefix="linewise-uploads-"))
        self._known: dict[str, tuple[Upload, Path, float]] = {}
        self._lock = threading.Lock()

    async def receive(self, name: str, chunks: AsyncIterator[bytes]) -> Upload:
        """Store a stream of bytes; raises BadInput, and keeps nothing, when it is longer than the limit."""
        await anyio.to_thread.run_sync(self.sweep)
        name = safe_name(name)
        file = uuid.uuid4().hex
        # Under its own name, so that what an error says of the file makes sense to who sent it.
        path = self._folder / file / name
        path.parent.mkdir(parents=True)
        size, waiting = 0, bytearray()
        try:
            async with await anyio.open_file(path, "wb") as target:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > self.limit:
                        raise BadInput(
                            f"The file is larger than {self.limit / 2**30:g} GB.",
                            remedy="Import it on the command line: `linewise import FILE`.",
                            file=name,
                        )
                    waiting += chunk
                    if len(waiting) >= BUFFER:
                        await target.write(bytes(waiting))
                        waiting.clear()
                await target.write(bytes(waiting))
            if size == 0:
                raise BadInput("The file is empty.", remedy="Choose another.", file=name)
        except BaseException:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise
        upload = Upload(file=file, name=name, size=size)
        with self._lock:
            self._known[file] = (upload, path, self._clock())
        return upload

    def reserve(self, name: str) -> tuple[str, Path]:
        """A place for a file that is yet to be written, and the id by which to ask for it."""
        self.sweep()
        file, name = uuid.uuid4().hex, safe_name(name)
        path = self._folder / file / name
        path.parent.mkdir(parents=True)
        with self._lock:
            self._known[file] = (Upload(file=file, name=name, size=0), path, self._clock())
        return file, path

    def find(self, file: str) -> tuple[Upload, Path]:
        """An upload and where it lies; raises NotFound."""
        with self._lock:
            found = self._known.get(file)
        if found is None:
            raise NotFound("The uploaded file is gone.", remedy="Choose the file again.", file=file)
        return found[0], found[1]

    def sweep(self) -> None:
        """Forget what is older than a day."""
        oldest = self._clock() - KEPT_SECONDS
        with self._lock:
            old = [file for file, (_, _, at) in self._known.items() if at < oldest]
            paths = [self._known.pop(file)[1] for file in old]
        for path in paths:
            shutil.rmtree(path.parent, ignore_errors=True)

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def safe_name(name: str) -> str:
    """The last part of a path as somebody's browser sent it, fit for a file of ours."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/").rpartition("/")[2])
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    short = stem.encode()[:150].decode(errors="ignore") + suffix.encode()[:50].decode(errors="ignore")
    return "upload" if short in ("", ".", "..") else short
