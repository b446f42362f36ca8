"""What is shown when two models are compared."""

from dataclasses import dataclass

from linewise.core.views import UnitView
from linewise.teaching.views import ModelCard
from linewise.verifying.paired import PairedFigures
from linewise.verifying.views import Prediction


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A unit to which two models would give different codes, and what each makes of these codes."""

    unit: UnitView
    first: tuple[Prediction, ...]
    second: tuple[Prediction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelComparison:
    """Two models side by side: in what they differ, how each did on units that neither had seen, where they part.

    `figures` is None where no such unit exists, and `why` then says why. `parted` of the `looked_at` units of the
    corpus would get other codes from the second; `disagreements` are those on which they part most.
    """

    first: ModelCard
    second: ModelCard
    differences: tuple[str, ...]
    figures: PairedFigures | None
    why: str
    words: str
    looked_at: int
    parted: int
    disagreements: tuple[Disagreement, ...]
