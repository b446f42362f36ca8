"""`linewise teach simulate`: which way of choosing suits the data."""

from typing import TYPE_CHECKING, Annotated

import typer

from linewise.cli.command import Progress, command
from linewise.cli.models import teach

if TYPE_CHECKING:
    from linewise.verifying.simulated import GoldSource, SimulationView
    from linewise.workbench import Project

__all__ = ["teach"]


@command(
    teach,
    "simulate",
    show="show_simulating.simulation",
    example="linewise teach simulate --strategy auto --strategy margin --strategy random --until 0.3",
)
def simulate(
    project: "Project",
    strategy: Annotated[
        list[str] | None,
        typer.Option(help="A way of choosing, or a mixture such as margin*0.7+rare*0.3; give it several times."),
    ] = None,
    gold: Annotated[
        str | None, typer.Option(help="The answers: decisions, imported, or column:NAME; else the richest.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, max=20, help="How often each way is replayed.")] = 3,
    until: Annotated[float, typer.Option(min=0.01, max=1, help="The share of units read at most.")] = 0.5,
    audit_share: Annotated[float, typer.Option(min=0, max=0.9, help="Share of each round drawn at random.")] = 0.0,
    size: Annotated[int | None, typer.Option(min=1, help="Units in the first rounds.")] = None,
    encoder: Annotated[str, typer.Option(help="The id of a fitted encoder; else the one in use.")] = "",
    head: Annotated[str, typer.Option(help="default, linear or softmax.")] = "default",
    *,
    progress: Progress,
) -> "SimulationView":
    """Replay ways of choosing on answers that stand already: which way suits your data?"""
    from linewise.verifying.simulated import COMPARED

    return project.teaching.simulate(
        strategies=tuple(strategy or COMPARED),
        gold=gold,
        seeds=seeds,
        until=until,
        audit_share=audit_share,
        size=size,
        encoder=encoder or None,
        head=head,
        progress=progress,
    )


@command(teach, "simulations", show="show_simulating.simulations", example="linewise teach simulations --json")
def simulations(project: "Project") -> "tuple[SimulationView, ...]":
    """All replays so far, the newest first."""
    return project.teaching.simulations()


@command(teach, "answers", show="show_simulating.sources", example="linewise teach answers")
def answers(project: "Project") -> "tuple[GoldSource, ...]":
    """The answers that a replay can be held against."""
    return project.teaching.simulation_sources()
