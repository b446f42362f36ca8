"""Tuning an encoder on the project: from codings to a new encoder that is offered beside the one in use.

Units of the audit sample, and texts equal to theirs, never teach an encoder: they stay the test by which it is
compared. The units that do are kept with it, so that nothing is measured or calibrated on them later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import NotReady
from linewise.core.nouns import Encoding, Round, RoundItem
from linewise.encoders.tuning import DEFAULT_BASE, MINILM, Lessons, Recipe
from linewise.encoders.tuning.recipe import FEWEST_LABELS, MOST_TEXTS
from linewise.storage import corpus
from linewise.teaching.encoder_views import EncoderCard
from linewise.teaching.tuning_views import TuneBase, TuneCost, TuneReport, TuneStage, TuneState
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.encoders.offering import offer
from linewise.workbench.encoders.tuning_place import Asked, Place, place_of
from linewise.workbench.given import settings
from linewise.workbench.memory import release
from linewise.workbench.models import scoring, training

if TYPE_CHECKING:
    from linewise.encoders.tuning.making import Made

EXTRA = 'Install the extra: pip install "linewise[torch]".'
TITLES = {
    DEFAULT_BASE: "DistilBERT (66 million weights; what the 2022 paper used)",
    MINILM: "MiniLM (23 million weights; what the default encoder is made of)",
}
SAMPLE = 512
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Taught:
    """What may teach an encoder: the units, their labels, and how many decided units are kept for the audit."""

    units: NDArray[np.int64]
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]
    audit: int

    @property
    def coded(self) -> int:
        """How many units say anything about a code."""
        return int(((self.weights > 0) & ~np.isnan(self.labels)).any(axis=1).sum())


@dataclass(frozen=True, slots=True)
class Tuned:
    """An encoder that was made, how, and by how many units."""

    encoding: Encoding
    made: "Made"
    units: int

    def report(self, recipe: Recipe, card: EncoderCard) -> TuneReport:
        """What is shown of it."""
        ends = self.made.stages.items()
        learned = f"{self.units:,} coded units" if self.units else "the texts of the corpus"
        said = card.comparison.words if card.comparison is not None else "It could not be compared yet."
        return TuneReport(
            how=recipe.how,
            base=recipe.base,
            pretrain=recipe.pretrain,
            encoder=card,
            units=self.units,
            seconds=round(self.made.seconds, 1),
            stages=tuple(
                TuneStage(stage=name, steps=end.steps, judged=tuple(round(x, 4) for x in end.judged), kept=end.kept)
                for name, end in ends
            ),
            words=f"An encoder was made from {learned} in {minutes(self.made.seconds / 60)}. {said}",
        )


def state(desk: Desk) -> TuneState:
    """Whether an encoder can be tuned here and now, and what stands in the way."""
    missing = _missing()
    taught = _taught(desk)
    texts = len(np.unique(scoring.twins(desk)))
    unfinished = place_of(desk).asked()
    return TuneState(
        missing=missing,
        remedy=EXTRA if missing else "",
        device="" if missing else _device(),
        units=taught.coded,
        audit=taught.audit,
        fewest=FEWEST_LABELS,
        texts=texts,
        bases=tuple(_bases()),
        unfinished=unfinished.view if unfinished is not None else None,
    )


def estimate(desk: Desk, recipe: Recipe) -> TuneCost:
    """What it would take here, measured on a few batches; nothing is kept."""
    _ready()
    from linewise.encoders.tuning.making import estimate as measured
    from linewise.encoders.tuning.making import politely

    taught = _taught(desk)
    texts = _texts(desk, recipe.seed)
    lessons = _lessons(desk, taught) if recipe.how != "adapted" else None
    with desk.reading() as (connection, _):
        units = corpus.next_unit(connection, desk.project_no)
    cost = politely(lambda _: measured(recipe, texts[:SAMPLE], lessons, corpus=len(texts), units=units))
    release()
    learning, reading = sum(cost.stages.values()) / 60, cost.encoding / 60
    return TuneCost(
        how=recipe.how,
        base=recipe.base,
        pretrain=recipe.pretrain,
        learning_minutes=round(learning, 1),
        encoding_minutes=round(reading, 1),
        megabytes=round(cost.parameters * 2 / 1e6),
        device=cost.device,
        words=f"Learning takes {minutes(learning)} at most, reading every unit anew {minutes(reading)}.",
    )


def tune(desk: Desk, recipe: Recipe, *, afresh: bool = False, progress: Progress | None = None) -> Tuned:
    """Make an encoder and keep it, with a vector for every unit; what was stopped is gone on with, unless `afresh`.

    What a stopped tuning learned from stays what it was, whatever has been decided since. Raises NotReady when PyTorch
    or the base is missing or too little is coded.
    """
    _ready()
    from linewise.encoders import Transformer, with_words
    from linewise.encoders.tuning.making import make, politely

    tell = progress or (lambda done, total, message: None)
    place = place_of(desk)
    with place.held():
        if afresh:
            place.discard()
        with desk.reading() as (connection, _):
            units = corpus.next_unit(connection, desk.project_no)
        taught, asked = _kept(desk, recipe, place, units)
        lessons = _lessons(desk, taught) if recipe.how != "adapted" else None
        texts = _texts(desk, recipe.seed, until=asked.total) if "adapt" in dict(recipe.stages) else ()
        made = politely(lambda told: make(recipe, texts, lessons, place.work, told), tell)
        name = f"{Path(recipe.base).name} {_done(recipe)}"
        encoder = with_words(Transformer.load(made.folder, own=True, name=name), encoding.texts(desk), seed=recipe.seed)
        seen = _with_twins(desk, taught.units) if recipe.how != "adapted" else np.empty(0, np.int64)
        with desk.cache.offering:
            offered = offer(
                desk,
                encoder,
                source=f"{recipe.how}:{recipe.base}",
                seen=seen,
                progress=lambda done, total: tell(done, total, "reading every unit with the new encoder"),
            )
        place.discard()
    release()
    return Tuned(offered, made, taught.coded if recipe.how != "adapted" else 0)


def discard(desk: Desk) -> TuneState:
    """Throw away what a stopped tuning left."""
    place = place_of(desk)
    with place.held():
        place.discard()
    return state(desk)


def _kept(desk: Desk, recipe: Recipe, place: Place, units: int) -> tuple[Taught, Asked]:
    """What a stopped tuning of this recipe learns from, or what there is now, kept for the case that it is stopped."""
    known = place.asked()
    if known is not None and known.recipe == recipe:
        arrays = place.lessons()
        return Taught(arrays["units"], arrays["labels"], arrays["weights"], known.audit), known
    place.discard()
    taught = _taught(desk)
    asked = place.begin(
        recipe,
        total=units,
        units=taught.coded if recipe.how != "adapted" else 0,
        audit=taught.audit,
        lessons={"units": taught.units, "labels": taught.labels, "weights": taught.weights},
    )
    return taught, asked


def _taught(desk: Desk) -> Taught:
    """The training set without the audit sample and texts equal to its."""
    with desk.reading() as (connection, facts):
        found = training.gather(connection, facts, desk).training
        rounds = [one.id for one in facts.find(Round)]
        items = facts.find(RoundItem, round=tuple(rounds)) if rounds else ()
        audit = np.array(sorted({item.unit for item in items if item.audit}), np.int64)
    twins = scoring.twins(desk)
    barred = np.isin(twins[found.units], twins[audit])
    kept = ~barred
    return Taught(found.units[kept], found.labels[kept], found.weights[kept], int(barred.sum()))


def _with_twins(desk: Desk, units: NDArray[np.int64]) -> NDArray[np.int64]:
    twins = scoring.twins(desk)
    found: NDArray[np.int64] = np.flatnonzero(np.isin(twins, twins[units])).astype(np.int64)
    return found


def _lessons(desk: Desk, taught: Taught) -> Lessons:
    with desk.reading() as (connection, facts):
        texts = list(corpus.texts_of(connection, desk.project_no, taught.units.tolist()))
        exclusive = settings(facts, desk).exclusive
    return Lessons(texts, taught.labels, taught.weights, scoring.twins(desk)[taught.units], exclusive)


def _texts(desk: Desk, seed: int, *, until: int | None = None) -> Sequence[str]:
    """Distinct texts to read, at most MOST_TEXTS drawn at random, of the units before `until`."""
    _, first = np.unique(scoring.twins(desk)[:until], return_index=True)
    if len(first) > MOST_TEXTS:
        first = np.random.default_rng(seed).choice(first, MOST_TEXTS, replace=False)
    with desk.reading() as (connection, _):
        return list(corpus.texts_of(connection, desk.project_no, np.sort(first).tolist()))


def _bases() -> list[TuneBase]:
    from linewise.encoders.tuning.backbone import is_here

    known = not _missing()
    return [TuneBase(name=name, title=title, here=known and is_here(name)) for name, title in TITLES.items()]


def _missing() -> str:
    absent = [name for name in ("torch", "transformers") if find_spec(name) is None]
    return f"Tuning an encoder needs {' and '.join(absent)}, which this installation lacks." if absent else ""


def _ready() -> None:
    if missing := _missing():
        raise NotReady(missing, remedy=EXTRA)


def _device() -> str:
    """What would compute, as far as can be said without loading PyTorch."""
    import sys

    torch = sys.modules.get("torch")
    if torch is None:
        return ""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _done(recipe: Recipe) -> str:
    how = {"adapted": "adapted to this corpus", "tuned": "tuned on these codes", "contrastive": "tuned by contrast"}
    return ("adapted and " if recipe.pretrain and recipe.how != "adapted" else "") + how[recipe.how]


def minutes(minutes: float) -> str:
    """A length of time in words."""
    if minutes < 1:
        return "less than a minute"
    whole = round(minutes)
    return f"about {whole} minutes" if whole > 1 else "about a minute"
