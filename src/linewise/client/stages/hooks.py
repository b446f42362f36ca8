"""`project.hooks` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from collections.abc import Sequence

from linewise.client.route import get, post, route
from linewise.client.stages.stage import Stage
from linewise.workbench.hooks.views import TOPICS, Delivered, Delivery, Hook, NewHook


class Hooks(Stage):
    """Addresses that are told when something is ready."""

    @get("hooks")
    def list(self) -> tuple[Hook, ...]: ...

    @post("hooks")
    def add(self, url: str, topics: Sequence[str] = TOPICS, *, private: bool = False) -> NewHook: ...

    @route("PATCH", "hooks/{hook}")
    def change(
        self,
        hook: str,
        *,
        url: str | None = None,
        topics: Sequence[str] | None = None,
        active: bool | None = None,
        private: bool | None = None,
    ) -> Hook: ...

    @route("DELETE", "hooks/{hook}")
    def remove(self, hook: str) -> None: ...

    @post("hooks/{hook}/test")
    def test(self, hook: str) -> Delivery: ...

    @get("hooks/deliveries")
    def deliveries(self, hook: str | None = None, *, limit: int = 50) -> tuple[Delivery, ...]: ...

    @post("hooks/announce")
    def announce(self, name: str, *, size: int | None = None, sha256: str | None = None) -> tuple[Delivery, ...]: ...

    @post("hooks/deliver")
    def deliver(self, *, at_once: bool = False) -> Delivered: ...
