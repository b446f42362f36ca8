"""Where a group of routes lies, under which tag, and which problems all of them may answer with.

Routers are made with their whole path, so that the application takes their routes over as they are: including a
router would build every route a second time, a third of a second at each start.
"""

from fastapi import APIRouter
from fastapi.routing import APIRoute

from linewise.web import problems


def routes(tag: str, place: str = "") -> APIRouter:
    """A router of the API at this place."""
    return APIRouter(
        prefix=f"/api{place}", tags=[tag], responses=problems.USUAL, generate_unique_id_function=_operation
    )


def stage(word: str) -> APIRouter:
    """The router of a stage: its word is the path below a project, and the tag."""
    return routes(word, f"/projects/{{project}}/{word}")


def _operation(route: APIRoute) -> str:
    return f"{route.tags[0]}_{route.name}"
