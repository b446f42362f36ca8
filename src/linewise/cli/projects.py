"""`linewise projects`, `undo`, `redo`: the projects of a workspace, and turning changes back."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from linewise.cli.command import command

if TYPE_CHECKING:
    from linewise.workbench import Project, Workspace
    from linewise.workbench.views import ProjectCard, ProjectState, Undone

app = typer.Typer(help="The projects of a workspace.", no_args_is_help=True)
turning = typer.Typer()


@command(app, "list", show="show.projects", example="linewise projects list")
def list_projects(workspace: "Workspace") -> "tuple[ProjectCard, ...]":
    """Every project at a glance."""
    return workspace.projects()


@command(app, "create", show="show.project", example="linewise projects create 'Happy moments'", create=True)
def create(
    workspace: "Workspace",
    name: Annotated[str, typer.Argument(help="The name of the new project.")],
    exclusive: Annotated[bool, typer.Option("--exclusive", help="At most one code a unit.")] = False,
) -> "ProjectState":
    """Make a project, and the workspace if there is none."""
    return workspace.create(name, exclusive=exclusive).state()


@command(app, "demo", show="show.project", example="linewise projects demo", create=True)
def demo(workspace: "Workspace") -> "ProjectState":
    """Make the example project, 14,125 happy moments, and wait until its texts are there."""
    project = workspace.demo()
    for job in workspace.jobs.running(project.id):
        workspace.jobs.wait(job.id)
    return project.state()


@command(app, "show", show="show.project", example="linewise projects show")
def show_project(project: "Project") -> "ProjectState":
    """Progress, what can be undone, what is amiss."""
    return project.state()


@command(app, "change", show="show.project", example="linewise projects change --round-size 20 --precision 0.95")
def change(
    project: "Project",
    name: Annotated[str | None, typer.Option(help="A new name.")] = None,
    exclusive: Annotated[bool | None, typer.Option(help="At most one code a unit, or several.")] = None,
    code_twins: Annotated[bool | None, typer.Option(help="Whether equal texts are coded together.")] = None,
    learn_imports: Annotated[
        bool | None, typer.Option(help="Whether models also learn, weakly, from codes that were imported.")
    ] = None,
    round_size: Annotated[int | None, typer.Option(min=1, max=1000, help="Units in a round.")] = None,
    audit_share: Annotated[float | None, typer.Option(min=0, max=1, help="Share of a round drawn at random.")] = None,
    blind_share: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of a round answered before the prediction is shown.")
    ] = None,
    precision: Annotated[
        float | None, typer.Option(min=0.5, max=0.999, help="What machine codings must reach.")
    ] = None,
) -> "ProjectState":
    """Change settings of a project."""
    given: dict[str, Any] = {
        "name": name,
        "exclusive": exclusive,
        "code_twins": code_twins,
        "learn_imports": learn_imports,
        "round_size": round_size,
        "audit_share": audit_share,
        "blind_share": blind_share,
        "precision": precision,
    }
    project.change(**{key: value for key, value in given.items() if value is not None})
    return project.state()


@command(turning, "undo", show="show.undone", example="linewise undo")
def undo(
    project: "Project",
    event: Annotated[int | None, typer.Argument(min=1, help="The number of an event; else your last.")] = None,
) -> "Undone":
    """Take back your last change, or any event by its number."""
    return project.undo(event)


@command(turning, "redo", show="show.undone", example="linewise redo")
def redo(
    project: "Project",
    event: Annotated[int | None, typer.Argument(min=1, help="The number of an undone event; else the last.")] = None,
) -> "Undone":
    """Bring back what was undone last, or any undone event by its number."""
    return project.redo(event)
