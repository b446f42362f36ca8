"""How good the model is, from the audit sample alone: shares with intervals, and the same in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from linewise.core.intervals import counted
from linewise.core.nouns import RoundItem
from linewise.core.text import percent
from linewise.verifying.measures import Measure, f1_of, measures
from linewise.verifying.views import CodeFigures, FiguresView, Rate

FEW_UNITS = 30
FEW_OF_A_CODE = 5
NOTHING: Mapping[str, str] = MappingProxyType({})


def rate(hits: int, of: int) -> Rate:
    """A counted share with its 95 % interval (Wilson 1927; Clopper and Pearson 1934 where hits or misses are few)."""
    low, high = counted(hits, of)
    return Rate(share=hits / of if of else None, low=low, high=high, hits=hits, of=of)


def figures(
    items: Iterable[RoundItem],
    names: Mapping[str, str],
    about: Mapping[str, str] = NOTHING,
    *,
    exclusive: bool = False,
) -> FiguresView:
    """Figures from audit items for which a model had made a suggestion; `names` are the codes that count, by id.

    `about` names the code of the rounds that are about one code, by round: their units speak of that code alone.

    Each prediction was made before its unit was decided, so every figure is out of sample, and one of the model of its
    round: over several rounds the figures are those of models on their way, not of the newest. Unsure and skipped units
    are counted and left out. A unit is right when suggested and decided codes are the same set.
    """
    audit = [item for item in items if item.audit and item.predicted]
    answered = [item for item in audit if item.state in ("accepted", "corrected")]
    decided = [item for item in answered if item.round not in about]
    right = sum(set(item.suggested) == set(item.codes) for item in decided)
    codes = tuple(_code(code, [one for one in answered if about.get(one.round, code) == code]) for code in names)
    view = FiguresView(
        units=len(decided),
        unsure=sum(item.state == "unsure" for item in audit),
        skipped=sum(item.state == "skipped" for item in audit),
        accuracy=rate(right, len(decided)),
        codes=codes,
        words="",
        measures=_measures(decided, tuple(names), exclusive=exclusive) if decided else (),
    )
    return replace(view, words=plain_words(view, names, rounds=len({item.round for item in decided})))


def plain_words(view: FiguresView, names: Mapping[str, str], *, rounds: int = 1) -> str:
    """What the figures say, and what they cannot say yet."""
    if not view.units:
        return "No randomly drawn unit has been checked against a model yet, so nothing can be said about its quality."
    accuracy = view.accuracy
    assert accuracy.share is not None
    sentences = [
        f"Of {view.units} unit{'s' * (view.units != 1)} drawn at random, the model coded {accuracy.hits} as you did: "
        f"{percent(accuracy.share)}, and of all that was unread then probably between {percent(accuracy.low)} and "
        f"{percent(accuracy.high)}."
    ]
    if rounds > 1:
        sentences.append(
            f"That is how the models of {rounds} rounds did on their way; the newest has learned from it since."
        )
    if view.units < FEW_UNITS:
        sentences.append("These are few units; each further round narrows the range.")
    sentences += too_few(view, names)
    return " ".join(sentences)


def too_few(view: FiguresView, names: Mapping[str, str]) -> list[str]:
    """The sentence that names the codes about which nothing can be said yet, if there are any."""
    thin = [names[one.code] for one in view.codes if one.few]
    listed = ", ".join(f"“{name}”" for name in thin[:5]) + (" and others" if len(thin) > 5 else "")
    return [f"Too few of the drawn units have {listed} to say how well the model finds that."] if thin else []


def _measures(decided: list[RoundItem], codes: tuple[str, ...], *, exclusive: bool) -> tuple[Measure, ...]:
    """A code that is no longer in use counts as one more, so that a unit with it is right only where it was given."""
    codes += tuple({code for item in decided for code in (*item.codes, *item.suggested)} - set(codes))
    shape = (len(decided), len(codes))
    suggested = np.array([[code in item.suggested for code in codes] for item in decided], bool).reshape(shape)
    present = np.array([[code in item.codes for code in codes] for item in decided], bool).reshape(shape)
    return measures(suggested, present, exclusive=exclusive)


def _code(code: str, decided: list[RoundItem]) -> CodeFigures:
    suggested = [item for item in decided if code in item.suggested]
    present = sum(code in item.codes for item in decided)
    return code_figures(code, sum(code in item.codes for item in suggested), len(suggested), present, len(decided))


def code_figures(code: str, both: int, suggested: int, present: int, of: int) -> CodeFigures:
    """Figures of one code from how many of `of` units it was suggested for, decided present in, and both."""
    f1, low, high = f1_of(both, suggested, present)
    return CodeFigures(
        code=code,
        precision=rate(both, suggested),
        recall=rate(both, present),
        f1=f1,
        f1_low=low,
        f1_high=high,
        present=rate(present, of),
        few=present < FEW_OF_A_CODE,
    )
