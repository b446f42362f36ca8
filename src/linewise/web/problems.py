"""Errors on the wire: problem details (RFC 9457) for all that can go wrong, with a remedy and a place."""

import json
import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from linewise.core.errors import BadInput, Broken, Conflict, Forbidden, LinewiseError, NotFound, NotReady

MEDIA_TYPE = "application/problem+json"
SCHEMA = {"$ref": "#/components/schemas/Problem"}
log = logging.getLogger("linewise.web")

# NotReady is a conflict with the present state, not a failing server: 503 would make clients retry blindly.
KINDS: Mapping[type[LinewiseError], tuple[int, str, str]] = {
    BadInput: (422, "bad-input", "This cannot be used as it is."),
    NotFound: (404, "not-found", "There is no such thing."),
    Conflict: (409, "conflict", "A later change stands in the way."),
    NotReady: (409, "not-ready", "Something that this needs is not there yet."),
    Forbidden: (403, "forbidden", "This is not allowed."),
    Broken: (500, "broken", "Stored data contradicts itself."),
    LinewiseError: (400, "error", "This did not work."),
}


class Problem(BaseModel):
    """What went wrong, where, and what to do about it; `type` names the kind for programs."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str | None = None
    where: dict[str, str | int | float | bool] = {}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a router: each status with the problem schema."""
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": SCHEMA}}}
        for status in statuses
    }


USUAL = documented(400, 401, 403, 404, 409, 413, 422, 500)


def response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    # ASCII escapes keep a lone surrogate that somebody sent from breaking the answer about it.
    body = json.dumps(problem.model_dump(), ensure_ascii=True).encode()
    return Response(body, status_code=problem.status, headers=headers, media_type=MEDIA_TYPE)


def of_status(status: int, detail: str, *, remedy: str | None = None) -> Problem:
    """The problem for a plain HTTP status."""
    phrase = HTTPStatus(status).phrase
    kind = f"urn:linewise:{phrase.lower().replace(' ', '-')}"
    return Problem(type=kind, title=f"{phrase}.", status=status, detail=detail, remedy=remedy)


def of_error(error: LinewiseError) -> Problem:
    """The problem for an error that Linewise raised on purpose."""
    status, kind, title = next(KINDS[base] for base in type(error).__mro__ if base in KINDS)
    plain = (str, int, float, bool)
    where = {key: value if isinstance(value, plain) else str(value) for key, value in error.where.items()}
    return Problem(
        type=f"urn:linewise:{kind}",
        title=title,
        status=status,
        detail=error.message,
        remedy=error.remedy,
        where=where,
    )


def of_request(error: RequestValidationError) -> Problem:
    """The problem for a request that does not fit the schema; the values sent are not echoed."""
    faults = [(".".join(str(part) for part in fault["loc"]), str(fault["msg"])) for fault in error.errors()]
    return Problem(
        type="urn:linewise:invalid-request",
        title="The request does not fit the schema.",
        status=422,
        detail="; ".join(f"{place}: {message}" for place, message in faults[:5]),
        remedy="See /api/openapi.json for what fits.",
        where=dict(faults[:20]),
    )


def of_defect(error: Exception, what: str) -> Problem:
    """The problem for an error nobody foresaw: told to the log in full, to the client not at all."""
    log.error("%s failed", what, exc_info=error)
    remedy = "This is a defect: please report it. What happened is in the server's output."
    return of_status(500, "Something inside Linewise went wrong.", remedy=remedy)


def methods_at(app: FastAPI, path: str) -> list[str]:
    """The methods that a path answers to; the framework alone would name those of its first route only."""
    patterns = {re.sub(r"\\{\w+\\}", "[^/]+", re.escape(known)): known for known in app.openapi()["paths"]}
    found = (app.openapi()["paths"][known] for pattern, known in patterns.items() if re.fullmatch(pattern, path))
    return sorted({method.upper() for operations in found for method in operations})


def install(app: FastAPI) -> None:
    """Answer every foreseen error of the application with a problem."""

    async def known(_: Request, error: Exception) -> Response:
        assert isinstance(error, LinewiseError)
        if isinstance(error, Broken):
            log.error("stored data contradicts itself: %s", error)
        return response(of_error(error))

    async def invalid(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return response(of_request(error))

    async def plain(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        headers = error.headers
        if error.status_code == 405:
            headers = {"allow": ", ".join(methods_at(app, request.url.path))}
        return response(of_status(error.status_code, str(error.detail)), headers)

    app.add_exception_handler(LinewiseError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, plain)
