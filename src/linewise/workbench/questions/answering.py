"""What an answer to a question does: codes, codings, memos and rounds change with the answer, in one event."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from linewise.coding.decisions import coded
from linewise.core.errors import BadInput, Conflict, NotFound
from linewise.core.events import Change, Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code, Memo, Question, QuestionState, Round, Value
from linewise.core.text import checked
from linewise.exploring import memos
from linewise.grouping import codes
from linewise.grouping.views import Part
from linewise.storage import Connection, log, reading
from linewise.teaching.questions import Offer, Raised
from linewise.teaching.questions.views import Answered
from linewise.workbench.clock import new_id, new_ids, new_seed, now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings, with_twins
from linewise.workbench.models import scoring
from linewise.workbench.questions import asking
from linewise.workbench.rounds.choosing import Candidates, chosen
from linewise.workbench.unwritten import Unwritten

STRATEGY = "diverse"
LONGEST = 20_000


def answer(desk: Desk, question: str, answer: str, text: str) -> Answered:
    """Give one of the answers that a question admits, by its name or its number, with the words it needs."""
    raised = asking.one(desk, question)
    named = {each.name: each for each in raised.offers} | {str(at): each for at, each in enumerate(raised.offers, 1)}
    offer = named.get(answer)
    if offer is None:
        names = ", ".join(each.name for each in raised.offers)
        raise BadInput(f"This question cannot be answered by {answer!r}.", remedy=f"Use one of {names}.")
    words = checked(text, what="answer", longest=LONGEST).strip()
    if offer.needs != "nothing" and not words:
        raise BadInput(f"“{offer.title}” needs {_what(offer)}.", remedy="Type it.")
    pool = scoring.pool(desk) if offer.deed == "round" else None

    def decide(connection: Connection, facts: Facts) -> Draft:
        deed = Deed(desk, connection, facts, raised, offer, words, now())
        changes, outcome = deed.changes(pool)
        said = f"{offer.title}: {words}" if offer.needs != "nothing" else offer.title
        fact = _fact(facts, desk, raised, "answered", said, outcome, deed.at)
        detail = {"question": raised.id, "kind": raised.kind, "answer": offer.name, "deed": offer.deed}
        return Draft("question_answered", (*changes, fact), detail)

    return _written(desk, raised.id, decide)


def set_aside(desk: Desk, question: str) -> Answered:
    """Do not ask this again, until much more speaks for it."""
    raised = asking.one(desk, question)

    def decide(_: Connection, facts: Facts) -> Draft:
        fact = _fact(facts, desk, raised, "set_aside", "", (), now())
        return Draft("question_set_aside", (fact,), {"question": raised.id, "kind": raised.kind})

    return _written(desk, raised.id, decide)


def _written(desk: Desk, question: str, decide: Callable[[Connection, Facts], Draft]) -> Answered:
    desk.write(decide)
    with desk.reading() as (connection, facts):
        return asking.answered(connection, facts, desk, need(facts, Question, question))


def _what(offer: Offer) -> str:
    return "a name" if offer.needs == "name" else "some words"


def _fact(
    facts: Facts, desk: Desk, raised: Raised, state: QuestionState, said: str, outcome: tuple[str, ...], at: str
) -> Change:
    old = facts.get(Question, raised.id)
    new = Question(
        id=raised.id,
        kind=raised.kind,
        about=raised.about,
        state=state,
        answer=said,
        outcome=outcome,
        coder=desk.coder,
        at=at,
    )
    return change(old, new)


class Deed:
    """One answer being carried out in the transaction of its event."""

    def __init__(
        self, desk: Desk, connection: Connection, facts: Facts, raised: Raised, offer: Offer, words: str, at: str
    ) -> None:
        self._desk, self._connection, self._facts = desk, connection, facts
        self._raised, self._offer, self._words, self.at = raised, offer, words, at

    def changes(self, pool: Candidates | None) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        """What changes, and the things that it makes or changes."""
        offer = self._offer
        match offer.deed:
            case "keep":
                return (), ()
            case "memo":
                return self._memo()
            case "define" | "not_when":
                return self._described()
            case "code":
                return tuple(self._coded(self._facts, offer.units, offer.values)), _refs(offer.units)
            case "split":
                return self._split()
            case "merge":
                draft = codes.merge(self._facts, codes=[offer.code], into=offer.into)
                return draft.changes, (f"code:{offer.into}",)
            case "retire":
                return codes.retire(self._facts, code=offer.code).changes, (f"code:{offer.code}",)
            case "create":
                return self._created()
            case "round":
                assert pool is not None
                return self._round(pool)

    def _memo(self) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        first, *others = dict.fromkeys((*self._raised.about, *_refs(self._raised.units)))
        about, key = memos.place(first)
        made = new_id()
        named = memos.spoken_of(self._words, list(self._facts.find(Code)), list(self._facts.find(Memo)))
        draft = memos.write(
            self._facts,
            memo=made,
            about=about,
            about_id=key,
            text=self._words,
            links=others,
            named=[each for each in named if not each.startswith("unit:")],
            before=(),
            coder=self._desk.coder,
            at=self.at,
        )
        return draft.changes, (f"memo:{made}",)

    def _described(self) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        offer, old = self._offer, need(self._facts, Code, self._offer.code)
        fields = {"definition": self._words}
        if offer.deed == "not_when":
            fields = {"not_when": f"{old.not_when}\n{self._words}".strip()}
        draft = codes.describe(self._facts, code=old.id, at=self.at, **fields)
        return draft.changes, (f"code:{old.id}",)

    def _coded(self, facts: Facts, units: Iterable[int], values: Mapping[str, Value]) -> Iterator[Change]:
        codebook = log.last_codebook_seq(self._connection, self._desk.project_no)
        exclusive = settings(facts, self._desk).exclusive
        every = [twin for unit in units for twin in with_twins(self._connection, self._facts, self._desk, unit)]
        for unit in dict.fromkeys(every):
            yield from coded(facts, unit, self._desk.coder, values, self.at, codebook, exclusive=exclusive, round=None)

    def _split(self) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        """Decided units move, and with them the open codes that were mostly written on such units."""
        part, own = set(self._offer.units), need(self._facts, Code, self._offer.code)
        written: defaultdict[str, list[bool]] = defaultdict(list)
        same = codes.same_as(self._facts, own)
        for unit, norm, _ in reading.placed(self._connection, self._desk.project_no, codes=same):
            written[norm].append(unit in part)
        norms = tuple(norm for norm, inside in written.items() if 2 * sum(inside) > len(inside))
        parts = [Part(name=self._words, norms=norms, units=tuple(sorted(part)))]
        draft, made = codes.split(self._facts, code=own.id, parts=parts, retire=False, at=self.at, ids=new_ids())
        return draft.changes, tuple(f"code:{each}" for each in made)

    def _created(self) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        book = Unwritten(self._facts)
        code = book.code(self._words, id=new_id(), at=self.at)
        made = [change(None, each) for each in book.made]
        steps = self._coded(book, self._offer.units, {code: "present"})
        return (*made, *steps), (f"code:{code}", *_refs(self._offer.units))

    def _round(self, pool: Candidates) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        """A round of these units alone: nothing of it is drawn at random, so nothing of it is an audit sample."""
        facts, desk = self._facts, self._desk
        rounds = list(facts.find(Round, coder=desk.coder))
        if any(each.state == "open" for each in rounds):
            raise Conflict("A round is open already.", remedy="Finish or close it first.")
        kept = np.isin(pool.units, self._offer.units)
        if not kept.any() or pool.vectors is None:
            raise NotFound("You have read all of these.", remedy="Leave the question, or answer it otherwise.")
        opened = Round(
            id=new_id(),
            number=len(rounds) + 1,
            coder=desk.coder,
            strategy=STRATEGY,
            size=int(kept.sum()),
            audit_share=0.0,
            seed=new_seed(),
            model=pool.model.id if pool.model is not None else None,
            opened_at=self.at,
        )
        fewer = replace(
            pool,
            units=pool.units[kept],
            scores=pool.scores[kept] if pool.scores is not None else None,
            vectors=pool.vectors[kept],
            twins=pool.twins[kept],
        )
        why = "A question asks about texts like this."
        items = [replace(item, reason=why) for item in chosen(desk, fewer, opened)]
        opened = replace(opened, size=len(items))
        return (change(None, opened), *(change(None, item) for item in items)), (f"round:{opened.id}",)


def _refs(units: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"unit:{unit}" for unit in units)
