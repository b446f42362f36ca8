"""`project.verifying` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from collections.abc import Sequence

from linewise.client.route import get, post, put, route
from linewise.client.stages.stage import Stage
from linewise.core.nouns import ItemState, Rationale, Verdict
from linewise.verifying.views import (
    Advice,
    BandView,
    FiguresOf,
    FiguresView,
    ForecastView,
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
        strategy: str = "auto",
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

    @get("verify/forecast")
    def forecast(self, reach: float | None = None) -> ForecastView: ...

    @get("verify/influence")
    def influence(self) -> InfluenceView: ...

    @get("verify/bands")
    def bands(self, code: str) -> tuple[BandView, ...]: ...

    @get("verify/units/{unit}/reasons")
    def reasons(self, unit: int, code: str | None = None, model: str | None = None) -> Reasons: ...

    @get("verify/units/{unit}/nearest")
    def nearest(self, unit: int, limit: int = 8) -> tuple[Neighbour, ...]: ...

    @get("verify/rationales")
    def given_reasons(self, unit: int | None = None, code: str | None = None) -> tuple[Rationale, ...]: ...

    @post("verify/units/{unit}/rationales")
    def give_reason(self, unit: int, code: str, start: int, end: int, verdict: Verdict = "for") -> Rationale: ...

    @route("DELETE", "verify/rationales/{rationale}")
    def withdraw_reason(self, rationale: str) -> None: ...

    @get("verify/figures")
    def figures(self, of: FiguresOf | None = None) -> FiguresView: ...
