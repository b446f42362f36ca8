"""`project.teaching` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from linewise.client.route import get, post
from linewise.client.stages.stage import Stage, Told
from linewise.jobs import JobView
from linewise.teaching.views import CodeMeaning, ModelCard, TeachState
from linewise.workbench.views import EncodingReport


class Teaching(Stage):
    """The encoder and the models."""

    @get("teach")
    def state(self) -> TeachState: ...

    @post("teach")
    def start(self) -> JobView: ...

    @post("teach/encode")
    def start_encoding(self) -> JobView: ...

    @get("teach/models")
    def models(self) -> tuple[ModelCard, ...]: ...

    @get("teach/codes/{code}")
    def meaning(self, code: str) -> CodeMeaning: ...

    def train(self, *, progress: Told | None = None) -> ModelCard:
        """Teach a model and wait for it."""
        return self._jobs.outcome(ModelCard, self.start(), progress)

    def encode(self, *, progress: Told | None = None) -> EncodingReport:
        """Compute the missing vectors and wait for them."""
        return self._jobs.outcome(EncodingReport, self.start_encoding(), progress)
