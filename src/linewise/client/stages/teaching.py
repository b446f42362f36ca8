"""`project.teaching` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from collections.abc import Sequence

from linewise.client.route import get, post
from linewise.client.stages.encoders import Encoders
from linewise.client.stages.models import Models
from linewise.client.stages.questions import Questions
from linewise.client.stages.stage import Told
from linewise.client.stages.tuning import Tuning
from linewise.jobs import JobView
from linewise.teaching.views import Calibration, CodeMeaning, ModelCard, TeachState
from linewise.verifying.simulated import COMPARED, GoldSource, SimulationView
from linewise.verifying.tried import Tried
from linewise.workbench.views import EncodingReport


class Teaching(Models, Questions, Tuning, Encoders):
    """The encoder and the models."""

    @get("teach")
    def state(self) -> TeachState: ...

    @post("teach")
    def start(self, *, seed: int | None = None) -> JobView: ...

    @post("teach/encode")
    def start_encoding(self) -> JobView: ...

    @post("teach/simulations")
    def start_simulation(
        self,
        *,
        strategies: Sequence[str] = COMPARED,
        gold: str | None = None,
        seeds: int = 3,
        until: float = 0.5,
        audit_share: float = 0.0,
        size: int | None = None,
        encoder: str | None = None,
        head: str = "default",
    ) -> JobView: ...

    @get("teach/simulations")
    def simulations(self) -> tuple[SimulationView, ...]: ...

    @get("teach/simulations/{id}")
    def simulation(self, id: str) -> SimulationView: ...

    @get("teach/simulations/sources")
    def simulation_sources(self) -> tuple[GoldSource, ...]: ...

    def simulate(
        self,
        *,
        strategies: Sequence[str] = COMPARED,
        gold: str | None = None,
        seeds: int = 3,
        until: float = 0.5,
        audit_share: float = 0.0,
        size: int | None = None,
        encoder: str | None = None,
        head: str = "default",
        progress: Told | None = None,
    ) -> SimulationView:
        """Replay ways of choosing and wait for the curves."""
        job = self.start_simulation(
            strategies=strategies,
            gold=gold,
            seeds=seeds,
            until=until,
            audit_share=audit_share,
            size=size,
            encoder=encoder,
            head=head,
        )
        return self._jobs.outcome(SimulationView, job, progress)

    @get("teach/codes/{code}")
    def meaning(self, code: str) -> CodeMeaning: ...

    @get("teach/calibration")
    def calibration(self, model: str | None = None) -> Calibration: ...

    @post("teach/what-if")
    def try_text(self, text: str, *, code: str | None = None, model: str | None = None) -> Tried: ...

    def train(self, *, seed: int | None = None, progress: Told | None = None) -> ModelCard:
        """Teach a model and wait for it; with a seed it can be made again."""
        return self._jobs.outcome(ModelCard, self.start(seed=seed), progress)

    def encode(self, *, progress: Told | None = None) -> EncodingReport:
        """Compute the missing vectors and wait for them."""
        return self._jobs.outcome(EncodingReport, self.start_encoding(), progress)
