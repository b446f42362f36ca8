"""How models, and what becomes of them, read in a terminal."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from linewise.cli.show import Names, Shown, line, rows, share, short, table
from linewise.cli.show_learning import rate
from linewise.core.text import percent
from linewise.teaching.views import ModelCard
from linewise.verifying.paired import Difference
from linewise.verifying.views import Prediction

if TYPE_CHECKING:
    from linewise.workbench.models.versions_views import ModelComparison
    from linewise.workbench.views import ModelExport


def models(cards: tuple[ModelCard, ...], _: Names) -> Shown:
    content = (
        (m.number, m.at[:16], len(m.codes), m.decisions, short(m.encoder, 24), _audit(m), _state(m), m.id)
        for m in cards
    )
    head = ("#model", "taught", "#codes", "#decisions", "encoder", "right on units drawn", "", "id")
    yield rows(table(*head), content)


def comparison(found: "ModelComparison", names: Names) -> Shown:
    yield line(found.words)
    for sentence in found.differences:
        yield line(f"  {sentence}")
    a, b = f"model {found.first.number}", f"model {found.second.number}"
    if found.figures is not None:
        f = found.figures
        yield rows(table("", a, b, "difference"), [("right", rate(f.first), rate(f.second), _points(f.difference))])
        content = (
            (names(c.code), c.present, share(c.first_f1), share(c.second_f1), _points(c.difference)) for c in f.codes
        )
        yield rows(table("code", "#in units", f"F1 of {a}", f"F1 of {b}", "difference"), content)
    if found.looked_at:
        yield line(f"They part on {found.parted:,} of {found.looked_at:,} units looked at.")
    if found.disagreements:
        apart = (
            (d.unit.id, short(d.unit.text, 60), _said(d.first, names), _said(d.second, names))
            for d in found.disagreements
        )
        yield rows(table("#unit", "text", a, b), apart)


def pinned(card: ModelCard, _: Names) -> Shown:
    yield line(f"Model {card.number} is pinned: it predicts until you let go of it (linewise teach unpin).")


def unpinned(card: ModelCard, _: Names) -> Shown:
    yield line(f"No model is pinned; the newest is in use: model {card.number}.")


def exported(made: "ModelExport", _: Names) -> Shown:
    yield line(f"Wrote model {made.number} with {made.codes} codes to {made.path} ({made.bytes / 1e6:.1f} MB).")
    if made.tried:
        yield line(f"Loaded again, it answers as here on {made.tried} units tried.")
    if not made.complete:
        yield line("The encoder's weights are not inside; with --complete they are.")
    yield line(f"Use it: linewise.load_model({made.path!r}).predict(texts)")


def _audit(card: ModelCard) -> str:
    if card.audit is None:
        return "–"
    return f"{percent(card.audit.share)} ({percent(card.audit.low)}–{percent(card.audit.high)}) of {card.audit.of}"


def _state(card: ModelCard) -> str:
    return ", ".join(word for word, true in (("in use", card.current), ("pinned", card.pinned)) if true)


def _points(difference: Difference | None) -> str:
    if difference is None:
        return "–"
    value, low, high = (100 * one for one in (difference.value, difference.low, difference.high))
    return f"{value:+.0f} ({low:+.0f} to {high:+.0f}) points"


def _said(predictions: Iterable[Prediction], names: Names) -> str:
    return ", ".join(f"{names(p.code)} {p.confidence:.2f}" for p in predictions if p.suggested) or "nothing"
