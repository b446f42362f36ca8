"""The tree of commands."""

from pathlib import Path
from typing import Annotated

import typer

from linewise import __version__
from linewise.cli import (
    archives,
    beside,
    encoders,
    exporting,
    grouping,
    hooks,
    importing,
    learning,
    looking,
    projects,
    recutting,
    verifying,
    watching,
)
from linewise.cli.command import DEFAULT, told_errors

app = typer.Typer(
    name="linewise",
    help="Open coding at scale: import → code → group → teach → verify → apply → audit.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"linewise {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Open coding at scale: import → code → group → teach → verify → apply → audit."""


@app.command("up", epilog="Example: linewise up study.linewise, or linewise up --demo")
def up(
    where: Annotated[
        str | None, typer.Argument(envvar="LINEWISE_IN", help=f"A file or a PostgreSQL URL; else {DEFAULT}.")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="14,125 happy moments to try everything on.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; another if it is taken.")] = 8377,
    host: Annotated[
        str, typer.Option(help="Whom to listen to; anything but loopback opens it to the network.")
    ] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
) -> None:
    """Open the workbench in the browser."""
    with told_errors():
        from linewise.web.installation import home
        from linewise.web.serve import serve

        if demo:
            home().mkdir(parents=True, exist_ok=True)
        place = home() / "demo.linewise" if demo else Path(where) if where and "://" not in where else where or DEFAULT
        serve(place, host=host, port=port, open_browser=browser, demo=demo, say=_say)


def _say(text: str) -> None:
    print(text, flush=True)


app.add_typer(importing.app)
app.add_typer(exporting.app)
app.add_typer(watching.app)
app.add_typer(recutting.app)
app.add_typer(beside.app, name="code")
app.add_typer(grouping.app, name="group")
app.add_typer(encoders.teach, name="teach")
app.add_typer(verifying.app, name="verify")
app.add_typer(learning.apply, name="apply")
app.add_typer(looking.audit, name="audit")
app.add_typer(looking.explore, name="explore")
app.add_typer(looking.memos, name="memos")
app.add_typer(hooks.app, name="hooks")
app.add_typer(archives.app, name="projects")
app.add_typer(projects.turning)
