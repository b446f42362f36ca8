"""Files that keep arriving in a folder: each is brought in once it stands still, and again when it has grown.

What came before is known by content, from the log; nothing else has to be remembered between two looks, so that any
number of looks, from cron or side by side, bring everything once.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from linewise.core.errors import BadInput, LinewiseError
from linewise.core.nouns import Source
from linewise.importing.plan import ImportPlan
from linewise.workbench.views import ImportReport

PLAN = "linewise-plan.json"
LARGEST_PLAN = 2**20
PARTIAL = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", ".lock", "~")

FileState = Literal["brought", "known", "waiting", "left alone", "failed"]
Stamp = tuple[int, int]
Planning = Callable[[Path], ImportPlan | None]


class Importer(Protocol):
    """`project.importing`, here or of a remote project."""

    def run(
        self, path: str | Path, plan: ImportPlan | None = None, *, name: str | None = None, dry_run: bool = False
    ) -> ImportReport: ...

    def sources(self, *, undone: bool = False) -> tuple[Source, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedFile:
    """A file of the folder and what became of it; `reason` says why it waits, was left alone or failed.

    `known`: nothing in it is new. `waiting`: it is still being written.
    """

    name: str
    state: FileState
    reason: str = ""
    remedy: str | None = None
    report: ImportReport | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What one look at a folder brought; `ok` unless a file failed."""

    folder: str
    files: tuple[ArrivedFile, ...]
    documents: int
    units: int
    ok: bool


def arrive(
    importing: Importer,
    folder: str | Path,
    *,
    pattern: str = "*",
    plan: ImportPlan | Planning | None = None,
    settle: float = 2.0,
    dry_run: bool = False,
) -> Arrival:
    """Bring in the files of a folder that are new or have grown; a bad one does not stop the others.

    A file that changes within `settle` seconds is left for the next time. Raises BadInput for the folder itself.
    """
    watched = Folder(importing, folder, pattern=pattern, plan=plan, dry_run=dry_run)
    first = watched.look()
    if not any(one.state == "waiting" for one in first.files):
        return first
    time.sleep(settle)
    found = {one.name: one for one in (*first.files, *watched.look().files)}
    return _arrival(watched.path, found.values())


def watch(
    importing: Importer,
    folder: str | Path,
    *,
    pattern: str = "*",
    plan: ImportPlan | Planning | None = None,
    every: float = 5.0,
    dry_run: bool = False,
) -> Iterator[Arrival]:
    """Look at a folder every so many seconds, without end, and give what there is to say when there is something.

    A file is brought in when two looks found it alike. A folder that is away for a while is waited for.
    """
    watched = Folder(importing, folder, pattern=pattern, plan=plan, dry_run=dry_run)
    told: dict[str, ArrivedFile] = {}
    away = False
    while True:
        try:
            seen = watched.look()
            away = False
        except BadInput as error:
            if not away:
                lost = ArrivedFile(name=".", state="failed", reason=error.message, remedy="It is looked for again.")
                yield _arrival(watched.path, (lost,))
            away = True
        else:
            said = [one for one in seen.files if told.get(one.name) != one and one.state != "known"]
            told |= {one.name: one for one in seen.files}
            if said:
                yield _arrival(watched.path, said)
        time.sleep(every)


class Folder:
    """A folder that is looked at again and again."""

    def __init__(
        self,
        importing: Importer,
        folder: str | Path,
        *,
        pattern: str = "*",
        plan: ImportPlan | Planning | None = None,
        dry_run: bool = False,
    ) -> None:
        parts = Path(pattern).parts
        if not parts or Path(pattern).is_absolute() or ".." in parts:
            raise BadInput(f"{pattern!r} is no pattern of files.", remedy="Give one such as '*.csv' or '**/*.csv'.")
        self.path = Path(folder)
        self._importing, self._pattern, self._plan, self._dry_run = importing, pattern, plan, dry_run
        self._known = self._undone = frozenset[str]()
        self._seen: dict[str, Stamp] = {}
        self._settled: dict[str, tuple[Stamp, ArrivedFile]] = {}

    def look(self) -> Arrival:
        """What became of every file; those that changed since the look before, or are seen first, wait."""
        plan = kept_plan(self.path) if self._plan is None else None
        sources = self._importing.sources()
        self._known = frozenset(source.sha256 for source in sources)
        self._undone = frozenset(source.sha256 for source in self._importing.sources(undone=True))
        found = [self._file(path, sources, plan) for path in self._files()]
        return _arrival(self.path, [one for one in found if one is not None])

    def _files(self) -> list[Path]:
        try:
            if not self.path.is_dir():
                raise BadInput("There is no such folder.", remedy="Check the path.", file=str(self.path))
            next(self.path.iterdir(), None)
            return sorted(self.path.glob(self._pattern))
        except OSError as error:
            raise BadInput(
                f"The folder cannot be read: {error.strerror}.", remedy="Check the path.", file=str(self.path)
            ) from None

    def _file(self, path: Path, sources: tuple[Source, ...], plan: ImportPlan | None) -> ArrivedFile | None:
        name = path.relative_to(self.path).as_posix()
        try:
            ours = name == PLAN
            why = "" if ours else _left_alone(path, self.path)
            if ours or (not why and not path.is_file()):
                return None
            if why:
                return ArrivedFile(name=name, state="left alone", reason=why)
            return self._regular(path, name, sources, plan)
        except OSError as error:
            # It may have been taken away, or its drive be out of reach: the next look tells.
            return ArrivedFile(name=name, state="waiting", reason=f"It cannot be read: {error.strerror}.")

    def _regular(self, path: Path, name: str, sources: tuple[Source, ...], plan: ImportPlan | None) -> ArrivedFile:
        stamp = _stamp(path)
        settled = self._settled.get(name)
        if settled is not None and settled[0] == stamp:
            return settled[1]
        stood, self._seen[name] = self._seen.get(name) == stamp, stamp
        if not stamp[0]:
            return ArrivedFile(name=name, state="waiting", reason="It is empty.")
        digest = _digest(path)
        if digest in self._known:
            outcome = ArrivedFile(name=name, state="known")
        elif digest in self._undone:
            # Otherwise cron would bring back what a person took away.
            outcome = ArrivedFile(
                name=name, state="left alone", reason="Its import was undone; linewise import FILE brings it again."
            )
        elif not stood:
            return ArrivedFile(name=name, state="waiting", reason="It may still be written.")
        else:
            outcome = self._brought(path, name, sources, plan)
        self._settled[name] = (stamp, outcome)
        return outcome

    def _brought(self, path: Path, name: str, sources: tuple[Source, ...], plan: ImportPlan | None) -> ArrivedFile:
        try:
            chosen = self._plan(path) if callable(self._plan) else self._plan or plan or _as_before(name, sources)
            report = self._importing.run(path, chosen, name=name, dry_run=self._dry_run)
        except LinewiseError as error:
            return ArrivedFile(name=name, state="failed", reason=error.told, remedy=error.remedy)
        except OSError as error:
            return ArrivedFile(name=name, state="failed", reason=f"It cannot be read: {error.strerror}.")
        return ArrivedFile(name=name, state="brought" if report.documents or report.codings else "known", report=report)


def kept_plan(folder: Path) -> ImportPlan | None:
    """The plan that lies in a folder for all its files, None without one; BadInput when it is none."""
    path = folder / PLAN
    try:
        if not path.is_file():
            return None
        with path.open(encoding="utf-8") as file:
            content = json.loads(file.read(LARGEST_PLAN))
    except (OSError, ValueError, RecursionError):
        raise BadInput("The plan cannot be read.", remedy="Remove it, or keep a new one.", file=str(path)) from None
    if not isinstance(content, dict):
        raise BadInput("The plan is no JSON object.", remedy="Remove it, or keep a new one.", file=str(path))
    try:
        return ImportPlan.from_dict(content)
    except BadInput as error:
        raise BadInput(error.message, remedy=error.remedy, file=str(path)) from None
    except TypeError:
        raise BadInput("The plan names no text.", remedy="Remove it, or keep a new one.", file=str(path)) from None


def keep_plan(folder: Path, plan: ImportPlan) -> None:
    """Leave a plan in a folder, so that all its files are read alike from now on."""
    path = folder / PLAN
    try:
        path.write_text(json.dumps(plan.to_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(
            f"The plan cannot be written: {error.strerror}.", remedy="Give the options each time.", file=str(path)
        ) from None


def _left_alone(path: Path, folder: Path) -> str:
    """Why a file is none of ours, "" when it is."""
    parts = path.relative_to(folder).parts
    if any(part.startswith(".") for part in parts):
        return "It is hidden."
    if path.name.startswith("~$") or path.name.lower().endswith(PARTIAL):
        return "Its name says that it is not finished."
    # Never out of the folder, by no detour.
    if any(folder.joinpath(*parts[: many + 1]).is_symlink() for many in range(len(parts))):
        return "It is a link."
    return ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _as_before(name: str, sources: tuple[Source, ...]) -> ImportPlan | None:
    """The plan by which a file of this name was read last, so that what has grown is read alike."""
    plans = [source.plan for source in sources if source.name == name]
    try:
        return ImportPlan.from_dict(plans[-1]) if plans else None
    except (BadInput, TypeError):
        return None


def _stamp(path: Path) -> Stamp:
    known = path.stat()
    return known.st_size, known.st_mtime_ns


def _arrival(folder: Path, files: Iterable[ArrivedFile]) -> Arrival:
    every = tuple(files)
    reports = [one.report for one in every if one.report is not None]
    return Arrival(
        folder=str(folder),
        files=every,
        documents=sum(report.documents for report in reports),
        units=sum(report.units for report in reports),
        ok=not any(one.state == "failed" for one in every),
    )
