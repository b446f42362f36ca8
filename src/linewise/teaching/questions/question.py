"""A question as the student raises it: what it is about, what speaks for asking, and what each answer will do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, Protocol

from linewise.core.nouns import Value
from linewise.teaching.questions.ground import Ground

Kind = Literal[
    "twins",
    "boundary",
    "two_senses",
    "drift",
    "alike",
    "unread",
    "slip",
    "missed",
    "empty",
]
Deed = Literal["keep", "memo", "define", "not_when", "code", "split", "merge", "retire", "create", "round"]
Needs = Literal["nothing", "text", "name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Units that speak for a question: the few `shown`, and all of them (`units`), from which words are drawn."""

    title: str
    shown: tuple[int, ...]
    units: tuple[int, ...] = ()
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One answer that a question admits: what it is called, what it will do, and what the coder has to type for it.

    `filled` is the text to begin with; `code` and `into` are the codes it concerns; `values` says of each unit which
    code becomes what.
    """

    name: str
    title: str
    effect: str
    deed: Deed
    needs: Needs = "nothing"
    filled: str = ""
    code: str = ""
    into: str = ""
    units: tuple[int, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A question: `about` are its subjects as "family:key", which decide its `id`; `value` (0 to 1) ranks it.

    `numbers` is its evidence in figures, by what they are called.
    """

    kind: Kind
    about: tuple[str, ...]
    title: str
    why: str
    sides: tuple[Side, ...]
    offers: tuple[Offer, ...]
    value: float
    numbers: Mapping[str, float] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Equal for equal subjects of one kind, whenever it is raised."""
        return f"{self.kind}-{sha256(' '.join((self.kind, *self.about)).encode()).hexdigest()[:12]}"

    @property
    def units(self) -> tuple[int, ...]:
        """Every unit that is shown."""
        return tuple(dict.fromkeys(unit for side in self.sides for unit in side.shown))


class Asking(Protocol):
    """One kind of question: everything of its kind that there is to ask, in any order."""

    def __call__(self, ground: Ground) -> list[Raised]:
        """Pure: equal grounds give equal questions."""


MEMO = Offer(
    name="memo",
    title="Write a memo",
    effect="Nothing changes; what you think is kept as a memo beside what is asked about.",
    deed="memo",
    needs="text",
)


def keep(title: str, effect: str) -> Offer:
    """The answer that all is well as it is."""
    return Offer(name="keep", title=title, effect=effect, deed="keep")
