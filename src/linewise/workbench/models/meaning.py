"""What a code means to the model: its typical units, the words that count, its border, and its neighbours."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import NotReady
from linewise.core.facts import need
from linewise.core.nouns import Code, Model, Round, RoundItem
from linewise.storage import corpus, reading
from linewise.storage.lineage import lineage
from linewise.teaching.views import Bordering, CodeMeaning, Mistaken, WordOfCode
from linewise.teaching.words import words_of
from linewise.verifying.mistaking import mistaken_for
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.encoders.vectors import Vectors
from linewise.workbench.rounds import explaining
from linewise.workbench.rounds.measuring import Rounds
from linewise.workbench.rounds.moving import Mover, mover

# Units looked into word by word where each word must be left out, and where words are counted (in code points, too).
SUREST, COUNTED, POINTS = 8, 160, 60_000
SHOWN = 3
WORDS = 12
CODES = 5
NONE = -1


def meaning(desk: Desk, code: str, model: Model, scores: Scores) -> CodeMeaning:
    """What the model makes of a code; `scores` (units, codes) are its own. NotReady when it does not know the code."""
    with desk.reading() as (connection, facts):
        need(facts, Code, code)
        shape = lineage(connection, desk.project_no)
        columns = [at for at, one in enumerate(model.codes) if shape.now(one) == code]
        if not columns:
            raise NotReady("The model does not know this code.", remedy="Teach again first.")
        standing = np.fromiter(corpus.unit_ids(connection, desk.project_no), dtype=np.int64)
        twins = np.array(corpus.twin_hashes(connection, desk.project_no), dtype=np.int64)
        items = Rounds(facts, facts.find(Round)).all()
        mistaken = mistaken_for(items, code)[:CODES]
        pairs = {other: _pair(items, code, other) for other, _ in mistaken}
        sure = scores[standing, columns[0]]
        surest = _distinct(standing[np.argsort(-sure, kind="stable")][: 10 * COUNTED], twins, COUNTED)
        border = _distinct(standing[np.argsort(np.abs(sure - 0.5), kind="stable")][: 10 * COUNTED], twins, COUNTED)
        shown = {*surest[:SHOWN], *border[:SHOWN], *(unit for pair in pairs.values() for unit in pair)} - {NONE}
        views = {one.id: one for one in reading.units(connection, desk.project_no, sorted(shown), coder=desk.coder)}
        asked = mover(desk, model.id)
        looked = list(dict.fromkeys((*surest, *border))) if asked.how != "left out" else surest[:SUREST]
        texts = dict(zip(sorted(looked), corpus.texts_of(connection, desk.project_no, sorted(looked)), strict=True))
    words = _Words()
    if asked.how == "left out":
        for unit in looked:
            for word in explaining.reasons(desk, unit, code=code, model=model.id).words:
                words.add([(word.text, word.weight)])
    else:
        vectors = encoding.vectors(desk)
        left = POINTS
        for unit in looked:
            if left > 0:
                words.add(_counted(asked, texts[unit], vectors[unit], columns[0]))
            left -= len(texts[unit])
    return CodeMeaning(
        code=code,
        model=model.id,
        typical=tuple(views[unit] for unit in surest[:SHOWN] if unit in views),
        words=words.strongest(),
        mistaken=tuple(
            Mistaken(
                code=other,
                units=many,
                taken=views.get(pairs[other][0]),
                missed=views.get(pairs[other][1]),
            )
            for other, many in mistaken
        ),
        boundary=tuple(
            Bordering(unit=views[unit], confidence=round(float(scores[unit, columns[0]]), 4))
            for unit in border[:SHOWN]
            if unit in views
        ),
        counted=asked.how != "left out",
        looked=words.looked,
    )


class _Words:
    """How far words moved the score, over several texts."""

    def __init__(self) -> None:
        self.looked = 0
        self._weights: defaultdict[str, float] = defaultdict(float)
        self._units: Counter[str] = Counter()

    def add(self, of_text: Iterable[tuple[str, float]]) -> None:
        """The words of one more text; a word that stands there twice counts with both."""
        here: defaultdict[str, float] = defaultdict(float)
        for word, weight in of_text:
            here[word.casefold()] += weight
        for word, weight in here.items():
            self._weights[word] += weight
            self._units[word] += 1
        self.looked += 1

    def strongest(self) -> tuple[WordOfCode, ...]:
        """Those that move it most: a word seen often needs less on average than one seen once."""
        found = [(word, self._weights[word] / many, many) for word, many in self._units.items()]
        found.sort(key=lambda one: -abs(one[1]) * float(np.sqrt(one[2])))
        return tuple(WordOfCode(text=word, weight=round(mean, 3), units=many) for word, mean, many in found[:WORDS])


def _counted(asked: Mover, text: str, vector: Vectors, column: int) -> list[tuple[str, float]]:
    spans = words_of(text)
    exact = asked.exactly(text, vector.astype(np.float32), column)
    return [(text[start:end], float(weight)) for (start, end), weight in zip(spans, exact, strict=True)]


def _distinct(units: NDArray[np.int64], twins: NDArray[np.int64], many: int) -> list[int]:
    """The first units, of those with the same text only one."""
    _, first = np.unique(twins[units], return_index=True)
    return [int(unit) for unit in units[np.sort(first)][:many]]


def _pair(items: Sequence[RoundItem], code: str, other: str) -> tuple[int, int]:
    """The newest unit that was taken for the code and has the other, and the newest that has it and was taken for the
    other."""
    taken = missed = NONE
    for item in items:
        said, given = set(item.suggested), set(item.codes)
        if code in said - given and other in given - said:
            taken = item.unit
        if code in given - said and other in said - given:
            missed = item.unit
    return taken, missed
