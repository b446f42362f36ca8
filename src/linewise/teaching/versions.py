"""In what two models differ, in plain words: recipe, training set, codebook, encoder."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from linewise.teaching.views import ModelCard

# What the settings of a learner are called.
WORDS = {
    "learner": "the kind of learner",
    "version": "the learner's version",
    "penalty": "the penalty on large weights",
    "power": "the trust in the directions that the corpus itself shows",
    "folds": "the number of folds for calibration",
}
# What fitting found, and no setting.
FOUND = ("tuning", "tuned_on", "calibrated_on", "temperature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What happened between two models: units that only one learned from, changes of the codebook, codes since gone.

    Unit counts are None where a model did not keep what it learned from. `names` of codes, `now` what a merged code
    became, `gone` retired ones.
    """

    only_first: int | None
    only_second: int | None
    codebook_changes: int
    names: Mapping[str, str]
    now: Mapping[str, str]
    gone: frozenset[str]


def differences(first: ModelCard, second: ModelCard, between: Between) -> tuple[str, ...]:
    """One sentence for each thing in which the second model differs from the first; none where they are alike."""
    return tuple(_sentences(first, second, between))


def _sentences(a: ModelCard, b: ModelCard, between: Between) -> Iterator[str]:
    yield from _learned(a, b, between)
    yield from _codes(a, b, between)
    yield from _encoder(a, b)
    for name in sorted({*a.recipe, *b.recipe}):
        old, new = a.recipe.get(name), b.recipe.get(name)
        if old != new and name not in FOUND:
            said = WORDS.get(name, name.replace("_", " "))
            yield f"In the recipe, {said} is {_value(new)} instead of {_value(old)}."
    if a.seed != b.seed:
        yield f"The seed of chance is {b.seed} instead of {a.seed}."


def _learned(a: ModelCard, b: ModelCard, between: Between) -> Iterator[str]:
    if a.training == b.training and a.codes == b.codes:
        yield "Both learned from the same statements."
        return
    grown = b.decisions - a.decisions
    more = f"{abs(grown):,} {'more' if grown > 0 else 'fewer'} decisions than" if grown else "as many decisions as"
    yield f"Model {b.number} learned from {more} model {a.number} ({b.decisions:,} and {a.decisions:,})."
    if between.only_first is not None and between.only_second is not None:
        parts = [
            f"{_units(many)} only model {number}"
            for many, number in ((between.only_second, b.number), (between.only_first, a.number))
            if many
        ]
        if parts:
            yield f"There are units that taught one of them alone: {', '.join(parts)}."


def _codes(a: ModelCard, b: ModelCard, between: Between) -> Iterator[str]:
    def standing(card: ModelCard) -> dict[str, None]:
        return dict.fromkeys(between.now.get(code, code) for code in card.codes)

    here, there = standing(a), standing(b)
    for card, own, other in ((b, there, here), (a, here, there)):
        alone = [between.names.get(code, code) for code in own if code not in other and code not in between.gone]
        if alone:
            yield f"Only model {card.number} knows {_listed(alone)}."
    for card in (a, b):
        merged = [between.names.get(code, code) for code in card.codes if code in between.now]
        if merged:
            yield f"Model {card.number} still tells apart what was merged since: {_listed(merged)}."
    retired = [between.names.get(code, code) for code in dict.fromkeys((*here, *there)) if code in between.gone]
    if retired:
        yield f"Retired since, and no longer given by either: {_listed(retired)}."
    if between.codebook_changes:
        many = between.codebook_changes
        yield f"The codebook was changed {'once' if many == 1 else f'{many:,} times'} between them."


def _encoder(a: ModelCard, b: ModelCard) -> Iterator[str]:
    if a.encoding != b.encoding:
        old, new = (card.encoder or card.encoding[:12] for card in (a, b))
        if old == new:
            yield f"Model {b.number} reads by {new} fitted anew."
        else:
            yield f"Model {b.number} reads by {new}, model {a.number} by {old}."


def _units(many: int) -> str:
    return f"{many:,} unit{'s' * (many != 1)}"


def _listed(names: Sequence[str], most: int = 8) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def _value(value: object) -> str:
    if value is None:
        return "not set"
    return f"{value:g}" if isinstance(value, float) else str(value)
