"""`project.exporting`: the project, or a part of it, as a file for other programs, for readers, for pipelines."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from linewise.core.exchange import Loss
from linewise.interchange.appearing import appearing
from linewise.interchange.packing import Choice, Group, chosen
from linewise.jobs import Job, JobView
from linewise.workbench.desk import Desk
from linewise.workbench.hooks import Hooks
from linewise.workbench.outgoing.outlet import Progress
from linewise.workbench.outgoing.outlets import SUFFIXES, outlet, outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatView:
    """A format that can be written, in words, with what may be chosen about it."""

    name: str
    title: str
    suffix: str
    group: Group
    words: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWritten:
    """A written file: how large (bytes), what it holds, and what the format had no place for."""

    path: str
    format: str
    title: str
    bytes: int
    counts: Mapping[str, int]
    losses: tuple[Loss, ...]
    dry_run: bool = False


class Exporting:
    """Every way out."""

    def __init__(self, desk: Desk, hooks: Hooks) -> None:
        self._desk, self._hooks = desk, hooks

    def formats(self) -> tuple[FormatView, ...]:
        """What can be written, in the order in which it is offered."""
        return tuple(
            FormatView(
                name=one.name,
                title=one.title,
                suffix=one.suffix,
                group=one.group,
                words=one.words,
                choices=one.choices,
            )
            for one in outlets().values()
        )

    def run(
        self,
        path: str | Path,
        *,
        format: str | None = None,
        choices: Mapping[str, object] | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> FileWritten:
        """Write a file in the format named, or the one that the file's ending tells.

        The file appears under its name only when it is complete; until then, and after any error, what stood there
        stays. With `dry_run` everything is composed and written to a place that is gone after, so that counts and
        losses are true and nothing is kept. BadInput: no such format or choice, a folder that cannot be written.
        """
        target = Path(path)
        way = outlet(format, target)
        given = dict(choices or {})
        if way.name.startswith("table-") and "as" not in given and target.suffix.lower() in SUFFIXES:
            given["as"] = target.suffix.lower()[1:]
        values = chosen(way.choices, given)
        with appearing(target, keep=not dry_run) as part:
            packed = way.write(self._desk, part, values, progress)
            size = part.stat().st_size
        if not dry_run:
            self._hooks.announce(target.name, size=size)
        return FileWritten(
            path=str(target),
            format=way.name,
            title=way.title,
            bytes=size,
            counts=packed.counts,
            losses=packed.losses,
            dry_run=dry_run,
        )

    def start(
        self, path: str | Path, *, format: str | None = None, choices: Mapping[str, object] | None = None
    ) -> JobView:
        """Write in the background; the job's result is what `run` gives."""
        chosen(outlet(format, Path(path)).choices, choices or {})

        def work(job: Job) -> FileWritten:
            return self.run(path, format=format, choices=choices, progress=job.progress)

        return self._desk.jobs.start(self._desk.project_id, "export", f"write {Path(path).name}", work)
