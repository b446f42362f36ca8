"""The models of a remote project: side by side, pinned, and taken away."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from pathlib import Path
from urllib.parse import quote

from linewise.client.route import get, post
from linewise.client.stages.stage import Stage
from linewise.core.errors import NotReady
from linewise.teaching.views import ModelCard
from linewise.workbench.models.versions_views import ModelComparison


class Models(Stage):
    """What can be done with the models there are."""

    @get("teach/models")
    def models(self) -> tuple[ModelCard, ...]: ...

    @get("teach/models/compare")
    def compare(self, first: str, second: str, *, limit: int = 20) -> ModelComparison: ...

    @post("teach/models/{model}/pin")
    def pin(self, model: str) -> ModelCard: ...

    @post("teach/unpin")
    def unpin(self) -> ModelCard: ...

    def export_model(
        self, path: str | Path, *, model: str | None = None, complete: bool = False, licence: str = ""
    ) -> Path:
        """Download a model (by id or number; else the one in use) as a zip that `linewise.load_model` reads."""
        path = Path(path)
        used = model or next((card.id for card in self.models() if card.current), None)
        if used is None:
            raise NotReady("There is no model yet.", remedy="Teach one first.")
        query = {"complete": str(complete).lower(), **({"licence": licence} if licence else {})}
        return self._connection.download(f"{self._base}/teach/models/{quote(used)}/export", path, query=query)
