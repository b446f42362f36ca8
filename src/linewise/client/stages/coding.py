"""`project.coding` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from linewise.client.route import get, post, put, route
from linewise.client.stages.stage import Stage
from linewise.client.wire import plain
from linewise.coding.likeness import Recall
from linewise.coding.saturation import Of, Saturation
from linewise.coding.saved import named
from linewise.core.nouns import MarkState, SavedView, Value
from linewise.core.views import DocumentView, Progress, Suggestion, UnitPage, UnitQuery, UnitView, ValueCount


class Coding(Stage):
    """Reading units and writing notes on them."""

    def units(self, query: UnitQuery | None = None, **changes: Any) -> UnitPage:
        """A page of units; give a UnitQuery, or its fields."""
        asked = plain(replace(query or UnitQuery(), **changes))
        asked["attribute"] = [f"{name}:{value}" for name, value in asked.pop("attributes").items()]
        return self._connection.ask(UnitPage, "GET", f"{self._base}/code/units", query=asked)

    @get("code/units/{unit}")
    def unit(self, unit: int) -> UnitView: ...

    @put("code/units/{unit}/note")
    def write(
        self,
        unit: int,
        text: str,
        *,
        note: str | None = None,
        start: int | None = None,
        end: int | None = None,
        expected: str | None = None,
    ) -> UnitView: ...

    @put("code/units/{unit}/mark")
    def mark(self, unit: int, state: MarkState | None) -> UnitView: ...

    @put("code/units/{unit}/codings")
    def code(self, unit: int, codings: Mapping[str, Value | None]) -> UnitView: ...

    @put("code/units/{unit}/bookmark")
    def bookmark(self, unit: int, on: bool = True) -> UnitView: ...

    @get("code/units/{unit}/document")
    def document(self, unit: int) -> DocumentView: ...

    @get("code/values")
    def values(self, attribute: str, *, search: str = "", limit: int = 20) -> tuple[ValueCount, ...]: ...

    @get("code/views")
    def views(self) -> tuple[SavedView, ...]: ...

    def view(self, name: str) -> SavedView:
        """The view with this name or id; NotFound tells which there are."""
        return named(self.views(), name)

    @post("code/views")
    def save_view(
        self, name: str | None = None, query: Mapping[str, object] | None = None, *, view: str | None = None
    ) -> SavedView: ...

    @route("DELETE", "code/views/{view}")
    def withdraw_view(self, view: str) -> None: ...

    @get("code/suggest")
    def suggest(self, prefix: str, *, limit: int = 8) -> tuple[Suggestion, ...]: ...

    @get("code/progress")
    def progress(self) -> Progress: ...

    def similar(self, unit: int | None = None, *, text: str | None = None, limit: int = 8) -> Recall:
        """What is most like a unit, or like a text."""
        place = f"units/{unit}/similar" if unit is not None else "similar"
        query = {"limit": limit, "text": text if unit is None else None}
        return self._connection.ask(Recall, "GET", f"{self._base}/code/{place}", query=query)

    @get("code/saturation")
    def saturation(self, *, of: Of = "open codes", coder: str | None = None) -> Saturation: ...
