"""Why the model says what it says of a unit: the words that moved it, and the decided units most like it."""

from collections.abc import Sequence

import numpy as np

from linewise.core.errors import BadInput, NotFound, NotReady
from linewise.core.facts import Facts, need
from linewise.core.nouns import Model
from linewise.storage import artefacts, corpus, reading
from linewise.storage.lineage import lineage
from linewise.teaching.learner import Fitted, Floats
from linewise.teaching.words import Moved, moving_words
from linewise.verifying.views import MovedWord, Neighbour, Reasons
from linewise.workbench import encoding, recalling, training
from linewise.workbench.applied import spoken
from linewise.workbench.desk import Desk

# Probabilities nearer to 0 or 1 than this are as good as certain.
CERTAIN = 1e-6


def reasons(desk: Desk, unit: int, *, code: str | None, model: str | None) -> Reasons:
    """The words that moved a code's score in a unit: of the newest model, or of the one with this id.

    Without a code it is the likeliest one. Raises NotReady without a model, or when it does not know the code.
    """
    with desk.reading() as (connection, facts):
        text = corpus.standing_text(connection, desk.project_no, unit)
        found = need(facts, Model, model) if model is not None else facts.latest(Model)
        _check(facts, found)
        shape = lineage(connection, desk.project_no)
        names = {one.id: one.name for one in reading.active_codes(connection, desk.project_no)}
    if text is None:
        raise NotFound(f"There is no unit {unit} here.", remedy="Its import may have been undone.")
    assert found is not None
    known = desk.cache.reasons
    codes = [shape.now(one) for one in found.codes]
    fitted = known.one((found.id, "fitted"), lambda: _fitted(desk, found))

    def scored(texts: Sequence[str], column: int | None = None) -> Floats:
        keys = [(found.encoding, each) for each in texts]
        vectors = known.many(keys, lambda fresh: list(encoding.of_texts(desk, [each for _, each in fresh])))
        p = fitted.predict(np.stack([vectors[key] for key in keys]))
        p = np.clip(p if column is None else p[:, column], CERTAIN, 1 - CERTAIN).astype(np.float64)
        scores: Floats = np.log(p / (1 - p)).astype(np.float32)
        return scores

    if code is None:
        likely = [codes[at] for at in np.argsort(-scored([text])[0], kind="stable") if codes[at] in names]
        code = likely[0] if likely else ""
    elif code not in names:
        raise NotFound(f"There is no code {code!r} in use.", remedy="List them: linewise group codes.")
    if code not in codes:
        raise NotReady("The model does not know this code.", remedy="Teach again first.")
    at = codes.index(code)
    moved = known.one((found.id, unit, code), lambda: moving_words(text, lambda texts: scored(texts, at)))
    return _told(unit, text, code, found.id, moved)


def nearest(desk: Desk, unit: int, *, limit: int) -> tuple[Neighbour, ...]:
    """The units most like this one that people decided, with the codes that people gave them, most similar first."""
    if not 1 <= limit <= 50:
        raise BadInput(f"1 to 50 units can be shown, not {limit}.", remedy="Ask for fewer.")
    index = recalling.index_of(desk)
    with desk.reading() as (connection, facts):
        if corpus.standing_text(connection, desk.project_no, unit) is None or unit >= len(index):
            raise NotFound(f"There is no unit {unit} here.", remedy="Its import may have been undone.")
        standing = np.fromiter(corpus.unit_ids(connection, desk.project_no), dtype=np.int64)
        said = np.array(sorted(spoken(connection, facts, desk).units), dtype=np.int64)
        among = np.intersect1d(said[said < len(index)], standing)
        vector = index.unit(unit)
        near = index.nearest(vector, index.nearly(vector), among, limit, apart_from=unit)
        ids = [at for at, _ in near]
        views = {one.id: one for one in reading.units(connection, desk.project_no, ids, coder=desk.coder)}
    return tuple(
        Neighbour(
            unit=views[at],
            similarity=round(max(0.0, min(1.0, cosine)), 4),
            codes=tuple(
                dict.fromkeys(
                    one.code for one in views[at].codings if one.origin == "person" and one.value == "present"
                )
            ),
        )
        for at, cosine in near
        if at in views
    )


def _check(facts: Facts, model: Model | None) -> None:
    known = encoding.current(facts)
    if model is None:
        raise NotReady("There is no model yet.", remedy="Teach one first.")
    if known is None or model.encoding != known.id:
        raise NotReady("This model was taught on another encoder.", remedy="Teach again first.")


def _fitted(desk: Desk, model: Model) -> Fitted:
    with desk.reading() as (connection, _):
        return training.restore(artefacts.unseal(connection, desk.project_no, model.artefact))


def _told(unit: int, text: str, code: str, model: str, moved: Moved) -> Reasons:
    words = tuple(
        MovedWord(start=one.start, end=one.end, text=text[one.start : one.end], weight=round(one.weight, 4))
        for one in moved.words
    )
    now, without = _share(moved.score), _share(moved.without)
    return Reasons(
        unit=unit,
        code=code,
        model=model,
        confidence=now,
        without=without,
        words=words,
        whole=moved.whole,
        sentence=_sentence(words, now, without),
    )


def _sentence(words: Sequence[MovedWord], now: float, without: float) -> str:
    strongest = sorted(words, key=lambda one: -abs(one.weight))
    speaking = [f"“{one.text}”" for one in strongest if one.weight > 0]
    against = [f"“{one.text}”" for one in strongest if one.weight < 0]
    if not speaking and not against:
        return "No single word moves it much; it is the text as a whole."
    found = []
    if speaking:
        found.append(f"{', '.join(speaking)} {'speaks' if len(speaking) == 1 else 'speak'} for it")
    if against:
        found.append(f"{', '.join(against)} {'speaks' if len(against) == 1 else 'speak'} against it")
    told = f"{'; '.join(found)}."
    if not speaking:
        return told
    return f"{told} Without the words for it the model would be {_percent(without)} sure, not {_percent(now)}."


def _share(score: float) -> float:
    return round(float(1 / (1 + np.exp(-score))), 4)


def _percent(share: float) -> str:
    """A share in whole percents that is never said to be certain."""
    return f"{min(max(share, 0.01), 0.99):.0%}"
