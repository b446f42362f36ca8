"""Folders and zip archives of documents: one import, one document a file.

The document is named by its path inside. A file that cannot be read is a bad row with its name, so that the others can
come without it. Archives in archives are not opened.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import get_args

from linewise.core.errors import BadInput, LinewiseError
from linewise.core.exchange import DocumentEntry, Loss
from linewise.importing.record import RawRow
from linewise.interchange.limits import Apart
from linewise.interchange.readers.documents.reader import read_document, reading_room
from linewise.interchange.readers.documents.recognising import SUFFIXES, Document
from linewise.interchange.sniffing import Sniff
from linewise.interchange.table import TEXT, Contents, ReadOptions, Table, row_of
from linewise.interchange.tree import MOST_READ, Member, Tree, tree

_TEXTS = frozenset({".txt", ".text", ".srt", ".vtt"})
_SYSTEM = ("thumbs.db", "desktop.ini")
_LEFT = frozenset(
    [
    ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp", ".svg", ".mp3", ".wav",
    ".m4a", ".ogg", ".flac", ".aac", ".wma", ".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".css",
    ".js", ".ico", ".woff", ".woff2", ".ttf",
]
)  # fmt: skip
_ONE_TEXT = frozenset({"txt", "subtitles", "chat", "telegram", "discord"})


def is_folder(sniff: Sniff) -> bool:
    """Whether there is at least one file inside that is named like a document, and no other format claims the whole."""
    if not sniff.members or sniff.has("[Content_Types].xml") or sniff.has("mimetype", "content.xml"):
        return False
    return any(one.suffix in SUFFIXES or one.suffix in _TEXTS for one in sniff.members if not _is_system(one))


class FolderReader:
    """Rows by the order of names."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with tree(path) as inside, reading_room() as apart:
            members = [one for one in inside if not _is_system(one) and one.suffix not in _LEFT]
            left = [one for one in inside if not _is_system(one) and one.suffix in _LEFT]
            losses: dict[tuple[str, str], int] = {}
            if left:
                losses["pictures, sound and film", "they hold no text"] = len(left)
            read = 0

            def rows() -> Iterator[RawRow]:
                nonlocal read
                number = 0
                for name in inside.refused:
                    number += 1
                    yield RawRow(number, {}, f"{name!r:.120} is a link, or leads outside")
                for member in members:
                    for row in _rows(inside, member, apart, losses):
                        number += 1
                        yield row._replace(number=number)
                    read += member.size

            total = len(members) + len(inside.refused)
            contents = Contents(
                losses=lambda: tuple(Loss(what=what, count=count, reason=why) for (what, why), count in losses.items())
            )
            yield Table(None, rows(), lambda: read, total, contents)


def _rows(inside: Tree, member: Member, apart: Apart, losses: dict[tuple[str, str], int]) -> Iterator[RawRow]:
    try:
        with _file(inside, member) as file:
            for entry in _entries(file, member.name, apart, losses):
                folder = member.name.rpartition("/")[0]
                yield row_of(_placed(entry, member.name, folder), 1)
    except LinewiseError as error:
        remedy = f" {error.remedy}" if error.remedy else ""
        yield RawRow(1, {}, f"{member.name!r:.120}: {error.message.rstrip('.')}.{remedy}".rstrip("."))


def _entries(file: Path, name: str, apart: Apart, losses: dict[tuple[str, str], int]) -> Iterator[DocumentEntry]:
    # They know this reader, and it asks them about what lies inside.
    from linewise.interchange.detect import detect
    from linewise.interchange.readers import READERS

    with file.open("rb") as stream:
        zipped = stream.read(2) == b"PK"
    if zipped:
        # A look that does not go into archives in archives.
        from linewise.interchange.readers.documents.recognising import recognise

        with file.open("rb") as stream, tree(file) as nested:
            kind: str | None = recognise(Sniff(path=file, head=stream.read(4096), members=tuple(nested)))
        if kind is None:
            raise BadInput(
                "it is an archive or a table inside of the folder.", remedy="Import it by itself.", file=name
            )
        shape = None
    else:
        shape = detect(file)
        kind = shape.format
    if kind in get_args(Document):
        found = read_document(apart, kind, file, name=name)
        for loss in found.losses:
            losses[loss.what, loss.reason] = losses.get((loss.what, loss.reason), 0) + loss.count
        yield found.entry
        return
    if kind not in _ONE_TEXT or shape is None:
        raise BadInput(f"it holds {kind.upper()}, not a document.", remedy="Import it by itself.", file=name)
    options = ReadOptions(encoding=shape.encoding or "utf-8")
    with READERS[shape.format].open(file, options) as table:
        for row in table.rows:
            text = row.cells.get(TEXT)
            yield row.entry or DocumentEntry(id=name, name=name, text=text if isinstance(text, str) else "")


def _placed(entry: DocumentEntry, name: str, folder: str) -> DocumentEntry:
    named = name if entry.name in (name, name.rpartition("/")[2]) else f"{name}: {entry.name}"
    attributes = {"folder": folder, **entry.attributes} if folder else entry.attributes
    return DocumentEntry(
        id=named,
        name=named,
        text=entry.text,
        attributes=attributes,
        stretches=entry.stretches,
        statements=entry.statements,
        memos=entry.memos,
        units=entry.units,
    )


@contextmanager
def _file(inside: Tree, member: Member) -> Iterator[Path]:
    """A member as a file of its own, for as long as it is read."""
    if inside.path.is_dir():
        with nullcontext(inside.path / member.name) as plain:
            yield plain
        return
    with tempfile.TemporaryDirectory(prefix="linewise-") as folder:
        last = member.name.rpartition("/")[2]
        file = Path(folder) / last[-100:]
        left = MOST_READ
        with inside.open(member) as packed, file.open("wb") as target:
            while piece := packed.read(1 << 20):
                left -= len(piece)
                if left < 0:
                    raise inside.bad(
                        f"{member.name!r:.120} is larger than {MOST_READ >> 20} MB", "Import it by itself."
                    )
                target.write(piece)
        yield file


def _is_system(member: Member) -> bool:
    """What systems put beside the files of people."""
    parts = member.name.split("/")
    last = parts[-1]
    return parts[0] == "__MACOSX" or last.startswith((".", "~$")) or last.lower() in _SYSTEM
