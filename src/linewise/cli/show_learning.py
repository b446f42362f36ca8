"""How the outcomes of teaching, verifying, applying and auditing read in a terminal."""

from pathlib import Path
from typing import TYPE_CHECKING

from linewise.applying.views import ApplyState, Coverage
from linewise.auditing.views import FactChange, LogPage, Snapshot, Verification
from linewise.cli.show import Names, Shown, line, rows, short, table
from linewise.core.nouns import Application, Memo
from linewise.core.text import percent
from linewise.teaching.views import EncoderState, ModelCard, TeachState
from linewise.verifying.views import FiguresView, ItemView, Rate, RoundSummary, RoundView, VerifyState

if TYPE_CHECKING:
    from linewise.workbench.views import EncodingReport, ExportReport


def encoder(state: EncoderState, _: Names) -> Shown:
    yield line(f"{state.name}: {state.encoded:,} of {state.units:,} units have vectors.")
    if state.notice:
        yield line(f"Note: {state.notice}")


def encoded(report: "EncodingReport", _: Names) -> Shown:
    yield line(f"{report.units:,} units have vectors by {report.name}.")
    if report.notice:
        yield line(f"Note: {report.notice}")


def teaching(state: TeachState, names: Names) -> Shown:
    yield from encoder(state.encoder, names)
    content = ((names(t.code), t.present, t.absent, t.implied, "yes" if t.enough else "no") for t in state.training)
    yield rows(table("code", "#present", "#absent", "#implied absent", "enough"), content)
    yield line(state.advice)


def model(card: ModelCard, names: Names) -> Shown:
    yield line(f"Model {card.number} knows {len(card.codes)} codes, from {card.decisions:,} decisions.")
    for name, value in card.figures.items():
        if isinstance(value, int | float | str):
            yield line(f"  {name}: {value:.3f}" if isinstance(value, float) else f"  {name}: {value}")


def verifying(state: VerifyState, names: Names) -> Shown:
    if state.open is not None:
        r = state.open
        yield line(f"Round {r.round.number} is open: {r.decided} of {len(r.items)} decided. Go on: linewise verify ask")
    content = ((s.name, "yes" if s.ready else "not yet", s.explanation) for s in state.strategies)
    yield rows(table("strategy", "ready", "what it shows"), content)
    yield from figures(state.figures, names)
    if state.newest is not None:
        yield line(state.newest.words)


def round_view(view: RoundView, names: Names) -> Shown:
    r = view.round
    yield line(f"Round {r.number} ({r.strategy}, {r.state}): {view.decided} of {len(view.items)} decided.   {r.id}")
    content = (
        (i.position, short(i.unit.text, 70), i.reason, _predicted(i, names), i.state, ", ".join(map(names, i.codes)))
        for i in view.items
    )
    yield rows(table("#", "text", "why", "predicted", "state", "codes"), content)


def item(one: ItemView, names: Names) -> Shown:
    if one.state == "pending" and one.unaided_at is not None:
        said = _predicted(one, names) or "none of the codes"
        yield line(
            f"{one.position}: your first answer is kept. The model says: {said}. Decide again to keep or change it."
        )
        return
    yield line(f"{one.position}: {one.state}, {', '.join(map(names, one.codes)) or 'no codes'}")


def _predicted(one: ItemView, names: Names) -> str:
    return ", ".join(f"{names(p.code)} {p.confidence:.2f}" for p in one.predictions if p.suggested)


MEASURES = {
    "accuracy": "Accuracy",
    "exact": "Units with all codes right",
    "micro_f1": "F1 over all codings",
    "macro_f1": "F1, each code alike",
    "hamming": "Answers about a code that are wrong",
}


def rate(value: Rate) -> str:
    """A share with its interval, or a dash."""
    return "–" if value.share is None else ranged(value.share, value.low, value.high)


def ranged(value: float | None, low: float, high: float) -> str:
    """A value with its interval, or a dash."""
    return "–" if value is None else f"{percent(value)} ({percent(low)}–{percent(high)})"


def figures(view: FiguresView, names: Names) -> Shown:
    yield line(view.words)
    for one in view.measures:
        of = f", the mean of {one.codes} codes" if one.name == "macro_f1" else ""
        yield line(f"{MEASURES[one.name]}: {ranged(one.value, one.low, one.high)}{of}")
    if view.codes:
        content = (
            (
                names(c.code),
                rate(c.precision),
                rate(c.recall),
                ranged(c.f1, c.f1_low, c.f1_high),
                rate(c.present),
                "too few to tell" if c.few else "",
            )
            for c in view.codes
        )
        yield rows(table("code", "precision", "recall", "F1", "units that have it", ""), content)


def summary(end: RoundSummary, names: Names) -> Shown:
    counts = f"{end.decided} decided, {end.accepted} accepted, {end.corrected} corrected"
    yield line(f"Round {end.round.number} is closed: {counts}.")
    yield line(f"The model had {rate(end.seen)} of what was shown right; that is no estimate of quality.")
    yield from figures(end.all_rounds, names)


def coverage(split: Coverage, names: Names) -> Shown:
    yield line(split.words)
    content = (
        (names(c.code), c.human, c.machine, c.imported, "–" if c.threshold is None else f"{c.threshold:.2f}")
        for c in split.codes
    )
    yield rows(table("code", "#people", "#model", "#imported", "given from"), content)


def applying(state: ApplyState, names: Names) -> Shown:
    if state.application is not None:
        yield from application(state.application, names)
    yield line(state.advice)
    if state.coverage is not None:
        yield from coverage(state.coverage, names)


def application(done: Application, _: Names) -> Shown:
    reach = f"{done.coded:,} of {done.units:,} units got codes"
    yield line(f"Applied at confidence {done.confidence:.2f} on {done.at[:16]}: {reach}.")


def exported(report: "ExportReport", _: Names) -> Shown:
    yield line(f"Wrote {report.rows:,} rows ({report.shape}) to {Path(report.path)}.")


def log(page: LogPage, _: Names) -> Shown:
    content = ((e.seq, e.at[:19], e.actor, e.words, e.cause, "taken back" if e.undone else "") for e in page.entries)
    yield rows(table("#event", "when", "who", "what", "through", ""), content)
    if page.next is not None:
        yield line(f"More: --after {page.next}")


def history(changes: tuple[FactChange, ...], _: Names) -> Shown:
    content = ((c.seq, c.at[:19], c.actor, c.kind, f"{c.family} {c.key}", _difference(c)) for c in changes)
    yield rows(table("#event", "when", "who", "what", "of", "change"), content)


def _difference(change: FactChange) -> str:
    before, after = change.before or {}, change.after or {}
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return "; ".join(f"{key}: {before.get(key, '–')} → {after.get(key, '–')}" for key in keys)


def verification(proof: Verification, _: Names) -> Shown:
    checked = f"{proof.events:,} events, {proof.facts:,} facts, {proof.units:,} units, {proof.seconds:.1f} s"
    if proof.ok:
        yield line(f"Whole: the chain and the projection hold ({checked}).")
    else:
        at = f" at event {proof.broken_at}" if proof.broken_at is not None else ""
        yield line(f"Broken{at}: {proof.reason} ({checked}).")


def snapshot(past: Snapshot, _: Names) -> Shown:
    counts = f"{past.units:,} units, {past.notes:,} notes, {past.codings:,} codings, {past.rounds} rounds"
    yield line(f"After event {past.seq} ({past.at[:19]}): {counts}, {past.models} models.")
    content = ((c.name, c.status, c.definition) for c in past.codes)
    yield rows(table("code", "status", "definition"), content)


def memos(found: tuple[Memo, ...], _: Names) -> Shown:
    content = ((f"{m.about} {m.about_id}", m.text, ", ".join(m.links), m.coder, m.at[:16], m.id) for m in found)
    yield rows(table("about", "memo", "speaks of", "who", "when", "id"), content)


def memo(one: Memo, names: Names) -> Shown:
    yield from memos((one,), names)


def withdrawn(_: None, __: Names) -> Shown:
    yield line("The memo is withdrawn; linewise undo brings it back.")
