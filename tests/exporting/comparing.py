"""Two projects, row by row, whatever database each lies in."""

from typing import Any

from sqlalchemy import select

from linewise.storage.schema import delivery, hook, metadata
from linewise.workbench import Project

PLACES = {"project_no", "rowid", "no"}
OWN = {hook.name, delivery.name}


def everything(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that belongs to a project, but for where it lies."""
    desk = project._desk
    found: dict[str, list[tuple[Any, ...]]] = {}
    with desk.store.reading() as connection:
        for table in metadata.sorted_tables:
            if table.name in OWN:
                continue
            where = table.c.no if table.name == "workspace_project" else table.c.project_no
            columns = [
                one
                for one in table.columns
                if one.name not in PLACES or (table.name == "imported_span" and one.name == "no")
            ]
            rows = connection.execute(select(*columns).where(where == desk.project_no))
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found
