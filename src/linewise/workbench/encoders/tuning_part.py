"""The part of `project.teaching` that changes encoders."""

from typing import TYPE_CHECKING

from linewise.jobs import Job, JobView
from linewise.teaching.encoder_views import EncoderCard
from linewise.teaching.tuning_views import How, TuneCost, TuneReport, TuneState
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import tuning
from linewise.workbench.encoders.tuning import Progress
from linewise.workbench.encoders.tuning_place import place_of
from linewise.workbench.given import settings

if TYPE_CHECKING:
    from linewise.encoders.tuning import Recipe

# A base that nobody named is the paper's.
PAPERS = ""


class TuningPart:
    """Heavier learning: an encoder is pre-trained on the corpus, or taught the codes, and offered."""

    _desk: Desk
    if TYPE_CHECKING:

        def offer_encoder(
            self, source: str, *, words: bool = True, progress: Progress | None = None
        ) -> EncoderCard: ...

    def tuning(self) -> TuneState:
        """Whether an encoder can be tuned here and now, what would teach it, and what was left unfinished."""
        return tuning.state(self._desk)

    def estimate_tuning(self, how: How = "tuned", *, base: str = PAPERS, pretrain: bool = False) -> TuneCost:
        """What a tuning would take on this machine, from a few batches that are measured now."""
        return tuning.estimate(self._desk, self._recipe(how, base, pretrain, None))

    def start_estimate(self, how: How = "tuned", *, base: str = PAPERS, pretrain: bool = False) -> JobView:
        """Measure in the background what a tuning would take."""

        def work(_: Job) -> TuneCost:
            return self.estimate_tuning(how, base=base, pretrain=pretrain)

        return self._desk.jobs.start(self._desk.project_id, "estimate", "measure what tuning would take", work)

    def tune(
        self,
        how: How = "tuned",
        *,
        base: str = PAPERS,
        pretrain: bool = False,
        seed: int | None = None,
        afresh: bool = False,
        progress: Progress | None = None,
    ) -> TuneReport:
        """Make an encoder from a base and offer it; the encoder in use stays until somebody chooses another.

        `how`: "adapted" reads the corpus for its words, "tuned" learns the codes (after reading the corpus, with
        `pretrain`), "contrastive" learns which texts share a code. `base` is a name on the Hugging Face hub, a folder,
        or "minilm"; DistilBERT where none is named. A call that was stopped is gone on with, unless `afresh`.
        """
        recipe = self._recipe(how, base, pretrain, seed)
        tuned = tuning.tune(self._desk, recipe, afresh=afresh, progress=progress)
        return tuned.report(recipe, self.offer_encoder(tuned.encoding.id, progress=progress))

    def start_tuning(
        self,
        how: How = "tuned",
        *,
        base: str = PAPERS,
        pretrain: bool = False,
        seed: int | None = None,
        afresh: bool = False,
    ) -> JobView:
        """Tune in the background; cancel the job, and start it again to go on."""

        def work(job: Job) -> TuneReport:
            return self.tune(how, base=base, pretrain=pretrain, seed=seed, afresh=afresh, progress=job.progress)

        return self._desk.jobs.start(self._desk.project_id, "tune", "tune an encoder", work, once=True)

    def discard_tuning(self) -> TuneState:
        """Throw away what a tuning that was stopped has left."""
        return tuning.discard(self._desk)

    def _recipe(self, how: How, base: str, pretrain: bool, seed: int | None) -> "Recipe":
        from linewise.encoders.tuning import DEFAULT_BASE, Recipe

        wanted = (how, base or DEFAULT_BASE, pretrain and how != "adapted")
        left = place_of(self._desk).asked()
        if seed is None and left is not None and (left.recipe.how, left.recipe.base, left.recipe.pretrain) == wanted:
            seed = left.recipe.seed
        if seed is None:
            with self._desk.reading() as (_, facts):
                seed = settings(facts, self._desk).seed
        made = Recipe(how=how, base=wanted[1], pretrain=wanted[2], seed=seed)
        assert made.stages
        return made
