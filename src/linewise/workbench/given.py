"""What almost every decision is given: the project's settings, and which units are decided together."""

from linewise.core.errors import NotFound
from linewise.core.facts import Facts
from linewise.core.nouns import Project
from linewise.storage import Connection, corpus
from linewise.workbench.desk import Desk


def settings(facts: Facts, desk: Desk) -> Project:
    """The project's settings as they stand."""
    found = facts.get(Project, desk.project_id)
    if found is None:
        raise NotFound(f"There is no project {desk.project_id!r} here.")
    return found


def with_twins(connection: Connection, facts: Facts, desk: Desk, unit: int) -> tuple[int, ...]:
    """The unit, and after it its twins when the project codes them together."""
    if not settings(facts, desk).code_twins:
        return (unit,)
    return (unit, *corpus.twins_of(connection, desk.project_no, unit))
