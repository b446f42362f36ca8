"""What people bring and say: corpus, notes, codes, codings, memos."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

Value = Literal["present", "absent", "unsure"]
Origin = Literal["person", "model", "rule", "import"]
MarkState = Literal["done", "unsure", "skipped"]
CodeStatus = Literal["active", "retired", "merged"]
Role = Literal["owner", "coder", "reviewer", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A corpus, a codebook, the codings, the models and the log, with the choices that hold for all of them.

    `learn_imports`: models also learn from what imports say, weakly, where no person has spoken.
    """

    family: ClassVar[str] = "project"

    id: str
    name: str
    created_at: str
    exclusive: bool = False
    code_twins: bool = True
    round_size: int = 50
    audit_share: float = 0.2
    precision: float = 0.9
    seed: int = 0
    blind_share: float = 0.0
    learn_imports: bool = False

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """A person in a project, with a role."""

    family: ClassVar[str] = "coder"

    id: str
    name: str
    role: Role = "coder"

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One import: where its documents came from, which units it holds, and the digest of their content.

    The documents and units themselves are an immutable artefact beside the projection; they count while this fact
    stands, so that undoing an import hides them and redoing it brings them back. A project of another `program` also
    brought `spans` (statements with their exact passages); `parcel` names the artefact with the ids that things have
    there, `original` the one with the file itself, each empty where there is none.
    """

    family: ClassVar[str] = "source"

    id: str
    name: str
    sha256: str
    digest: str
    first_document: int
    documents: int
    first_unit: int
    units: int
    codings: int
    skipped: int
    plan: Mapping[str, object]
    at: str
    program: str = ""
    spans: int = 0
    parcel: str = ""
    original: str = ""

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Free text that a coder wrote about a unit, or about a span of it (code points into the unit's text)."""

    family: ClassVar[str] = "note"

    id: str
    unit: int
    coder: str
    text: str
    start: int | None = None
    end: int | None = None
    at: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCode:
    """One piece of a note: "surprise; monetary gain" is two. `norm` is the text by which equal pieces are found."""

    family: ClassVar[str] = "open_code"

    id: str
    note: str
    unit: int
    coder: str
    position: int
    text: str
    norm: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """An open code that was put into a code; it may sit in several."""

    family: ClassVar[str] = "placement"

    open_code: str
    code: str

    @property
    def key(self) -> str:
        return f"{self.open_code}:{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A focused code. Codings refer to its id, so that renaming never touches them.

    `defined_at` is when its meaning last changed: codings older than that were made under another definition.
    A merged code points to the one that took it in, and every reader follows that pointer.
    """

    family: ClassVar[str] = "code"

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
    position: int = 0
    status: CodeStatus = "active"
    merged_into: str | None = None
    created_at: str
    defined_at: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A person's statement that a code is present, absent or unsure in a unit. Unknown is not absent.

    Machine codings are not facts of this kind: they are scores in an artefact, referred to by an `Application`.
    """

    family: ClassVar[str] = "coding"

    unit: int
    code: str
    coder: str
    value: Value
    origin: Origin = "person"
    round: str | None = None
    codebook: int = 0
    at: str

    @property
    def key(self) -> str:
        return f"{self.unit}:{self.code}:{self.coder}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a coder said about a unit as a whole: done with it, unsure, or skipped."""

    family: ClassVar[str] = "mark"

    unit: int
    coder: str
    state: MarkState
    at: str

    @property
    def key(self) -> str:
        return f"{self.unit}:{self.coder}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """A unit that a coder wants to find again."""

    family: ClassVar[str] = "bookmark"

    unit: int
    coder: str
    at: str

    @property
    def key(self) -> str:
        return f"{self.unit}:{self.coder}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A way of looking at the units that somebody named: filters, order and columns, as the page keeps them."""

    family: ClassVar[str] = "saved_view"

    id: str
    name: str
    query: Mapping[str, object]
    coder: str
    at: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A proposal of the machine that a coder turned down, so that it is not made again.

    `kind` says what was proposed ("cluster": open codes that belong together), `about` what it was about.
    """

    family: ClassVar[str] = "refusal"

    id: str
    kind: str
    about: tuple[str, ...]
    coder: str
    at: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A text attached to anything: a unit, a code, a coder, a round, a model or the project.

    `links` are the other things that it speaks of, as "family:key" ("unit:12", "code:…", "memo:…").
    """

    family: ClassVar[str] = "memo"

    id: str
    about: str
    about_id: str
    text: str
    coder: str
    at: str
    links: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.id
