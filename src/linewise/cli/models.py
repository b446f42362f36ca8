"""`linewise teach`, continued: the models there are, side by side, pinned, and taken away."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linewise.cli.command import command
from linewise.cli.learning import teach

if TYPE_CHECKING:
    from linewise.teaching.views import ModelCard
    from linewise.workbench import Project
    from linewise.workbench.models.versions_views import ModelComparison
    from linewise.workbench.views import ModelExport

__all__ = ["teach"]


@command(teach, "models", show="show_models.models", example="linewise teach models --json")
def models(project: "Project") -> "tuple[ModelCard, ...]":
    """Every model, newest first."""
    return project.teaching.models()


@command(teach, "compare", show="show_models.comparison", example="linewise teach compare 3 5")
def compare(
    project: "Project",
    first: Annotated[str, typer.Argument(help="Number or id of a model.")],
    second: Annotated[str, typer.Argument(help="Number or id of another.")],
    limit: Annotated[int, typer.Option(min=0, max=100, help="How many units to show on which they part.")] = 5,
) -> "ModelComparison":
    """Two models side by side: what differs, how each did on units new to both, where they part."""
    return project.teaching.compare(first, second, limit=limit)


@command(teach, "pin", show="show_models.pinned", example="linewise teach pin 3")
def pin(project: "Project", model: Annotated[str, typer.Argument(help="Number or id of a model.")]) -> "ModelCard":
    """Keep to one model everywhere, while newer ones are taught beside it."""
    return project.teaching.pin(model)


@command(teach, "unpin", show="show_models.unpinned", example="linewise teach unpin")
def unpin(project: "Project") -> "ModelCard":
    """Use the newest model again."""
    return project.teaching.unpin()


@command(teach, "export", show="show_models.exported", example="linewise teach export moments-model")
def export_model(
    project: "Project",
    folder: Annotated[Path, typer.Argument(help="A new folder, or a zip where the name ends so.")],
    model: Annotated[str | None, typer.Option(help="Number or id of a model; else the one in use.")] = None,
    complete: Annotated[bool, typer.Option("--complete", help="With the encoder's weights inside.")] = False,
    licence: Annotated[str, typer.Option(help="Under which the model may be used, for its README.")] = "",
) -> "ModelExport":
    """Take a model away: a folder that predicts in Python without the project (linewise.load_model)."""
    return project.teaching.export_model(folder, model=model, complete=complete, licence=licence)
