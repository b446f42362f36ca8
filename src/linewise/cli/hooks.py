"""`linewise hooks`: other systems hear when something is ready to code, to verify or to use."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linewise.cli.command import command

if TYPE_CHECKING:
    from linewise.workbench import Project
    from linewise.workbench.hooks.views import Delivered, Delivery, Hook, NewHook

app = typer.Typer(help="Tell other systems when something is ready, by signed webhooks.", no_args_is_help=True)

HookName = Annotated[str, typer.Argument(metavar="HOOK", help="The hook's id or address.")]
Topics = Annotated[
    list[str] | None,
    typer.Option(
        "--on",
        metavar="TOPIC",
        help="units.arrived, round.opened, model.fitted, codes.applied or export.written; all, if left out.",
    ),
]


@command(app, "list", show="show_hooks.hooks", example="linewise hooks list")
def list_hooks(project: "Project") -> "tuple[Hook, ...]":
    """Every hook, and how its newest delivery went."""
    return project.hooks.list()


@command(
    app, "add", show="show_hooks.made", example="linewise hooks add https://example.org/linewise --on codes.applied"
)
def add(
    project: "Project",
    url: Annotated[str, typer.Argument(help="Where messages are posted to.")],
    on: Topics = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="It may lie on this machine or in the network around it.")
    ] = False,
) -> "NewHook":
    """Tell an address from now on. Shows the secret that messages are signed with, this once."""
    from linewise.workbench.hooks.views import TOPICS

    return project.hooks.add(url, tuple(on) if on else TOPICS, private=allow_private)


@command(app, "change", show="show_hooks.hook", example="linewise hooks change HOOK --pause")
def change(
    project: "Project",
    hook: HookName,
    url: Annotated[str | None, typer.Option(help="Another address; the secret stays.")] = None,
    on: Topics = None,
    active: Annotated[bool | None, typer.Option("--resume/--pause", help="Switch it on again, or off.")] = None,
    allow_private: Annotated[
        bool | None,
        typer.Option("--allow-private/--refuse-private", help="Whether it may lie in the network around this machine."),
    ] = None,
) -> "Hook":
    """Give a hook another address or other topics, pause it, or switch it on again."""
    topics = tuple(on) if on else None
    return project.hooks.change(hook, url=url, topics=topics, active=active, private=allow_private)


@command(app, "remove", show="show_hooks.hooks", example="linewise hooks remove HOOK")
def remove(project: "Project", hook: HookName) -> "tuple[Hook, ...]":
    """Take a hook away, with its secret and what waits for it; shows those that are left."""
    project.hooks.remove(hook)
    return project.hooks.list()


@command(app, "test", show="show_hooks.delivery", example="linewise hooks test HOOK")
def test(project: "Project", hook: HookName) -> "Delivery":
    """Send a test now; leaves with 1 when it was not taken."""
    return project.hooks.test(hook)


@command(app, "deliveries", show="show_hooks.deliveries", example="linewise hooks deliveries --limit 10")
def deliveries(
    project: "Project",
    hook: Annotated[str | None, typer.Argument(metavar="HOOK", help="Only of this hook.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
) -> "tuple[Delivery, ...]":
    """What was sent or is to be, newest first."""
    return project.hooks.deliveries(hook, limit=limit)


@command(app, "announce", show="show_hooks.announced", example="linewise hooks announce coded.csv")
def announce(
    project: "Project",
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="What was written.")],
) -> "tuple[Delivery, ...]":
    """Say that a file was written and can be used: its name, size and SHA-256 go to the hooks that hear of exports."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return project.hooks.announce(file.name, size=file.stat().st_size, sha256=digest)


@command(app, "deliver", show="show_hooks.delivered", example="linewise hooks deliver")
def deliver(
    project: "Project",
    now: Annotated[bool, typer.Option("--now", help="Also what failed and waits for its next try.")] = False,
) -> "Delivered":
    """Send what is due, for workspaces without a running server; leaves with 1 when something was not taken."""
    return project.hooks.deliver(at_once=now)
