"""The routes of the JSON API: one file for each stage word, one for projects, jobs, and the server itself."""

from fastapi.routing import APIRoute

from linewise.web.routes import (
    applying,
    archives,
    auditing,
    coding,
    encoders,
    exploring,
    exporting,
    grouping,
    hooks,
    importing,
    jobs,
    models,
    projects,
    questions,
    recalling,
    server,
    simulating,
    teaching,
    tuning,
    verifying,
)

STAGES = (
    importing,
    coding,
    recalling,
    grouping,
    teaching,
    models,
    questions,
    simulating,
    tuning,
    encoders,
    verifying,
    applying,
    auditing,
    exploring,
    exporting,
    hooks,
)
ROUTES: tuple[APIRoute, ...] = tuple(
    route
    for module in (server, projects, archives, jobs, *STAGES)
    for route in module.router.routes
    if isinstance(route, APIRoute)
)

__all__ = ["ROUTES"]
