"""What one program hands to another: documents, a codebook, statements about passages, notes.

Readers of other programs' files give it, writers take it, so that a format is one file and all of them agree. Offsets
count Unicode code points of the document's text, ends exclusive; ids are unique within one parcel; times are ISO 8601
or empty; a name that is empty is not known.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Literal

AttributeValue = str | int | float | bool | None
Stated = Literal["present", "absent", "unsure"]
Subject = Literal["project", "document", "code", "passage"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A property of a part of a text that its units take over: name "heading", "page", "speaker", "time", "part" …

    A unit has the value of the stretch in which it begins; of several with one name, of the latest to begin.
    """

    start: int
    end: int
    name: str
    value: AttributeValue


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """One code of a codebook. `parents` are ids; one that is not `codable` only groups others."""

    id: str
    name: str
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    colour: str = ""
    codable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Somebody's word that a code is in a passage (or, without `start`, in the whole document), or is not.

    `machine`: a model's prediction, with its `score` in 0…1 where it has one. `passage` is the id of the marked
    passage, for formats in which several statements share one.
    """

    code: str
    start: int | None = None
    end: int | None = None
    value: Stated = "present"
    coder: str = ""
    machine: bool = False
    score: float | None = None
    at: str = ""
    id: str = ""
    passage: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoEntry:
    """A note about the project, a document, a code, or a passage (`start` to `end` of the document).

    `subject_id` is the id of what it is about. `open_codes`: the note is an open code or several, between semicolons.
    """

    text: str
    subject: Subject = "project"
    subject_id: str = ""
    title: str = ""
    start: int | None = None
    end: int | None = None
    coder: str = ""
    at: str = ""
    id: str = ""
    open_codes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """One document with everything that is said of it. `units`: how the other program cut it, where it did."""

    id: str
    name: str
    text: str
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    stretches: tuple[Stretch, ...] = ()
    statements: tuple[Statement, ...] = ()
    memos: tuple[MemoEntry, ...] = ()
    units: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that has no place on the other side: what, how many, and what became of it.

    `kept`: it is not shown, but a later export of the same format gives it back.
    """

    what: str
    count: int
    reason: str
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A file that was imported and kept whole, because it holds what we have no place for. `open` gives its bytes."""

    name: str
    format: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A whole project on its way: `documents` come one by one, and may be gone through again.

    `program` wrote it ("ATLAS.ti 23.4"); `coders` are the people in it, also those who said nothing. What came from an
    original has the id that it has there.
    """

    program: str
    name: str = ""
    codes: tuple[CodeEntry, ...] = ()
    coders: tuple[str, ...] = ()
    documents: Iterable[DocumentEntry] = ()
    memos: tuple[MemoEntry, ...] = ()
    originals: tuple[Original, ...] = ()
