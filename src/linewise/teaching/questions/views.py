"""What the questions of the student look like from outside: with texts, words, and what each answer will do."""

from collections.abc import Mapping
from dataclasses import dataclass

from linewise.core.nouns import QuestionState
from linewise.core.views import UnitView
from linewise.teaching.questions.question import Kind, Needs


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """Some units that speak for a question, of how many, and the words that mark them off from the other side."""

    title: str
    code: str | None
    units: tuple[UnitView, ...]
    many: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """One answer that a question admits; where it `needs` a "text" or "name" it is given with words, first `filled`."""

    name: str
    title: str
    effect: str
    needs: Needs
    filled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question: what it is about ("code:ID", "unit:12"), why it is asked, what speaks for it, how it is answered."""

    id: str
    kind: Kind
    about: tuple[str, ...]
    title: str
    why: str
    sides: tuple[SideView, ...]
    answers: tuple[AnswerView, ...]
    value: float
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was answered to a question, or that it was set aside: who, when, and in which event (for its undo).

    `about` says in words what it was about, `outcome` are the things that the answer made or changed.
    """

    id: str
    kind: str
    about: tuple[str, ...]
    state: QuestionState
    answer: str
    outcome: tuple[str, ...]
    coder: str
    at: str
    event: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The few questions that matter most now, and those that were answered or set aside, newest first.

    `more`: how many wait behind these; `thinking`: a newer state of the project is still being looked at; `words`
    says how things stand.
    """

    items: tuple[QuestionView, ...]
    more: int
    thinking: bool
    words: str
    answered: tuple[Answered, ...]
