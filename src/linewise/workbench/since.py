"""What is new since the model: units that arrived after the one in use was fitted."""

from dataclasses import replace
from datetime import UTC, datetime

from linewise.core.errors import BadInput
from linewise.core.facts import Facts
from linewise.core.views import Progress, UnitQuery
from linewise.storage import Connection, arrivals, counting
from linewise.workbench.models import registry

MODEL = "model"
ALWAYS = ""


def timed(facts: Facts, query: UnitQuery) -> UnitQuery:
    """The query with the moment that its `since` means; before there is a model, everything came after it."""
    if query.since is None:
        return query
    if query.since == MODEL:
        model = registry.in_use(facts)
        return replace(query, since=model.at if model is not None else ALWAYS)
    try:
        moment = datetime.fromisoformat(query.since)
        # Without a zone it is the machine's own time.
        return replace(query, since=moment.astimezone(UTC).isoformat(timespec="microseconds"))
    except (ValueError, OverflowError):
        raise BadInput(
            f"Nothing can have arrived since {query.since!r}.",
            remedy="Use 'model', or a time such as 2026-11-21T09:00.",
        ) from None


def new_units(connection: Connection, facts: Facts, project_no: int) -> int:
    """How many units arrived after the model in use was fitted; 0 before there is one."""
    model = registry.in_use(facts)
    return arrivals.units_after(connection, project_no, model.at) if model is not None else 0


def progress(connection: Connection, facts: Facts, project_no: int, *, coder: str) -> Progress:
    """How far one coder has read, and what is new since the model."""
    found = counting.progress(connection, project_no, coder=coder)
    return replace(found, new=new_units(connection, facts, project_no))
