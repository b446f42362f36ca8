"""Tuning an encoder of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from linewise.client.route import get, post, route
from linewise.client.stages.stage import Stage, Told
from linewise.jobs import JobView
from linewise.teaching.tuning_views import How, TuneCost, TuneReport, TuneState


class Tuning(Stage):
    """Heavier learning: an encoder is pre-trained on the corpus, or taught the codes, and offered."""

    @get("teach/tuning")
    def tuning(self) -> TuneState: ...

    @post("teach/tuning/estimate")
    def start_estimate(self, how: How = "tuned", *, base: str = "", pretrain: bool = False) -> JobView: ...

    @post("teach/tuning")
    def start_tuning(
        self,
        how: How = "tuned",
        *,
        base: str = "",
        pretrain: bool = False,
        seed: int | None = None,
        afresh: bool = False,
    ) -> JobView: ...

    @route("DELETE", "teach/tuning")
    def discard_tuning(self) -> TuneState: ...

    def estimate_tuning(
        self, how: How = "tuned", *, base: str = "", pretrain: bool = False, progress: Told | None = None
    ) -> TuneCost:
        """Measure what a tuning would take there, and wait for it."""
        return self._jobs.outcome(TuneCost, self.start_estimate(how, base=base, pretrain=pretrain), progress)

    def tune(
        self,
        how: How = "tuned",
        *,
        base: str = "",
        pretrain: bool = False,
        seed: int | None = None,
        afresh: bool = False,
        progress: Told | None = None,
    ) -> TuneReport:
        """Tune an encoder there and wait for it."""
        job = self.start_tuning(how, base=base, pretrain=pretrain, seed=seed, afresh=afresh)
        return self._jobs.outcome(TuneReport, job, progress)
