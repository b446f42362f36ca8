"""The routes of the JSON API: one file for each stage word, one for projects, jobs, and the server itself."""

from fastapi.routing import APIRoute

from linewise.web.routes import (
    applying,
    auditing,
    coding,
    exploring,
    grouping,
    importing,
    jobs,
    projects,
    recalling,
    server,
    teaching,
    verifying,
)

STAGES = (importing, coding, recalling, grouping, teaching, verifying, applying, auditing, exploring)
ROUTES: tuple[APIRoute, ...] = tuple(
    route
    for module in (server, projects, jobs, *STAGES)
    for route in module.router.routes
    if isinstance(route, APIRoute)
)

__all__ = ["ROUTES"]
