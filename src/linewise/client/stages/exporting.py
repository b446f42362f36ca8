"""`project.exporting` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linewise.client.route import get
from linewise.client.stages.stage import Stage, Told
from linewise.client.wire import build
from linewise.core.errors import BadInput
from linewise.jobs import JobView
from linewise.workbench.exporting import FileWritten, FormatView


class Exporting(Stage):
    """Every way out."""

    @get("export/formats")
    def formats(self) -> tuple[FormatView, ...]: ...

    def run(
        self,
        path: str | Path,
        *,
        format: str | None = None,
        choices: Mapping[str, object] | None = None,
        progress: Told | None = None,
    ) -> FileWritten:
        """Have a file written by the server, and fetch it; the file's ending tells the format when none is named."""
        path = Path(path)
        wanted = format or _format_of(path, self.formats())
        body = {"format": wanted, "choices": dict(choices or {}), "name": path.stem or None}
        started: Mapping[str, Any] = self._connection.ask(
            Mapping[str, Any],  # type: ignore[type-abstract]
            "POST",
            f"{self._base}/export",
            body=body,
        )
        written = self._jobs.outcome(FileWritten, build(JobView, started["job"]), progress)
        self._connection.download(f"{self._base}/export/files/{started['file']}", path)
        return written


def _format_of(path: Path, known: tuple[FormatView, ...]) -> str:
    found = next((one.name for one in known if path.name.lower().endswith(one.suffix)), None)
    if found is None:
        raise BadInput("the ending tells no format.", remedy="Name the format.", file=str(path))
    return found
