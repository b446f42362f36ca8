"""A zip archive or a folder as one thing: members by name, opened within limits, never outside of it."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from linewise.core.errors import BadInput

MOST_MEMBERS = 100_000
MOST_BYTES = 4 * 2**30
MOST_READ = 256 * 2**20
_SUSPICIOUS_BYTES = 64 * 2**20
_SUSPICIOUS_RATIO = 300
_DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside: its name with forward slashes, and the size that it states (bytes)."""

    name: str
    size: int

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case, with its dot; empty where there is none."""
        last = self.name.rpartition("/")[2]
        return "." + last.rpartition(".")[2].lower() if "." in last[1:] else ""


class Tree:
    """The members of an archive or folder, in order of name. Only BadInput comes out of it.

    Sizes that an archive states are not believed: what is read is counted, over the life of the tree. Names that lead
    outside, links and what is no file are left out and stand in `refused`.
    """

    def __init__(
        self, path: Path, members: Mapping[str, Member], refused: tuple[str, ...], archive: object, most: int
    ) -> None:
        self.path, self.refused, self._most = path, refused, most
        self._members = dict(members)
        self._folded = {name.casefold(): name for name in self._members}
        self._archive = cast("zipfile.ZipFile | None", archive)
        self._read = 0

    def __iter__(self) -> Iterator[Member]:
        return iter(self._members.values())

    def __len__(self) -> int:
        return len(self._members)

    def find(self, name: str) -> Member | None:
        """The member of this name, else the one that differs in case only."""
        known = name if name in self._members else self._folded.get(name.casefold())
        return None if known is None else self._members[known]

    @contextmanager
    def open(self, member: Member) -> Iterator[BinaryIO]:
        """A member as a stream of bytes that ends with BadInput when it is more than an honest file holds."""
        try:
            with self._raw(member) as raw:
                yield cast(BinaryIO, io.BufferedReader(_Counted(raw, self, member)))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise self.bad(
                f"{member.name!r:.120} cannot be unpacked: {error}", "Save or copy the file again."
            ) from None
        except OSError as error:
            raise self.bad(f"{member.name!r:.120} cannot be read: {error}", "Check its permissions.") from None

    def read(self, member: Member, *, most: int = MOST_READ) -> bytes:
        """All bytes of a member; BadInput when they are more than `most`."""
        with self.open(member) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise self.bad(f"{member.name!r:.120} is larger than {most >> 20} MB", "Split it.")
        return data

    def bad(self, reason: str, remedy: str) -> BadInput:
        """The error for something wrong in here."""
        return BadInput(f"{reason}.", remedy=remedy, file=self.path.name)

    def count(self, member: Member, fresh: int, sofar: int) -> None:
        """Take account of bytes that were unpacked."""
        self._read += fresh
        if self._read > self._most:
            raise self.bad(f"unpacked it is larger than {self._most >> 30} GB", "Split it into several files.")
        if self._archive is not None and sofar > _SUSPICIOUS_BYTES:
            packed = self._archive.getinfo(member.name).compress_size
            if sofar > _SUSPICIOUS_RATIO * max(1, packed):
                raise self.bad(
                    f"{member.name!r:.120} unpacks to more than {_SUSPICIOUS_RATIO} times its size",
                    "It is probably made to fill the memory; do not use it.",
                )

    @contextmanager
    def _raw(self, member: Member) -> Iterator[BinaryIO]:
        if self._archive is not None:
            with self._archive.open(member.name) as packed:
                yield cast(BinaryIO, packed)
        else:
            with (self.path / member.name).open("rb") as plain:
                yield plain


@contextmanager
def tree(path: Path, *, most: int = MOST_BYTES) -> Iterator[Tree]:
    """Open a zip archive or a folder; BadInput when it is damaged, encrypted, or holds too many files.

    More than `most` bytes are not unpacked from it.
    """
    if path.is_dir():
        members, refused = _of_folder(path)
        yield Tree(path, members, refused, None, most)
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadInput(f"the archive is damaged: {error}.", remedy="Save or copy it again.", file=path.name) from None
    with archive:
        infos = archive.infolist()
        if len(infos) > MOST_MEMBERS:
            raise BadInput(f"it holds {len(infos):,} files.", remedy="Split it into several files.", file=path.name)
        found: dict[str, Member] = {}
        outside: list[str] = []
        for info in infos:
            if info.is_dir():
                continue
            if info.flag_bits & 1:
                raise BadInput("it is encrypted.", remedy="Save it without a password.", file=path.name)
            kind = stat.S_IFMT(info.external_attr >> 16)
            if not _harmless(info.filename) or kind not in (0, stat.S_IFREG) or info.filename in found:
                outside.append(info.filename)
                continue
            found[info.filename] = Member(info.filename, info.file_size)
        yield Tree(path, dict(sorted(found.items())), tuple(outside), archive, most)


def _of_folder(path: Path) -> tuple[dict[str, Member], tuple[str, ...]]:
    found: dict[str, Member] = {}
    refused: list[str] = []
    waiting = [path]
    while waiting:
        folder = waiting.pop()
        try:
            inside = sorted(folder.iterdir())
        except OSError as error:
            raise BadInput(
                f"the folder cannot be read: {error.strerror}.", remedy="Check its permissions.", file=str(folder)
            ) from None
        for one in inside:
            name = one.relative_to(path).as_posix()
            if one.is_symlink() or not (one.is_dir() or one.is_file()):
                refused.append(name)
            elif one.is_dir():
                if len(one.relative_to(path).parts) < _DEEPEST:
                    waiting.append(one)
                else:
                    refused.append(name)
            else:
                found[name] = Member(name, one.stat().st_size)
        if len(found) > MOST_MEMBERS:
            raise BadInput(f"it holds more than {MOST_MEMBERS:,} files.", remedy="Import parts of it.", file=str(path))
    return dict(sorted(found.items())), tuple(refused)


def _harmless(name: str) -> bool:
    """Whether a name stays inside: no drive, no root, no way up, no control characters."""
    parts = name.replace("\\", "/").split("/")
    return not name.startswith(("/", "\\")) and ":" not in parts[0] and ".." not in parts and name.isprintable()


class _Counted(io.RawIOBase):
    """Passes bytes on and has them counted."""

    def __init__(self, raw: BinaryIO, owner: Tree, member: Member) -> None:
        self._raw, self._owner, self._member, self._sofar = raw, owner, member, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._raw.read(min(len(buffer), 1 << 20))
        buffer[: len(data)] = data
        self._sofar += len(data)
        self._owner.count(self._member, len(data), self._sofar)
        return len(data)
