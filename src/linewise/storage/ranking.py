"""Orders of units that no column holds, stored position by position so that they page like any other."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from linewise.storage.schema import ranking, unit


def replace(connection: Connection, project_no: int, name: str, units: Sequence[int]) -> None:
    """Store an order under a name, in place of what stood there."""
    connection.execute(delete(ranking).where(ranking.c.project_no == project_no, ranking.c.name == name))
    if units:
        connection.execute(
            insert(ranking),
            [{"project_no": project_no, "name": name, "position": at, "unit": one} for at, one in enumerate(units)],
        )


def exists(connection: Connection, project_no: int, name: str) -> bool:
    """Whether an order of units under this name is stored."""
    statement = select(ranking.c.unit).where(ranking.c.project_no == project_no, ranking.c.name == name).limit(1)
    return connection.execute(statement).first() is not None


def shuffled(connection: Connection, project_no: int) -> list[int]:
    """Every unit ever imported, in the project's random order."""
    statement = select(unit.c.id).where(unit.c.project_no == project_no).order_by(unit.c.shuffle, unit.c.id)
    return list(connection.execute(statement).scalars())
