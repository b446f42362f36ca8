"""`project.importing` of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from linewise.client.route import get, post
from linewise.client.stages.stage import Stage, Told
from linewise.core.nouns import Source
from linewise.importing.plan import ImportPlan
from linewise.importing.segment import Segmentation
from linewise.interchange.preview import Preview
from linewise.jobs import JobView
from linewise.workbench import arriving
from linewise.workbench.arriving import Arrival, Planning
from linewise.workbench.views import ImportReport, ImportTotals, RecutReport

CHUNK = 2**20


class Importing(Stage):
    """Files into documents and units."""

    def run(
        self,
        path: str | Path,
        plan: ImportPlan | None = None,
        *,
        name: str | None = None,
        dry_run: bool = False,
        progress: Told | None = None,
    ) -> ImportReport:
        """Send a file and import it; the plan that is left out is guessed by the server."""
        return self._jobs.outcome(ImportReport, self.start(path, plan, name=name, dry_run=dry_run), progress)

    def start(
        self,
        path: str | Path,
        plan: ImportPlan | None = None,
        *,
        name: str | None = None,
        dry_run: bool = False,
    ) -> JobView:
        """Send a file and import it in the background of the server."""
        file = self.upload(path, name=name)
        body = {"file": file, "plan": plan.to_dict() if plan else None, "dry_run": dry_run}
        return self._connection.ask(JobView, "POST", f"{self._base}/import", body=body)

    def preview(self, path: str | Path, *, plan: ImportPlan | None = None) -> Preview:
        """The beginning of a file as the server would read it."""
        body = {"file": self.upload(path), "plan": plan.to_dict() if plan else None}
        return self._connection.ask(Preview, "POST", f"{self._base}/import/preview", body=body)

    def totals(self, path: str | Path, plan: ImportPlan | None = None) -> ImportTotals:
        """What the whole file would come to; nothing is written."""
        body = {"file": self.upload(path), "plan": plan.to_dict() if plan else None}
        return self._connection.ask(ImportTotals, "POST", f"{self._base}/import/totals", body=body)

    def upload(self, path: str | Path, *, name: str | None = None) -> str:
        """Send a file; gives the id by which the server knows it for a day."""
        path = Path(path)
        answer: Mapping[str, Any] = self._connection.ask(
            Mapping[str, Any],  # type: ignore[type-abstract]
            "POST",
            f"{self._base}/import/files",
            query={"name": name or path.name},
            content=chunks(path),
        )
        return str(answer["file"])

    @get("import/sources")
    def sources(self, *, undone: bool = False) -> tuple[Source, ...]: ...

    def recut(
        self, source: str, segmentation: Segmentation, *, dry_run: bool = False, progress: Told | None = None
    ) -> RecutReport:
        """Cut the documents of an import (name or id) into other units, what people said with them."""
        return self._jobs.outcome(RecutReport, self.start_recut(source, segmentation, dry_run=dry_run), progress)

    @post("import/sources/{source}/recut")
    def start_recut(self, source: str, segmentation: Segmentation, *, dry_run: bool = False) -> JobView: ...

    def arrive(
        self,
        folder: str | Path,
        *,
        pattern: str = "*",
        plan: ImportPlan | Planning | None = None,
        settle: float = 2.0,
        dry_run: bool = False,
    ) -> Arrival:
        """Bring in the files of a folder here that are new or have grown; see `linewise.workbench.arriving`."""
        return arriving.arrive(self, folder, pattern=pattern, plan=plan, settle=settle, dry_run=dry_run)

    def watch(
        self,
        folder: str | Path,
        *,
        pattern: str = "*",
        plan: ImportPlan | Planning | None = None,
        every: float = 5.0,
        dry_run: bool = False,
    ) -> Iterator[Arrival]:
        """Look at a folder of this machine every so many seconds, without end, and give what came of it."""
        return arriving.watch(self, folder, pattern=pattern, plan=plan, every=every, dry_run=dry_run)


def chunks(path: Path) -> Iterator[bytes]:
    """A file as a stream of bytes."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
