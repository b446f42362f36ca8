"""`project.verifying` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from collections.abc import Sequence

from linewise.client.route import get, post, put
from linewise.client.stages.stage import Stage
from linewise.core.nouns import ItemState
from linewise.verifying.views import (
    Advice,
    BandView,
    FiguresView,
    InfluenceView,
    ItemView,
    Neighbour,
    Reasons,
    RoundSummary,
    RoundView,
    VerifyState,
)


class Verifying(Stage):
    """Rounds and the decisions in them."""

    @get("verify")
    def state(self) -> VerifyState: ...

    @post("verify/rounds")
    def open(
        self,
        *,
        strategy: str = "margin",
        size: int | None = None,
        audit_share: float | None = None,
        blind_share: float | None = None,
        code: str | None = None,
        seed: int | None = None,
    ) -> RoundView: ...

    @get("verify/rounds/{round}")
    def round(self, round: str) -> RoundView: ...

    @put("verify/rounds/{round}/items/{position}")
    def decide(
        self,
        round: str,
        position: int,
        *,
        state: ItemState,
        codes: Sequence[str] = (),
        new_codes: Sequence[str] = (),
        unaided: bool = False,
    ) -> ItemView: ...

    @post("verify/rounds/{round}/close")
    def close(self, round: str) -> RoundSummary: ...

    @get("verify/advice")
    def advice(self) -> Advice: ...

    @get("verify/influence")
    def influence(self) -> InfluenceView: ...

    @get("verify/bands")
    def bands(self, code: str) -> tuple[BandView, ...]: ...

    @get("verify/units/{unit}/reasons")
    def reasons(self, unit: int, code: str | None = None, model: str | None = None) -> Reasons: ...

    @get("verify/units/{unit}/nearest")
    def nearest(self, unit: int, limit: int = 8) -> tuple[Neighbour, ...]: ...

    def figures(self) -> FiguresView:
        """The figures from every audit sample so far."""
        return self.state().figures
