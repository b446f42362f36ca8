"""`project.applying` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from pathlib import Path

from linewise.applying.views import ApplyState, Coverage, Curve, PrevalenceView, PromiseView, ScoredUnits
from linewise.client.route import get, post
from linewise.client.stages.stage import Stage, Told
from linewise.core.nouns import Application
from linewise.jobs import JobView
from linewise.workbench.views import ExportPreview


class Applying(Stage):
    """The model's codes for the rest of the corpus, and exports."""

    @get("apply")
    def state(self) -> ApplyState: ...

    @get("apply/coverage")
    def coverage(self, confidence: float) -> Coverage: ...

    @get("apply/curve")
    def curve(self) -> Curve: ...

    @get("apply/promise")
    def promise(self, precision: float | None = None, *, risk: float = 0.1, scope: str = "each") -> PromiseView: ...

    @get("apply/units")
    def units(
        self, code: str, *, which: str = "given", confidence: float = 0.9, limit: int = 50, skip: int = 0
    ) -> ScoredUnits: ...

    @get("apply/prevalence")
    def prevalence(self) -> PrevalenceView: ...

    @post("apply")
    def start(
        self,
        confidence: float | None = None,
        *,
        precision: float | None = None,
        risk: float = 0.1,
        scope: str = "each",
    ) -> JobView: ...

    def run(
        self,
        *,
        confidence: float | None = None,
        precision: float | None = None,
        risk: float = 0.1,
        scope: str = "each",
        progress: Told | None = None,
    ) -> Application:
        """Apply the model in use and wait until every unit has its codes."""
        started = self.start(confidence, precision=precision, risk=risk, scope=scope)
        return self._jobs.outcome(Application, started, progress)

    @get("apply/export/preview")
    def export_preview(self, *, shape: str = "long", include: str = "all", rows: int = 6) -> ExportPreview: ...

    def export(self, path: str | Path, *, shape: str = "long", format: str | None = None, include: str = "all") -> Path:
        """Download the coded corpus; the format follows from the file's name when it is not given."""
        path = Path(path)
        query = {"shape": shape, "format": format or path.suffix.lstrip(".") or "csv", "include": include}
        return self._connection.download(f"{self._base}/apply/export", path, query=query)
