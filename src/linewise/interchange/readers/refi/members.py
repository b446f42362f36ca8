"""The files of a project: where its XML lies, and what its paths point at."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import unquote

from linewise.core.errors import BadInput
from linewise.interchange.readers.refi.positions import Stored
from linewise.interchange.tree import Member, Tree, tree

LONGEST_TEXT = 64 * 2**20
SIDE = "linewise.jsonl"
_SOURCES = "sources/"


class Files:
    """An archive, an unpacked one, or a bare .qde; `xml` opens the project's XML, `text` what a path points at.

    `odd` are the names of texts that were not UTF-8.
    """

    def __init__(self, path: Path, inside: Tree | None) -> None:
        self.path, self._inside = path, inside
        self.odd: set[str] = set()
        self._member = None if inside is None else _project(inside)
        self._base = "" if self._member is None else self._member.name.rpartition("/")[0]

    @property
    def part(self) -> str | None:
        """The name of the project's XML inside; None where it is the file itself."""
        return None if self._member is None else self._member.name

    @contextmanager
    def xml(self) -> Iterator[BinaryIO]:
        """The project's XML as bytes."""
        if self._inside is None or self._member is None:
            with self.path.open("rb") as plain:
                yield cast(BinaryIO, plain)
        else:
            with self._inside.open(self._member) as packed:
                yield packed

    @contextmanager
    def side(self) -> Iterator[BinaryIO | None]:
        """Our own side file, where it is there."""
        member = self._find(SIDE)
        if member is None or self._inside is None:
            yield None
        else:
            with self._inside.open(member) as stream:
                yield stream

    def find(self, path: str | None) -> Member | None:
        """The file that a path of the XML points at, where it is inside."""
        scheme, met, rest = (path or "").strip().partition("://")
        name = (rest if met else scheme).replace("\\", "/").lstrip("/")
        if not name or scheme.lower() == "absolute":
            return None
        last = name.rpartition("/")[2]
        for one in (name, unquote(name)):
            tail = one.rpartition("/")[2]
            for place in (_SOURCES + one, _SOURCES + tail, one):
                member = self._find(place)
                if member is not None and last:
                    return member
        return None

    def open(self, member: Member) -> AbstractContextManager[BinaryIO]:
        """A file inside as a stream."""
        assert self._inside is not None
        return self._inside.open(member)

    def text(self, path: str | None) -> Stored | None:
        """The text that a path points at; None where there is none."""
        member = self.find(path)
        if member is None or self._inside is None:
            return None
        data = self._inside.read(member, most=LONGEST_TEXT)
        try:
            wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
            raw = ("\ufeff" if wide else "") + data.decode("utf-16" if wide else "utf-8")
        except UnicodeDecodeError:
            self.odd.add(member.name)
            raw = data.decode("cp1252", "replace")
        return Stored(raw)

    def _find(self, name: str) -> Member | None:
        if self._inside is None:
            return None
        return self._inside.find(f"{self._base}/{name}" if self._base else name)


@contextmanager
def files(path: Path) -> Iterator[Files]:
    """Open a .qdpx, the folder that it unpacks to, or a bare .qde."""
    if path.is_dir():
        packed = True
    else:
        try:
            with path.open("rb") as start:
                packed = start.read(2) == b"PK"
        except OSError as error:
            raise BadInput(
                f"it cannot be opened: {error.strerror}.", remedy="Check its permissions.", file=str(path)
            ) from None
    if packed:
        with tree(path) as inside:
            yield Files(path, inside)
    else:
        yield Files(path, None)


def project_members(names: Iterator[str]) -> list[str]:
    """Names that can be the project's XML: the .qde files nearest to the root, outside of `sources`."""
    found = [name for name in names if name.lower().endswith(".qde") and "sources/" not in f"/{name.lower()}"]
    shallow = [name for name in found if "/" not in name] or [name for name in found if name.count("/") == 1]
    return [name for name in shallow if not name.rpartition("/")[2].startswith(".") and "__MACOSX" not in name]


def _project(inside: Tree) -> Member:
    names = project_members(member.name for member in inside)
    exact = [name for name in names if name.rpartition("/")[2].lower() == "project.qde"]
    chosen = names if len(names) == 1 else exact
    if len(chosen) != 1:
        what = "no project (.qde)" if not names else f"{len(names)} projects (.qde)"
        raise inside.bad(f"there is {what} inside", "Export the project again.")
    member = inside.find(chosen[0])
    assert member is not None
    return member
