"""What every command shares: where the workspace is, which project, JSON or tables, errors, progress, Ctrl-C.

A command is a function whose first argument is the opened `project` or `workspace`, or the `place`, where it asks for
one of them itself, and which returns what the workbench returned; the decorator adds the shared options and prints the
outcome.
"""

import inspect
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from linewise.core.errors import Conflict, LinewiseError, NotFound

if TYPE_CHECKING:
    from rich.console import RenderableType

    from linewise.workbench import Project, Workspace

In = Annotated[
    str,
    typer.Option("--in", envvar="LINEWISE_IN", metavar="WORKSPACE", help="The workspace: a file or a PostgreSQL URL."),
]
Of = Annotated[
    str | None,
    typer.Option(
        "--project", envvar="LINEWISE_PROJECT", metavar="NAME", help="Which project, where there are several."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]

DEFAULT = "study.linewise"
INTERRUPTED = 130
STOPPED = "linewise: stopped; what was not finished was not kept."
SHARED = (("where", In, DEFAULT), ("named", Of, None), ("as_json", AsJson, False))

Progress = Callable[[int, int | None], None]
Names = Callable[[str], str]
Show = Callable[[Any, Names], "Iterable[RenderableType]"]


def command(
    group: typer.Typer,
    name: str,
    *,
    show: str,
    example: str,
    create: bool = False,
    trial: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make the function a command of the group.

    `show` names the function, as MODULE.NAME in this package, that turns its result into what a person reads: it is
    imported when it is needed, so that help comes at once. `example` ends its help; with `create`, a missing workspace
    or project is made; under an option named in `trial` (it keeps nothing) in a place that is gone after. An argument
    called `progress` is filled with a progress bar's function. An iterator as the result is told piece by piece,
    as JSON one line a piece; to interrupt it is its proper end.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(function)
        first, *others = signature.parameters.values()
        wants_progress = any(parameter.name == "progress" for parameter in others)

        @wraps(function)
        def run(*, where: str, named: str | None, as_json: bool, **given: Any) -> None:
            tried = any(given.get(option) for option in trial)
            with (
                told_errors(as_json=as_json),
                fleeting(where) if tried else nullcontext(where) as where,
                opened(where, create=create) as workspace,
            ):
                place = Place(workspace, named, where, create)
                subject = place if first.name == "place" else getattr(place, first.name)
                if wants_progress:
                    with bar(quiet=as_json) as given["progress"]:
                        outcome = function(subject, **given)
                else:
                    outcome = function(subject, **given)
                good = True
                endless = isinstance(outcome, Iterator)
                try:
                    for one in outcome if endless else (outcome,):
                        if as_json:
                            tell_json(one, one_line=endless)
                        else:
                            tell(shown(show)(one, names_of(subject)))
                        good = good and getattr(one, "ok", True) is not False
                except KeyboardInterrupt:
                    if not endless:
                        raise
                    print(STOPPED, file=sys.stderr)
            if not good:
                raise typer.Exit(1)

        shared = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for name, kind, default in SHARED
        ]
        own = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for parameter in others
            if parameter.name != "progress"
        ]
        parameters = [*own, *shared]
        run.__signature__ = signature.replace(parameters=parameters, return_annotation=None)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        del run.__wrapped__
        group.command(name, epilog=f"Example: {example}")(run)
        return function

    return decorate


@dataclass(frozen=True, slots=True)
class Place:
    """An opened workspace, and the project meant in it, which is chosen or begun when it is asked for."""

    workspace: "Workspace"
    _named: str | None
    _where: str
    _create: bool

    @property
    def project(self) -> "Project":
        return chosen(self.workspace, self._named, create=self._create, where=self._where)


@contextmanager
def told_errors(*, as_json: bool = False) -> Iterator[None]:
    """Say what went wrong on stderr and leave with 1; an interrupt leaves with 130."""
    try:
        yield
    except LinewiseError as error:
        if as_json:
            problem = {"error": type(error).__name__, "detail": error.message, "remedy": error.remedy}
            print(json.dumps({**problem, "where": error.where}, default=str), file=sys.stderr)
        else:
            print(f"linewise: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        sys.stderr.close()
        raise typer.Exit(0) from None


@contextmanager
def fleeting(where: str) -> Iterator[str]:
    """The workspace named, or where there is none (or no project in it) a place that is gone after the block."""
    from linewise.workbench import open_workspace

    there = "://" in where or Path(where).exists()
    if there:
        with open_workspace(where, create=False) as workspace:
            there = bool(workspace.projects())
    if there:
        yield where
        return
    with TemporaryDirectory(prefix="linewise-") as folder:
        yield str(Path(folder) / "trial.linewise")


@contextmanager
def opened(where: str, *, create: bool) -> "Iterator[Workspace]":
    """The workspace, open for the length of a command."""
    from linewise.workbench import open_workspace

    with open_workspace(where, create=create, cause="cli") as workspace:
        yield workspace


def chosen(workspace: "Workspace", named: str | None, *, create: bool, where: str) -> "Project":
    """The project named, or the only one; with `create`, an empty workspace begins one named after its file."""
    cards = workspace.projects()
    if named is not None:
        return workspace.project(named)
    if len(cards) == 1:
        return workspace.project(cards[0].id)
    if cards:
        names = ", ".join(card.name for card in cards)
        raise Conflict("This workspace holds several projects.", remedy=f"Give --project with one of: {names}.")
    if create:
        stem = where.rstrip("/").rpartition("/")[2].removesuffix(".linewise")
        return workspace.create(stem or "study")
    raise NotFound("This workspace holds no project.", remedy="Make one: linewise projects create NAME.")


def shown(name: str) -> Show:
    """The function that shows an outcome."""
    module, _, function = name.partition(".")
    found: Show = getattr(import_module(f"linewise.cli.{module}"), function)
    return found


def names_of(subject: Any) -> Names:
    """The function from a code's id to its name; the codebook is read when the first name is asked for."""
    known: dict[str, str] = {}

    def name(code: str) -> str:
        if not known:
            known.update((card.code.id, card.code.name) for card in subject.grouping.codebook().codes)
        return known.get(code, code)

    return name


def tell_json(outcome: object, *, one_line: bool = False) -> None:
    """Print an outcome as JSON."""
    from linewise.client.wire import plain

    json.dump(plain(outcome), sys.stdout, ensure_ascii=False, indent=None if one_line else 2)
    sys.stdout.write("\n")
    sys.stdout.flush()


def tell(parts: "Iterable[RenderableType]") -> None:
    """Print for a person."""
    from rich.console import Console

    console = Console(highlight=False)
    for part in parts:
        console.print(part)


@contextmanager
def bar(*, quiet: bool = False) -> Iterator[Progress]:
    """A progress bar with the time that is left, on stderr; its function takes what is done and of how many."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Bar(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as shown:
        task = shown.add_task("working", total=None)

        def progress(done: int, total: int | None = None, message: str = "working") -> None:
            shown.update(task, completed=done, total=total, description=message)

        yield progress
