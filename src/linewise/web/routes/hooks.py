"""Hooks: addresses that are told when something is ready to code, to verify or to use."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import Field, StringConstraints
from pydantic.types import Strict

from linewise.core.errors import Forbidden
from linewise.web.at import ProjectAt
from linewise.web.fields import STORABLE, Body, Ident, IdentInPath, Line, Whole
from linewise.web.router import stage
from linewise.workbench.hooks.views import TOPICS, Delivered, Delivery, Hook, NewHook, Topic

router = stage("hooks")

Url = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=STORABLE)]
Topics = Annotated[tuple[Topic, ...], Strict(False), Field(min_length=1, max_length=20)]


class HookBody(Body):
    url: Url
    topics: Topics = TOPICS
    private: bool = False


class ChangedHookBody(Body):
    url: Url | None = None
    topics: Topics | None = None
    active: bool | None = None
    private: bool | None = None


class AnnounceBody(Body):
    name: Annotated[Line, Field(min_length=1, max_length=500)]
    size: Annotated[Whole, Field(ge=0, le=2**53)] | None = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class DeliverBody(Body):
    at_once: bool = False


@router.get("")
def hooks(project: ProjectAt) -> tuple[Hook, ...]:
    """Every hook with its newest delivery; secrets are not among what is told."""
    return project.hooks.list()


@router.post("", status_code=201)
def add(request: Request, project: ProjectAt, body: HookBody) -> NewHook:
    """Tell an address from now on. The secret that its messages are signed with is in this answer and in no other."""
    _near(request, body.private)
    return project.hooks.add(body.url, body.topics, private=body.private)


@router.patch("/{hook}")
def change(request: Request, project: ProjectAt, hook: IdentInPath, body: ChangedHookBody) -> Hook:
    """Give a hook another address or other topics, pause it, or switch it on again."""
    _near(request, body.private)
    return project.hooks.change(hook, **body.given())


@router.delete("/{hook}", status_code=204)
def remove(project: ProjectAt, hook: IdentInPath) -> None:
    """Take a hook away, with its secret and what waits for it."""
    project.hooks.remove(hook)


@router.post("/{hook}/test")
def test(project: ProjectAt, hook: IdentInPath) -> Delivery:
    """Send a test, once and now, and say what was answered."""
    return project.hooks.test(hook)


@router.get("/deliveries")
def deliveries(
    project: ProjectAt, hook: Ident | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> tuple[Delivery, ...]:
    """What was sent or is to be, newest first: to one hook, or to all."""
    return project.hooks.deliveries(hook, limit=limit)


@router.post("/announce", status_code=201)
def announce(project: ProjectAt, body: AnnounceBody) -> tuple[Delivery, ...]:
    """Say that a file was written and can be used; returns what is sent for it."""
    return project.hooks.announce(body.name, size=body.size, sha256=body.sha256)


@router.post("/deliver")
def deliver(project: ProjectAt, body: DeliverBody | None = None) -> Delivered:
    """Send what is due, as the server does by itself; with `at_once` also what waits for its next try."""
    return project.hooks.deliver(at_once=body is not None and body.at_once)


def _near(request: Request, private: bool | None) -> None:
    if private and not request.app.state.near:
        raise Forbidden(
            "This server is open to a network: its own network is not for hooks that are set from there.",
            remedy="On the machine itself: linewise hooks add URL --allow-private.",
        )
