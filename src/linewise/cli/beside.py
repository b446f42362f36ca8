"""`linewise code similar` and `linewise code saturation`: what is looked up beside the reading."""

from typing import TYPE_CHECKING, Annotated

import typer

from linewise.cli.coding import app
from linewise.cli.command import command

if TYPE_CHECKING:
    from linewise.coding.likeness import Recall
    from linewise.coding.saturation import Of, Saturation
    from linewise.workbench import Project

__all__ = ["app"]


@command(app, "similar", show="show_beside.recall", example="linewise code similar 12")
def similar(
    project: "Project",
    unit: Annotated[int | None, typer.Argument(help="The number of the unit.")] = None,
    text: Annotated[str | None, typer.Option(help="Start from these words instead of a unit.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="Units of each kind.")] = 8,
) -> "Recall":
    """What is most like a unit, or like a text: units with notes or codes, and unread ones."""
    return project.coding.similar(unit, text=text, limit=limit)


@command(app, "saturation", show="show_beside.saturation", example="linewise code saturation --coder Ann")
def saturation(
    project: "Project",
    codes: Annotated[bool, typer.Option("--codes", help="Of codes instead of open codes.")] = False,
    coder: Annotated[str | None, typer.Option(help="Of one coder's reading only.")] = None,
) -> "Saturation":
    """New open codes per 20 units read, and how many are likely to be unseen."""
    of: Of = "codes" if codes else "open codes"
    return project.coding.saturation(of=of, coder=coder)
