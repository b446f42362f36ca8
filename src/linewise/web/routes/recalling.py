"""Code, looked up beside the reading: what is most like a unit or a text, and the saturation of the codes."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import StringConstraints

from linewise.coding.likeness import Recall
from linewise.coding.saturation import Saturation
from linewise.web.at import ProjectAt
from linewise.web.fields import STORABLE, Name, NumberInPath
from linewise.web.router import stage

router = stage("code")

Few = Annotated[int, Query(ge=1, le=50)]
Wanted = Annotated[str, StringConstraints(min_length=1, max_length=1_000, pattern=STORABLE)]


@router.get("/units/{unit}/similar")
def similar(project: ProjectAt, unit: NumberInPath, limit: Few = 8) -> Recall:
    """What is most like the unit: units with notes or codes, and unread ones; never itself or its twins."""
    return project.coding.similar(unit, limit=limit)


@router.get("/similar")
def similar_to(project: ProjectAt, text: Wanted, limit: Few = 8) -> Recall:
    """What is most like a text."""
    return project.coding.similar(text=text, limit=limit)


@router.get("/saturation")
def saturation(
    project: ProjectAt, of: Literal["open codes", "codes"] = "open codes", coder: Name | None = None
) -> Saturation:
    """New codes per 20 units read, and how many are likely to be unseen; of all coders, or of one by name or id."""
    return project.coding.saturation(of=of, coder=coder)
