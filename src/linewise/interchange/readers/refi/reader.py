"""Readers of REFI-QDA: projects (.qdpx, unpacked, or a bare .qde) and codebooks (.qdc)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.core.exchange import CodeEntry, Loss, MemoEntry
from linewise.importing.record import RawRow
from linewise.interchange import xml
from linewise.interchange.readers.refi import words
from linewise.interchange.readers.refi.index import SOURCES, Index, codes_of, index
from linewise.interchange.readers.refi.members import Files, files
from linewise.interchange.readers.refi.positions import PLAIN
from linewise.interchange.readers.refi.selections import flow
from linewise.interchange.readers.refi.side import Side
from linewise.interchange.readers.refi.sources import Sources
from linewise.interchange.readers.refi.telling import memo_of
from linewise.interchange.table import NAME, TEXT, Contents, ReadOptions, Table, row_of

_KEPT = "Linewise has no place for them"
_ONCE = "imported once; the file keeps both"
_NO_TEXT = "Linewise codes text"
REASONS: Mapping[str, tuple[str, bool]] = {
    "texts that are not there": ("the file names them, but does not hold them; left out", True),
    "sources without a text": ("they hold no plain text (perhaps a styled one); left out", True),
    "empty texts": ("there is nothing to code in them; left out", True),
    "PDFs without their text": (_NO_TEXT, True),
    "pictures, sound and film without a text": (_NO_TEXT, True),
    "codings of sources without a text": (_NO_TEXT, True),
    "passages of pictures, PDF pages, sound or film": (_NO_TEXT, True),
    "codings of pictures, PDF pages, sound or film": (_NO_TEXT, True),
    "transcripts that are texts of their own as well": (_ONCE, True),
    "documents with the id of another": ("they got one of their own", False),
    "passages that reach beyond their text": ("they were cut at its end", False),
    "passages without a place": ("they have no positions that can be read", True),
    "passages of no length": ("they are kept as places in the text", False),
    "passages without code or note": (
        "nothing is said of them, and Linewise has no passages of which nothing is said",
        True,
    ),
    "codings with a code that the file does not have": ("left out", False),
    "texts whose positions are counted in another way": ("they fit so much better", False),
}


class ProjectReader:
    """Reads a REFI-QDA project, whatever program wrote it: each text, representation or transcript is one document."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        """Documents with codings, memos and attributes, in the order of the file.

        The XML is gone through twice: what sources refer to may stand after them. BadInput for what is no project.
        """
        with files(path) as inside:
            with inside.side() as stream:
                side = Side(stream)
            found = index(inside, judge=not side.known)
            sources = Sources(inside, found, side)
            read = _Read()
            contents = Contents(
                program=found.origin or "REFI-QDA",
                codes=tuple(_code(code, side) for code in found.codes.values()),
                memos=tuple(project_memos(found, sources, side)),
                losses=lambda: tuple(_losses(inside, found, sources, read)),
                keep=path.is_file(),
            )
            yield Table(
                columns=_columns(found),
                rows=_rows(inside, sources, read),
                done=lambda: read.done,
                contents=contents,
            )


class CodebookReader:
    """Reads a REFI-QDA codebook: codes, and no documents."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        """A table without rows, whose contents are the codes; BadInput for what is no codebook, or an empty one."""
        codes, kept, origin = codebook(path)
        reason = _KEPT
        losses = (Loss(what="groups of codes", count=kept, reason=reason, kept=True),) if kept else ()
        size = path.stat().st_size
        yield Table(
            columns=(TEXT, NAME),
            rows=iter(()),
            done=lambda: size,
            total=0,
            contents=Contents(program=origin, codes=codes, losses=lambda: losses, keep=True),
        )


def codebook(path: Path) -> tuple[tuple[CodeEntry, ...], int, str]:
    """The codes of a .qdc, the number of its sets, and the program that wrote it."""
    codes: dict[str, CodeEntry] = {}
    sets, origin = 0, ""
    with path.open("rb") as stream:
        for piece in xml.pieces(stream, ("Code", "Set"), file=path.name):
            above = piece.getparent()
            while above is not None:
                origin = xml.value(above, "origin") or origin
                above = above.getparent()
            if xml.local(piece) == "Set":
                sets += 1
                continue
            for code, _ in codes_of(piece, "", codes):
                codes[code.id] = code
    if not codes:
        raise BadInput("there are no codes in it.", remedy="Export the codebook again.", file=path.name)
    return tuple(codes.values()), sets, origin.strip() or "REFI-QDA"


class _Read:
    """How far the rows have come."""

    done = 0
    over = False


def _rows(inside: Files, sources: Sources, read: _Read) -> Iterator[RawRow]:
    number = 0
    size = inside.path.stat().st_size if inside.path.is_file() else 0
    for source, held in flow(inside, SOURCES):
        for entry in sources.entries(source, held):
            number += 1
            read.done = min(size, read.done + len(entry.text))
            yield row_of(entry, number)
    read.done, read.over = size, True


def _columns(found: Index) -> tuple[str, ...]:
    named = dict.fromkeys(name for values in found.attributes.values() for name in values)
    own = [name for name, said in ((words.GROUPS, found.groups), (words.CASE, found.cases)) if any(said.values())]
    return (TEXT, NAME, *(f"attribute: {name}" if name in (TEXT, NAME) else name for name in (*named, *own)))


def _code(code: CodeEntry, side: Side) -> CodeEntry:
    further = side.code(code.id)
    return replace(code, parents=(*code.parents, *further)) if further else code


def project_memos(found: Index, sources: Sources, side: Side) -> Iterator[MemoEntry]:
    """Notes about the project and its codes; those about nothing are about the project."""
    told = sources.notes_told
    linked = [(code, note) for code in found.codes for note in found.attached.get(code, ())]
    for code, note in [*found.code_notes, *linked]:
        known = found.note(note)
        if known is not None and (known.text or known.title):
            yield side.project_memo(memo_of(known, found, told, "code", code))
    free = [one for one in found.notes if one not in found.referred]
    for note in dict.fromkeys([*found.project_notes, *free]):
        known = found.note(note)
        if known is not None and (known.text or known.title):
            yield side.project_memo(memo_of(known, found, told, "project", ""))
    if found.description.strip():
        yield MemoEntry(text=found.description.strip(), id=words.derived(found.name, "description"))


def _losses(inside: Files, found: Index, sources: Sources, read: _Read) -> Iterator[Loss]:
    evidence = found.evidence
    ours = sources.side.known
    if evidence.count and not ours and (evidence.ambiguous or found.reading != PLAIN):
        reason = f"read as {found.reading}: {found.why}"
        yield Loss(what="passages, by how positions are counted", count=evidence.count, reason=reason)
    for one in sources.tally.losses(REASONS):
        yield replace(one, kept=one.kept and inside.path.is_file())
    kept = Counter(found.kept)
    if read.over:
        untold = found.notes.keys() - sources.notes_told
        kept["notes about what is not shown"] = sum(1 for one in untold if found.notes[one].text)
    for what, count in sorted(kept.items()):
        if count:
            yield Loss(what=what, count=count, reason=_KEPT, kept=inside.path.is_file())
    if inside.odd:
        yield Loss(
            what="texts that are not UTF-8", count=len(inside.odd), reason="taken for Windows-1252; check accents"
        )
