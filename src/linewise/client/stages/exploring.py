"""`project.exploring` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from collections.abc import Sequence
from typing import Any

from linewise.client.route import get, route
from linewise.client.stages.coding import Coding
from linewise.client.stages.stage import Stage
from linewise.core.nouns import Memo
from linewise.core.views import UnitPage
from linewise.exploring.memos import Order
from linewise.exploring.views import Frequency, Thing, Together


class Exploring(Stage):
    """Counts over codes, search, and memos."""

    @get("explore/frequencies")
    def frequencies(self) -> tuple[Frequency, ...]: ...

    @get("explore/together")
    def together(self) -> tuple[Together, ...]: ...

    def search(self, text: str, **changes: Any) -> UnitPage:
        """Units whose text holds these words."""
        return Coding(self._connection, self._base).units(search=text, **changes)

    @get("explore/memos")
    def memos(
        self,
        about: str | None = None,
        about_id: str | None = None,
        *,
        search: str = "",
        coder: str | None = None,
        speaks_of: str | None = None,
        order: Order = "oldest",
    ) -> tuple[Memo, ...]: ...

    def write_memo(
        self,
        about: str,
        about_id: str,
        text: str,
        *,
        memo: str | None = None,
        links: Sequence[str] | None = None,
        new: str | None = None,
    ) -> Memo:
        """Write a memo, or (with `memo`) change one; under the id `new` it may be sent twice and is kept once."""
        place = f"{self._base}/explore/memos"
        body = {"about": about, "about_id": about_id, "text": text, "links": links}
        if memo is None and new is not None:
            return self._connection.ask(Memo, "PUT", f"{place}/{new}", body=body)
        return self._connection.ask(Memo, "POST", place, body={**body, "memo": memo})

    @get("explore/things")
    def things(self, of: Sequence[str]) -> tuple[Thing, ...]: ...

    @get("explore/offers")
    def offers(self, search: str, *, limit: int = 8) -> tuple[Thing, ...]: ...

    @route("DELETE", "explore/memos/{memo}")
    def withdraw_memo(self, memo: str) -> None: ...
