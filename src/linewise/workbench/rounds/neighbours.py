"""The decided units most like a unit or a text, who gave them which codes, and whether the model would agree."""

from collections.abc import Mapping, Sequence

import numpy as np

from linewise.core.errors import BadInput, NotFound, NotReady
from linewise.core.nouns import Code, Coder, RoundItem
from linewise.core.views import UnitView
from linewise.storage import Connection, corpus, reading
from linewise.storage.lineage import lineage
from linewise.teaching.learner import Floats
from linewise.verifying.deciding import hidden
from linewise.verifying.views import Agreement, Neighbour
from linewise.workbench import recalling
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.models import registry, scoring
from linewise.workbench.results.applied import spoken
from linewise.workbench.rounds.choosing import PRESENT


def nearest(desk: Desk, unit: int, *, limit: int) -> tuple[Neighbour, ...]:
    """The units most like this one that people decided, most similar first."""
    if not 1 <= limit <= 50:
        raise BadInput(f"1 to 50 units can be shown, not {limit}.", remedy="Ask for fewer.")
    index = recalling.index_of(desk)
    with desk.reading() as (connection, _):
        if corpus.standing_text(connection, desk.project_no, unit) is None or unit >= len(index):
            raise NotFound(f"There is no unit {unit} here.", remedy="Its import may have been undone.")
    return near(desk, index.unit(unit), limit=limit, apart_from=unit, suggested=suggested_for(desk, unit))


def near(
    desk: Desk,
    vector: Floats,
    *,
    limit: int,
    apart_from: int | None = None,
    suggested: Sequence[str] | None = None,
) -> tuple[Neighbour, ...]:
    """The decided units nearest to a vector of length 1; `suggested` are the codes to compare theirs with."""
    index = recalling.index_of(desk)
    with desk.reading() as (connection, facts):
        said = np.array(sorted(spoken(connection, facts, desk).units), dtype=np.int64)
        among = np.intersect1d(said[said < len(index)], recalling.standing(facts))
        found = index.nearest(vector, index.nearly(vector), among, limit, apart_from=apart_from)
        views = _views(connection, desk, [at for at, _ in found])
        active = {one.id for one in facts.find(Code, status="active")}
        names = {one.id: one.name for one in facts.find(Coder)}
    wanted = None if suggested is None else [code for code in suggested if code in active]
    return tuple(_neighbour(views[at], cosine, wanted, names) for at, cosine in found if at in views)


def suggested_for(desk: Desk, unit: int) -> tuple[str, ...] | None:
    """What the model in use would give a unit; None without a model, or while this coder must not see it."""
    with desk.reading() as (connection, facts):
        model = registry.in_use(facts)
        if model is None or any(hidden(item) for item in facts.find(RoundItem, unit=unit, state="pending")):
            return None
        exclusive = settings(facts, desk).exclusive
        shape = lineage(connection, desk.project_no)
    try:
        scores = scoring.scores(desk, model)
    except NotReady:
        return None
    return suggested(scores[unit], [shape.now(code) for code in model.codes], exclusive=exclusive)


def suggested(row: Floats, codes: Sequence[str], *, exclusive: bool) -> tuple[str, ...]:
    """The codes that probabilities (codes,) stand for: the likeliest where codes exclude one another."""
    if exclusive:
        return (codes[int(row.argmax())],) if len(row) else ()
    return tuple(dict.fromkeys(code for code, share in zip(codes, row.tolist(), strict=True) if share >= PRESENT))


def _views(connection: Connection, desk: Desk, ids: Sequence[int]) -> dict[int, UnitView]:
    return {one.id: one for one in reading.units(connection, desk.project_no, list(ids), coder=desk.coder)}


def _neighbour(unit: UnitView, cosine: float, suggested: Sequence[str] | None, names: Mapping[str, str]) -> Neighbour:
    spoke = [one for one in unit.codings if one.origin == "person"]
    coders = [*(one.coder for one in spoke), *(note.coder for note in unit.notes)]
    by: dict[str, tuple[str, ...]] = {}
    for one in spoke:
        if one.value == "present":
            by[one.code] = tuple(dict.fromkeys((*by.get(one.code, ()), names.get(one.coder, one.coder))))
    missing = tuple(code for code in suggested or () if code not in by)
    other = tuple(code for code in by if suggested is not None and code not in suggested)
    agreement: Agreement = ""
    if suggested is not None:
        shared = len(by) - len(other)
        agreement = "same" if not missing and not other else "partly" if shared else "differs"
    return Neighbour(
        unit=unit,
        similarity=round(max(0.0, min(1.0, cosine)), 4),
        codes=tuple(by),
        coders=tuple(dict.fromkeys(names.get(one, one) for one in coders)),
        by=by,
        agreement=agreement,
        missing=missing,
        other=other,
    )
