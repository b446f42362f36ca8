"""What the student asks: raised from the project as it stands, kept until it changed, told with texts and words."""

from collections.abc import Iterable, Sequence

import numpy as np

from linewise.core.errors import NotFound, NotReady
from linewise.core.events import KINDS
from linewise.core.facts import Facts
from linewise.core.nouns import Code, Coder, Mark, Question
from linewise.grouping.impact import impact
from linewise.grouping.wording import distinguishing
from linewise.storage import Connection, corpus, log, reading
from linewise.teaching.questions import Entry, Ground, Offer, Raised, Said, Side, few, left_out, raised
from linewise.teaching.questions.ground import unit_length
from linewise.teaching.questions.settled import same, standing
from linewise.teaching.questions.views import Answered, AnswerView, Questions, QuestionView, SideView
from linewise.workbench import naming
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.given import settings
from linewise.workbench.models import scoring, training
from linewise.workbench.questions.thoughts import Found

JOB = "ask"
WORDS = 6
WORDS_FROM = 200
KEPT = 60
HISTORY = 50
NOTHING_YET = "Questions come when there are units with codes, and every unit has its vector."
NOTHING = "Nothing to ask now: what was decided so far agrees with itself."


def questions(desk: Desk, *, wait: bool) -> Questions:
    """The few that matter most; without `wait` those of the last look, while a newer look goes on in the background."""
    thoughts = desk.cache.thoughts
    seq = _seq(desk)
    if thoughts.found is None or thoughts.found.seq != seq:
        if wait:
            look(desk)
        elif not any(job.kind == JOB for job in desk.jobs.running(desk.project_id)):
            desk.jobs.start(desk.project_id, JOB, "look for questions", lambda _: look(desk), once=True)
    found = thoughts.found
    with desk.reading() as (connection, facts):
        history = _history(connection, facts, desk)
        if found is None:
            return Questions(items=(), more=0, thinking=True, words="", answered=history)
        open_ = _open(connection, facts, desk, found)
        asked = few(open_)
        items = tuple(_view(connection, facts, desk, one, found) for one in asked)
    words = "" if items else NOTHING if found.ready else NOTHING_YET
    return Questions(
        items=items, more=len(open_) - len(items), thinking=found.seq != seq, words=words, answered=history
    )


def one(desk: Desk, question: str) -> Raised:
    """The question with this id, if it is still asked."""
    for again in (False, True):
        if again or desk.cache.thoughts.found is None:
            look(desk)
        found = desk.cache.thoughts.found
        assert found is not None
        with desk.reading() as (connection, facts):
            asked = {each.id: each for each in _open(connection, facts, desk, found)}
        if question in asked:
            return asked[question]
    raise NotFound(f"Nobody asks {question!r} now.", remedy="See which questions there are: linewise teach questions.")


def look(desk: Desk) -> None:
    """Raise every question anew, unless this state of the project was looked at."""
    thoughts = desk.cache.thoughts
    with thoughts.lock:
        seq = _seq(desk)
        if thoughts.found is not None and thoughts.found.seq == seq:
            return
        with desk.reading() as (connection, facts):
            seq = log.head(connection, desk.project_no)[0]
            known = tuple(facts.find(Question))
            try:
                ground = gather(connection, facts, desk)
            except NotReady:
                thoughts.found = Found(seq, (), frozenset(), {}, ready=False)
                return
        found = standing(raised(ground), known, ground)[:KEPT]
        words = {(each.id, at): said for each in found for at, said in enumerate(_words(ground, each))}
        settled = frozenset((old.id, old.at) for old in known)
        thoughts.found = Found(seq, found, settled, words, ready=len(ground.units) > 0)


def gather(connection: Connection, facts: Facts, desk: Desk) -> Ground:
    """What questions are raised from, as it stands; NotReady while vectors are missing."""
    no, options = desk.project_no, settings(facts, desk)
    vectors = encoding.vectors(desk)
    taught = training.gather(connection, facts, desk)
    twins = scoring.twins(desk)
    codes = reading.active_codes(connection, no)
    column = {code.id: at for at, code in enumerate(codes)}
    spoken = [
        (unit, column[code], coder, value == "present")
        for unit, code, value, coder, _ in reading.decisions(connection, no)
        if code in column and value != "unsure"
    ]
    read: dict[int, str] = {}
    for unit, _, _, _, at in reading.decisions(connection, no):
        read[unit] = max(at, read.get(unit, ""))
    for unit, placed, coder, at in reading.groupings(connection, no):
        read[unit] = max(at, read.get(unit, ""))
        if placed in column:
            spoken.append((unit, column[placed], coder, True))
    for mark in facts.find(Mark):
        read[mark.unit] = max(mark.at, read.get(mark.unit, ""))
    units, labels, weights = taught.training.units, taught.training.labels, taught.training.weights
    times = tuple(read.get(int(unit), "") for unit in units)
    x = unit_length(vectors[units]) if len(units) else np.empty((0, vectors.shape[1]), np.float32)
    outside = left_out(x, labels, weights, copies=twins[units], exclusive=options.exclusive, seed=options.seed)
    by_time = np.argsort(np.argsort(np.array(times, dtype=str), kind="stable"), kind="stable")

    def texts(asked: Sequence[int]) -> list[str]:
        wanted = sorted(set(asked))
        with desk.reading() as (again, _):
            known = dict(zip(wanted, corpus.texts_of(again, no, wanted), strict=True))
        return [known[unit] for unit in asked]

    return Ground(
        units=units,
        labels=labels,
        explicit=taught.training.explicit,
        outside=outside,
        when=by_time,
        vectors=vectors,
        twins=twins,
        standing=np.fromiter(corpus.unit_ids(connection, no), dtype=np.int64),
        read=np.fromiter(read, dtype=np.int64, count=len(read)),
        codes=tuple(
            Entry(id=code.id, name=code.name, definition=code.definition, not_when=code.not_when, parents=code.parents)
            for code in codes
        ),
        texts=texts,
        said=_said(spoken, len(codes), exclusive=options.exclusive),
        definitions=_definitions(desk, codes),
        at=times,
        exclusive=options.exclusive,
        seed=options.seed,
    )


def _said(spoken: Iterable[tuple[int, int, str, bool]], codes: int, *, exclusive: bool) -> Said:
    """Statements as columns; where codes exclude one another, who found one denied the others."""
    rows = dict.fromkeys(spoken)
    if exclusive:
        denied = {(unit, coder): set(range(codes)) for unit, _, coder, present in rows if present}
        for unit, code, coder, _ in rows:
            denied.get((unit, coder), set()).discard(code)
        rows |= dict.fromkeys((unit, code, coder, False) for (unit, coder), left in denied.items() for code in left)
    people = {coder: at for at, coder in enumerate(dict.fromkeys(coder for _, _, coder, _ in rows))}
    table = np.array([(unit, code, people[coder], present) for unit, code, coder, present in rows], np.int64)
    table = table.reshape(-1, 4)
    return Said(table[:, 0], table[:, 1], table[:, 2], table[:, 3].astype(bool))


def _definitions(desk: Desk, codes: Sequence[Code]) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]] | None":
    defined = [(at, f"{code.name}. {code.definition}") for at, code in enumerate(codes) if code.definition.strip()]
    if not defined:
        return None
    vectors = unit_length(encoding.phrases(desk, [text for _, text in defined]))
    found = np.zeros((len(codes), vectors.shape[1]), np.float32)
    found[[at for at, _ in defined]] = vectors
    return found


def _words(ground: Ground, question: Raised) -> tuple[tuple[str, ...], ...]:
    """For each side the words that mark it off: from the other side, or from the corpus at large."""
    rng = np.random.default_rng(ground.seed)
    sides = [_texts(ground, side) if len(side.units) >= 5 else () for side in question.sides]
    if len(sides) == 2 and all(sides):
        first, second = distinguishing(sides[0], sides[1], most=WORDS)
        return tuple(word.word for word in first), tuple(word.word for word in second)
    if len(sides) == 1 and sides[0]:
        others = rng.permutation(ground.standing)[:WORDS_FROM]
        first, _ = distinguishing(sides[0], ground.texts([int(unit) for unit in others]), most=WORDS)
        return (tuple(word.word for word in first),)
    return tuple(() for _ in sides)


def _texts(ground: Ground, side: Side) -> tuple[str, ...]:
    step = max(1, -(-len(side.units) // WORDS_FROM))
    return tuple(ground.texts(side.units[::step]))


def _open(connection: Connection, facts: Facts, desk: Desk, found: Found) -> list[Raised]:
    """Those of the last look that nobody settled since, about codes that are still in use."""
    fresh = [old for old in facts.find(Question) if (old.id, old.at) not in found.known]
    active = {f"code:{code.id}" for code in reading.active_codes(connection, desk.project_no)}
    return [
        each
        for each in found.questions
        if not any(same(each, old) for old in fresh)
        and all(reference in active for reference in each.about if reference.startswith("code:"))
    ]


def _view(connection: Connection, facts: Facts, desk: Desk, question: Raised, found: Found) -> QuestionView:
    shown = {unit.id: unit for unit in reading.units(connection, desk.project_no, question.units, coder=desk.coder)}
    return QuestionView(
        id=question.id,
        kind=question.kind,
        about=question.about,
        title=question.title,
        why=question.why,
        sides=tuple(
            SideView(
                title=side.title,
                code=side.code,
                units=tuple(shown[unit] for unit in side.shown if unit in shown),
                many=max(len(side.units), len(side.shown)),
                words=found.words.get((question.id, at), ()),
            )
            for at, side in enumerate(question.sides)
        ),
        answers=tuple(
            AnswerView(
                name=offer.name,
                title=offer.title,
                effect=_effect(facts, offer),
                needs=offer.needs,
                filled=offer.filled,
            )
            for offer in question.offers
        ),
        value=round(question.value, 3),
        numbers=question.numbers,
    )


def _effect(facts: Facts, offer: Offer) -> str:
    if offer.deed == "merge":
        return " ".join(impact(facts, "merge", codes=[offer.code], into=offer.into).sentences)
    if offer.deed == "retire":
        return " ".join(impact(facts, "retire", codes=[offer.code]).sentences)
    return offer.effect


def _history(connection: Connection, facts: Facts, desk: Desk) -> tuple[Answered, ...]:
    known = sorted(facts.find(Question), key=lambda old: old.at, reverse=True)[:HISTORY]
    return tuple(answered(connection, facts, desk, old) for old in known)


def answered(connection: Connection, facts: Facts, desk: Desk, old: Question) -> Answered:
    """An answer as it is told: by name, with the event that can be taken back."""
    events = log.touching(connection, desk.project_no, Question.family, old.key)
    own = [event for event in log.newest(connection, desk.project_no, seqs=events[-4:], limit=4) if _made(event.kind)]
    who = facts.get(Coder, old.coder)
    return Answered(
        id=old.id,
        kind=old.kind,
        about=tuple(thing.name for thing in naming.things(connection, facts, desk, old.about)),
        state=old.state,
        answer=old.answer,
        outcome=old.outcome,
        coder=who.name if who is not None else old.coder,
        at=old.at,
        event=own[0].seq if own else None,
    )


def _made(kind: str) -> bool:
    return KINDS[kind].undoable and kind.startswith("question_")


def _seq(desk: Desk) -> int:
    with desk.reading() as (connection, _):
        return log.head(connection, desk.project_no)[0]
