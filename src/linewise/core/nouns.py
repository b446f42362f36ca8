"""The facts that a project consists of. Each is one row of the projection, and changes only through an event.

Times are ISO 8601 strings in UTC with microseconds, so that they sort as text. Ids are UUIDs (RFC 9562, version 7)
as strings; units and documents are numbered from 0 within their project, in the order of import.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

Value = Literal["present", "absent", "unsure"]
Origin = Literal["person", "model", "rule", "import"]
MarkState = Literal["done", "unsure", "skipped"]
CodeStatus = Literal["active", "retired", "merged"]
RoundState = Literal["open", "closed"]
QuestionState = Literal["answered", "set_aside"]
Verdict = Literal["for", "against"]
ItemState = Literal["pending", "accepted", "corrected", "unsure", "skipped"]
Role = Literal["owner", "coder", "reviewer", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A corpus, a codebook, the codings, the models and the log, with the choices that hold for all of them."""

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
    stands, so that undoing an import hides them and redoing it brings them back.
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
class Round:
    """A batch of units put before a coder for verification."""

    family: ClassVar[str] = "round"

    id: str
    number: int
    coder: str
    strategy: str
    focus: str | None = None
    size: int
    audit_share: float
    seed: int
    model: str | None
    state: RoundState = "open"
    opened_at: str
    closed_at: str | None = None
    blind_share: float = 0.0

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundItem:
    """One unit of a round: why and with what probability it was chosen, what was predicted, what was decided.

    A `blind` item shows its prediction only after the coder has answered; `unaided` are the codes of that first answer,
    given at `unaided_at`, and `codes` those that stand in the end.
    """

    family: ClassVar[str] = "round_item"

    round: str
    position: int
    unit: int
    reason: str
    propensity: float | None
    audit: bool
    predicted: Mapping[str, float] = field(default_factory=dict)
    suggested: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    state: ItemState = "pending"
    at: str | None = None
    blind: bool = False
    unaided: tuple[str, ...] = ()
    unaided_at: str | None = None

    @property
    def key(self) -> str:
        return f"{self.round}:{self.position}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A fitted encoder; its vectors are recomputable and stored in blocks beside the projection.

    `source` is what was asked for ("default", "lexical", "folder:…", "hub:…", "tuned:…"). One that is `offered` is not
    used before a person chose it, at `used_at`. `seen` names the artefact with the units (int64) whose labels shaped
    it, and is empty where none did: such units say nothing of how well it does.
    """

    family: ClassVar[str] = "encoding"

    id: str
    name: str
    dimensions: int
    artefact: str
    notice: str
    at: str
    source: str = "default"
    offered: bool = False
    used_at: str | None = None
    seen: str = ""

    @property
    def key(self) -> str:
        return self.id

    @property
    def in_use_since(self) -> str | None:
        """When it came into use, None while it is only offered; the latest of a project's encoders is in use."""
        return self.used_at or (None if self.offered else self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A fitted learner with its recipe, its training set, its codebook version and its figures.

    The one pinned last is in use, and where none is pinned the newest.
    """

    family: ClassVar[str] = "model"

    id: str
    number: int
    recipe: Mapping[str, object]
    encoding: str
    codes: tuple[str, ...]
    artefact: str
    training: str
    decisions: int
    codebook: int
    seed: int
    figures: Mapping[str, object]
    at: str
    pinned_at: str | None = None

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a coder answered to a question that the model raised, or that it was set aside.

    `id` follows from the kind and `about`, the things asked about as "family:key"; `outcome` are the things that the
    answer made or changed.
    """

    family: ClassVar[str] = "question"

    id: str
    kind: str
    about: tuple[str, ...]
    state: QuestionState
    answer: str
    outcome: tuple[str, ...] = ()
    coder: str
    at: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Rationale:
    """A coder's word on a word: that it is a reason for a code in a unit, or that it is none (Zaidan et al. 2007).

    `start` and `end` are code points of the unit's text.
    """

    family: ClassVar[str] = "rationale"

    id: str
    unit: int
    code: str
    start: int
    end: int
    word: str
    verdict: Verdict
    coder: str
    at: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """A replay of ways of choosing on answers that are known; the `artefact` holds its curves."""

    family: ClassVar[str] = "simulation"

    id: str
    recipe: Mapping[str, object]
    artefact: str
    coder: str
    at: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A model's scores for every unit, and the confidence from which each code is given. The newest one counts.

    `promise` says what may be relied on of the codes given: the precision asked for and what can be held to it.
    """

    family: ClassVar[str] = "application"

    id: str
    number: int
    model: str
    artefact: str
    codes: tuple[str, ...]
    thresholds: Mapping[str, float]
    confidence: float
    units: int
    coded: int
    at: str
    promise: Mapping[str, object] = field(default_factory=dict)

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


Noun = (
    Project
    | Coder
    | Source
    | Note
    | OpenCode
    | Placement
    | Code
    | Coding
    | Mark
    | Bookmark
    | SavedView
    | Refusal
    | Round
    | RoundItem
    | Encoding
    | Model
    | Question
    | Rationale
    | Simulation
    | Application
    | Memo
)

NOUNS: tuple[type[Noun], ...] = (
    Project,
    Coder,
    Source,
    Note,
    OpenCode,
    Placement,
    Code,
    Coding,
    Mark,
    Bookmark,
    SavedView,
    Refusal,
    Round,
    RoundItem,
    Encoding,
    Model,
    Question,
    Rationale,
    Simulation,
    Application,
    Memo,
)
