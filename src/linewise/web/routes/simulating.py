"""Teach: ways of choosing replayed on answers that stand already."""

from typing import Annotated

from pydantic import Field
from pydantic.types import Strict

from linewise.jobs import JobView
from linewise.verifying.simulated import COMPARED, GoldSource, SimulationView
from linewise.web.at import ProjectAt
from linewise.web.fields import Body, Ident, IdentInPath, Name, Share, Whole
from linewise.web.router import stage

router = stage("teach")


class SimulationBody(Body):
    strategies: Annotated[tuple[Name, ...], Strict(False), Field(min_length=1, max_length=24)] = COMPARED
    gold: Name | None = None
    seeds: Annotated[Whole, Field(ge=1, le=20)] = 3
    until: Share = 0.5
    audit_share: Share = 0.0
    size: Annotated[Whole, Field(ge=1, le=10_000)] | None = None
    encoder: Ident | None = None
    head: Ident = "default"


@router.post("/simulations", status_code=202)
def simulate(project: ProjectAt, body: SimulationBody) -> JobView:
    """Replay ways of choosing in the background, to see which suits the data; what comes out is kept."""
    return project.teaching.start_simulation(**body.given())


@router.get("/simulations")
def simulations(project: ProjectAt) -> tuple[SimulationView, ...]:
    """All replays so far, the newest first."""
    return project.teaching.simulations()


@router.get("/simulations/sources")
def simulation_sources(project: ProjectAt) -> tuple[GoldSource, ...]:
    """The answers that a replay can be held against: people's decisions, imported codes, columns."""
    return project.teaching.simulation_sources()


@router.get("/simulations/{simulation}")
def simulation(project: ProjectAt, simulation: IdentInPath) -> SimulationView:
    """One replay."""
    return project.teaching.simulation(simulation)
