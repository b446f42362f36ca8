"""The routes of the JSON API: one file for each stage word, one for projects, one for the server itself."""

from fastapi import APIRouter

from linewise.web import problems
from linewise.web.routes import (
    applying,
    auditing,
    coding,
    exploring,
    grouping,
    importing,
    jobs,
    projects,
    server,
    teaching,
    verifying,
)

api = APIRouter(prefix="/api", responses=problems.USUAL)
api.include_router(server.router)
api.include_router(projects.router)
api.include_router(jobs.router)
for stage in (importing, coding, grouping, teaching, verifying, applying, auditing, exploring):
    api.include_router(stage.router, prefix="/projects/{project}")

__all__ = ["api"]
