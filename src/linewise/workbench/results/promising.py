"""A precision that may be promised for the model in use: the audit units as it would answer them, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from linewise.applying import saying
from linewise.applying.coded import given, settled
from linewise.applying.curve import decisions_left
from linewise.applying.plan import METHOD, NEVER, Plan, planned
from linewise.applying.promising import Checked
from linewise.applying.views import PromiseView, Scope
from linewise.core.errors import BadInput
from linewise.core.nouns import Code, Model, Round, RoundItem
from linewise.storage import reading
from linewise.storage.lineage import Lineage, lineage
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.models.held import answered_now
from linewise.workbench.results.results import RISK, Rest, rest_of
from linewise.workbench.rounds.measuring import Rounds


@dataclass(frozen=True, slots=True, eq=False)
class Promise:
    """A plan with the view of it, and the confidence from which each of the model's columns is given."""

    view: PromiseView
    thresholds: Mapping[str, float]

    def kept(self) -> dict[str, object]:
        """What an application keeps of it, as plain values."""
        view = self.view
        return {
            "precision": view.precision,
            "risk": view.risk,
            "scope": view.scope,
            "method": view.method,
            "audit": view.audit,
            "looks": view.looks,
            "promised": list(view.promised),
            "not_promised": list(view.not_promised),
            "codes": {
                one.code: {
                    "by": one.by,
                    "threshold": one.threshold,
                    "given": one.given,
                    "right": one.right,
                    "units": one.units,
                }
                for one in view.codes
            },
        }


def promise(
    desk: Desk, model: Model, scores: Scores, *, precision: float, risk: float = RISK, scope: Scope = "each"
) -> Promise:
    """What can be coded at a precision; BadInput where it, or the risk, makes no sense."""
    if not 0.5 <= precision < 1:
        raise BadInput(f"A precision of {precision:g} cannot be promised.", remedy="Choose 0.5 to 0.99.")
    if not 0.001 <= risk <= 0.5:
        raise BadInput(f"A risk of {risk:g} makes no sense here.", remedy="Choose 0.001 to 0.5; 0.1 is usual.")
    with desk.reading() as (connection, facts):
        rest = rest_of(desk, connection, facts, model, scores)
        shape = lineage(connection, desk.project_no)
        codes = [one for one in reading.active_codes(connection, desk.project_no) if one.id in rest.codes]
        rounds = Rounds(facts, facts.find(Round))
        items = answered_now(desk, connection, model, rounds)
    checked = _checked(rest, codes, items, rounds.about, shape)
    looks = rounds.looks()
    plan = planned(checked, units=len(rest.ids), precision=precision, risk=risk, scope=scope, looks=looks)
    limits = {one.id: part.threshold for one, part in zip(codes, plan.parts, strict=True)}
    columns = [limits.get(code) if code is not None else None for code in rest.codes]
    thresholds = np.array([NEVER if one is None else one for one in columns], np.float32)
    sure = settled(rest.scores, thresholds, exclusive=rest.exclusive, level=precision)
    held = given(rest.scores, thresholds, exclusive=rest.exclusive)
    view = _view(rest, plan, codes, checked, int(sure.sum()), held, (precision, risk, scope, looks, model.number))
    return Promise(view, {code: round(float(one), 4) for code, one in zip(model.codes, thresholds, strict=True)})


def _checked(
    rest: Rest, codes: Sequence[Code], items: Sequence[RoundItem], about: Mapping[str, str], shape: Lineage
) -> Checked:
    """Audit items and unread units as the codes in use see them; a round about one code says nothing of the others."""
    audit = np.array([[item.predicted.get(one.id, 0.0) for one in codes] for item in items], np.float32)
    audit = audit.reshape(len(items), len(codes))
    others = np.zeros((len(rest.ids), len(codes)), np.float32)
    for at, one in enumerate(codes):
        others[:, at] = rest.scores[:, rest.columns(one.id)].max(axis=1)
    if rest.exclusive and codes:
        audit *= np.arange(len(codes)) == audit.argmax(axis=1)[:, None]
        others *= np.arange(len(codes)) == others.argmax(axis=1)[:, None]
    meant = [shape.counting_as(one.id) for one in codes]
    right = np.array([[not own.isdisjoint(item.codes) for own in meant] for item in items], bool)
    asked = np.array([[about.get(item.round, one.id) == one.id for one in codes] for item in items], bool)
    audit *= asked.reshape(audit.shape)
    return Checked(audit, right.reshape(audit.shape), others)


def _view(
    rest: Rest,
    plan: Plan,
    codes: Sequence[Code],
    checked: Checked,
    sure: int,
    held: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]",
    asked: tuple[float, float, Scope, int, int],
) -> PromiseView:
    precision, risk, scope, looks, number = asked
    rows = []
    for at, (code, part) in enumerate(zip(codes, plan.parts, strict=True)):
        units = int(held[:, rest.columns(code.id)].any(axis=1).sum())
        present = int(checked.right[:, at].sum())
        rows.append(saying.code_promise(code.id, part, units, present, precision, risk, plan.grouped))
    left = len(rest.ids) - sure + rest.unscored
    least, most = decisions_left(left, left, None)
    names = {code.id: code.name for code in codes}
    value = plan.group.value if plan.group is not None and plan.grouped else None
    promised, refused = saying.promises(rows, names, value, precision, risk, audit=len(checked.sure))
    return PromiseView(
        precision=precision,
        risk=risk,
        scope=scope,
        method=METHOD,
        model=number,
        audit=len(checked.sure),
        looks=looks,
        group=value,
        grouped=plan.grouped,
        units=rest.units,
        human=rest.human,
        settled=sure,
        left=left,
        least=least,
        most=most,
        codes=tuple(rows),
        promised=promised,
        not_promised=refused,
        effort=saying.effort(left),
        more=plan.more,
        words=saying.words(rest.units, rest.human, sure, left, plan, len(checked.sure), precision),
    )
