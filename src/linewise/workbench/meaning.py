"""What a code means to the newest model: its most typical units, the words that count in them, and its neighbours."""

from collections import Counter, defaultdict

import numpy as np

from linewise.core.errors import NotReady
from linewise.core.facts import need
from linewise.core.nouns import Code, Model, Round
from linewise.storage import corpus, reading
from linewise.storage.lineage import lineage
from linewise.teaching.views import CodeMeaning, Mistaken, WordOfCode
from linewise.verifying.mistaking import mistaken_for
from linewise.workbench import explaining
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.measuring import Rounds

TYPICAL = 8
SHOWN = 3
WORDS = 12


def meaning(desk: Desk, code: str, model: Model, scores: Scores) -> CodeMeaning:
    """What the model makes of a code; `scores` (units, codes) are its own. NotReady when it does not know the code."""
    with desk.reading() as (connection, facts):
        need(facts, Code, code)
        shape = lineage(connection, desk.project_no)
        columns = [at for at, one in enumerate(model.codes) if shape.now(one) == code]
        if not columns:
            raise NotReady("The newest model does not know this code.", remedy="Teach again first.")
        standing = np.fromiter(corpus.unit_ids(connection, desk.project_no), dtype=np.int64)
        twins = np.array(corpus.twin_hashes(connection, desk.project_no), dtype=np.int64)
        order = standing[np.argsort(-scores[standing, columns[0]], kind="stable")][: 10 * TYPICAL]
        _, first = np.unique(twins[order], return_index=True)
        surest = [int(unit) for unit in order[np.sort(first)][:TYPICAL]]
        views = {one.id: one for one in reading.units(connection, desk.project_no, surest, coder=desk.coder)}
        mistaken = mistaken_for(Rounds(facts, facts.find(Round)).all(), code)
    weights: defaultdict[str, float] = defaultdict(float)
    units: Counter[str] = Counter()
    for unit in surest:
        for word in explaining.reasons(desk, unit, code=code, model=model.id).words:
            weights[word.text.casefold()] += word.weight
            units[word.text.casefold()] += 1
    strongest = sorted(weights, key=lambda word: -abs(weights[word]))[:WORDS]
    return CodeMeaning(
        code=code,
        model=model.id,
        typical=tuple(views[unit] for unit in surest[:SHOWN] if unit in views),
        words=tuple(WordOfCode(text=word, weight=round(weights[word], 3), units=units[word]) for word in strongest),
        mistaken=tuple(Mistaken(code=other, units=many) for other, many in mistaken[:5]),
    )
