"""`project.teaching`, the part about models: all of them, side by side, pinned, taken away."""

from pathlib import Path

from linewise.core.nouns import Model
from linewise.teaching.views import ModelCard
from linewise.workbench.desk import Desk
from linewise.workbench.models import pinning, registry, taking, versions
from linewise.workbench.models.versions_views import ModelComparison
from linewise.workbench.views import ModelExport


class ModelsPart:
    """What can be done with the models there are."""

    _desk: Desk

    def models(self) -> tuple[ModelCard, ...]:
        """All models, newest first."""
        with self._desk.reading() as (_, facts):
            return registry.cards(facts)

    def compare(self, first: str, second: str, *, limit: int = 20) -> ModelComparison:
        """Two models (by id or number) side by side: what differs, out-of-sample figures on the same units, where they
        part; `limit` is how many such units to show."""
        return versions.compare(self._desk, first, second, limit=limit)

    def pin(self, model: str) -> ModelCard:
        """Keep to this model (its id or number) everywhere, while newer ones are taught beside it; undoable."""
        return self._card(pinning.pin(self._desk, model))

    def unpin(self) -> ModelCard:
        """Use the newest model again; undoable. Raises NotReady without any."""
        pinning.unpin(self._desk)
        with self._desk.reading() as (_, facts):
            return self._card(registry.chosen(facts))

    def export_model(
        self, path: str | Path, *, model: str | None = None, complete: bool = False, licence: str = ""
    ) -> ModelExport:
        """Write a model (by id or number; else the one in use) to a folder or zip that `linewise.load_model` reads.

        With `complete` the encoder's weights go along, so that nothing else is needed; `licence` is yours to state.
        """
        return taking.take(self._desk, Path(path), model=model, complete=complete, licence=licence)

    def _card(self, model: Model) -> ModelCard:
        """What is shown of one model."""
        with self._desk.reading() as (_, facts):
            return registry.cards(facts, [model])[0]
