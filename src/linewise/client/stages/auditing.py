"""`project.auditing` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from collections.abc import Sequence

from linewise.auditing.views import FactChange, LogPage, Snapshot, Verification
from linewise.client.route import get, post
from linewise.client.stages.stage import Stage


class Auditing(Stage):
    """The log and what it proves."""

    def log(
        self,
        *,
        after: int | None = None,
        limit: int = 50,
        subject: str | None = None,
        coder: str | None = None,
        kinds: Sequence[str] = (),
        search: str = "",
    ) -> LogPage:
        """What happened, newest first."""
        query = {"after": after, "limit": limit, "subject": subject, "coder": coder, "search": search, "kind": kinds}
        return self._connection.ask(LogPage, "GET", f"{self._base}/audit/log", query=query)

    @get("audit/history")
    def history(self, subject: str) -> tuple[FactChange, ...]: ...

    @get("audit/changes/{seq}")
    def changes(self, seq: int) -> tuple[FactChange, ...]: ...

    @post("audit/verify")
    def verify(self) -> Verification: ...

    @get("audit/at")
    def at(self, seq: int | None = None, time: str | None = None) -> Snapshot: ...
