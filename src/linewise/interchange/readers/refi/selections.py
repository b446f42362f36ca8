"""Selections, codings and texts of a source as they stand in the XML."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from linewise.core.errors import BadInput
from linewise.interchange import xml
from linewise.interchange.readers.refi import words
from linewise.interchange.readers.refi.members import Files
from linewise.interchange.readers.refi.positions import Marked, Stored


class Noted(NamedTuple):
    """A note: its id, title, text, the id of its author, and when it was written."""

    id: str
    title: str
    text: str
    coder: str
    at: str


class Coded(NamedTuple):
    """A coding: its id, the code's, the user's, when, and the notes about it."""

    id: str
    code: str
    user: str
    at: str
    notes: tuple[str, ...]


class Selected(NamedTuple):
    """A selection: its positions as written, and what is said of it."""

    id: str
    name: str
    start: int
    end: int
    user: str
    at: str
    description: str
    codings: tuple[Coded, ...]
    notes: tuple[str, ...]


SELECTION = "PlainTextSelection"
MOST_PASSAGES = 1_000_000
_TEXTS = {
    "TextSource": None,
    "PDFSource": "Representation",
    "PictureSource": "TextDescription",
    "AudioSource": "Transcript",
    "VideoSource": "Transcript",
}


def containers(source: xml.Element) -> list[xml.Element]:
    """The elements of a source that have text: itself, its representation, its transcripts."""
    name = _TEXTS[xml.local(source)]
    return [source] if name is None else list(xml.children(source, name))


def stored_text(container: xml.Element, files: Files) -> Stored | None:
    """The text of a source, representation, transcript or note; None where it is not there."""
    path = xml.value(container, "plainTextPath")
    if path:
        found = files.text(path)
        if found is not None:
            return found
    content = xml.child(container, "PlainTextContent")
    return Stored(xml.text_of(content)) if content is not None else None


def note_refs(element: xml.Element, *, deep: bool = False) -> Iterator[str]:
    """The ids of the notes that are about an element, or (`deep`) also about what is inside of it."""
    for one in element.iter() if deep else xml.children(element, "NoteRef"):
        if xml.local(one) == "NoteRef":
            yield words.guid(xml.value(one, "targetGUID"))


def codings(element: xml.Element) -> tuple[Coded, ...]:
    """The codings directly inside of a source or selection."""
    found = []
    for one in xml.children(element, "Coding"):
        reference = xml.child(one, "CodeRef")
        found.append(
            Coded(
                id=words.guid(xml.value(one, "guid")),
                code=words.guid(xml.value(reference, "targetGUID")) if reference is not None else "",
                user=words.guid(xml.value(one, "creatingUser")),
                at=(xml.value(one, "creationDateTime") or "").strip(),
                notes=tuple(note_refs(one)),
            )
        )
    return tuple(found)


def selected(one: xml.Element) -> Selected:
    """A text selection; one without a place has -1 for it."""
    start, end = (words.whole(xml.value(one, name)) for name in ("startPosition", "endPosition"))
    return _selected(one, start, end)


def transcribed(container: xml.Element) -> Iterator[Selected]:
    """The selections of a transcript, by their sync points."""
    points = {point: position for point, position, _ in sync_points(container)}
    for one in xml.children(container, "TranscriptSelection"):
        start, end = (points.get(words.guid(xml.value(one, name))) for name in ("fromSyncPoint", "toSyncPoint"))
        yield _selected(one, start, end)


def _selected(one: xml.Element, start: int | None, end: int | None) -> Selected:
    return Selected(
        id=words.guid(xml.value(one, "guid")),
        name=xml.value(one, "name") or "",
        start=-1 if start is None or end is None else start,
        end=-1 if start is None or end is None else end,
        user=words.guid(xml.value(one, "creatingUser")),
        at=(xml.value(one, "creationDateTime") or "").strip(),
        description=xml.text_of(xml.child(one, "Description")).strip(),
        codings=codings(one),
        notes=tuple(note_refs(one)),
    )


def flow(files: Files, names: Collection[str]) -> Iterator[tuple[xml.Element, list[Selected]]]:
    """The pieces of a project one by one, each with the text selections that stood in it.

    Selections are taken out of their source as they come, so that one with very many of them takes little memory.
    """
    held: list[Selected] = []
    with files.xml() as stream:
        pieces = xml.pieces(stream, names, inner=(SELECTION,), file=files.path.name, part=files.part)
        for piece in pieces:
            if xml.local(piece) != SELECTION:
                yield piece, held
                held = []
            elif _of_text(piece):
                held.append(selected(piece))
                if len(held) > MOST_PASSAGES:
                    reason = f"one text has more than {MOST_PASSAGES:,} passages."
                    raise BadInput(reason, remedy="Export parts of the project.", file=files.path.name)


def taken(source: xml.Element) -> list[Selected]:
    """The text selections of a source that is there as a whole."""
    return [selected(one) for box in containers(source) for one in xml.children(box, SELECTION)]


def _of_text(selection: xml.Element) -> bool:
    """Whether a selection is one of a source's text, not of the words under an area of a page."""
    box = selection.getparent()
    above = box.getparent() if box is not None else None
    return above is None or xml.local(above) != "PDFSelection"


def marked(found: Iterable[Selected]) -> list[Marked]:
    """Selections as evidence of how positions are counted."""
    return [Marked(one.start, one.end, one.name) for one in found if one.start >= 0]


def sync_points(container: xml.Element) -> list[tuple[str, int, int | None]]:
    """The sync points of a transcript: id, position as written, milliseconds."""
    found = []
    for one in xml.children(container, "SyncPoint"):
        position = words.whole(xml.value(one, "position"))
        if position is not None:
            found.append((words.guid(xml.value(one, "guid")), position, words.whole(xml.value(one, "timeStamp"))))
    return found


def placeless(source: xml.Element, held: Iterable[Selected]) -> tuple[int, int]:
    """Selections of a source that mark no text (areas, stretches of sound), and the codings in them.

    The area of a PDF whose text is also marked, under the same id, does not count.
    """
    texts = {one.id for one in held}
    areas = [
        one
        for one in xml.children(source, "PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection")
        if words.guid(xml.value(one, "guid")) not in texts
    ]
    return len(areas), sum(1 for area in areas for _ in xml.children(area, "Coding"))
