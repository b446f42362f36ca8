"""`project.grouping` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from collections.abc import Sequence

from linewise.client.route import get, post, route
from linewise.client.stages.stage import Stage
from linewise.core.views import UnitPage
from linewise.grouping.views import (
    Codebook,
    CodeCard,
    Comparison,
    Impact,
    Part,
    Proposals,
    TrayNorms,
    TrayPage,
    Where,
)


class Grouping(Stage):
    """Open codes into codes, and the codebook."""

    @get("group/tray")
    def tray(
        self,
        *,
        search: str = "",
        within: Where | None = None,
        grouped: bool | None = None,
        code: str | None = None,
        order: str = "count",
        after: str | None = None,
        limit: int = 100,
    ) -> TrayPage: ...

    @get("group/tray/norms")
    def norms(
        self,
        *,
        search: str = "",
        within: Where | None = None,
        grouped: bool | None = None,
        code: str | None = None,
    ) -> TrayNorms: ...

    @get("group/codes")
    def codebook(self) -> Codebook: ...

    @get("group/codes/{code}")
    def code(self, code: str) -> CodeCard: ...

    @post("group/codes")
    def create(
        self,
        name: str,
        *,
        norms: Sequence[str] = (),
        definition: str = "",
        use_when: str = "",
        not_when: str = "",
        examples: Sequence[str] = (),
        counter_examples: Sequence[str] = (),
        aliases: Sequence[str] = (),
        parents: Sequence[str] = (),
        colour: str = "",
    ) -> CodeCard: ...

    @route("PATCH", "group/codes/{code}")
    def describe(
        self,
        code: str,
        *,
        name: str | None = None,
        definition: str | None = None,
        use_when: str | None = None,
        not_when: str | None = None,
        examples: Sequence[str] | None = None,
        counter_examples: Sequence[str] | None = None,
        aliases: Sequence[str] | None = None,
        parents: Sequence[str] | None = None,
        colour: str | None = None,
        position: int | None = None,
    ) -> CodeCard: ...

    @post("group/codes/{code}/place")
    def place(self, code: str, norms: Sequence[str]) -> CodeCard: ...

    @post("group/codes/{code}/unplace")
    def unplace(self, code: str, norms: Sequence[str]) -> CodeCard: ...

    @post("group/codes/{code}/move")
    def move(self, code: str, into: str, norms: Sequence[str]) -> CodeCard: ...

    @post("group/arrange")
    def arrange(self, codes: Sequence[str], *, under: str | None = None, before: str | None = None) -> Codebook: ...

    @get("group/proposals")
    def proposals(self, *, limit: int = 30) -> Proposals: ...

    @post("group/proposals/refuse")
    def refuse(self, norms: Sequence[str]) -> None: ...

    @get("group/compare")
    def compare(self, left: str, right: str, *, limit: int = 30) -> Comparison: ...

    @post("group/merge")
    def merge(self, codes: Sequence[str], into: str) -> CodeCard: ...

    @post("group/codes/{code}/split")
    def split(self, code: str, parts: Sequence[Part], retire: bool = False) -> tuple[CodeCard, ...]: ...

    @post("group/codes/{code}/retire")
    def retire(self, code: str) -> CodeCard: ...

    @post("group/codes/{code}/restore")
    def restore(self, code: str) -> CodeCard: ...

    @post("group/impact")
    def impact(
        self,
        action: str,
        *,
        codes: Sequence[str] = (),
        into: str | None = None,
        norms: Sequence[str] = (),
        parts: Sequence[Part] = (),
    ) -> Impact: ...

    @get("group/codes/{code}/units")
    def units(self, code: str, *, after: str | None = None, limit: int = 50) -> UnitPage: ...

    @get("group/stale")
    def stale(self, code: str | None = None, *, after: str | None = None, limit: int = 50) -> UnitPage: ...
