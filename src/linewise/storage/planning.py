"""What SQLite's planner is told of the tables: that one project may fill them, and so narrows nothing down.

Without figures it takes an index on the project for as good as one on a unit, and walks whole tables to save a sort.
Figures measured by ANALYZE would depend on when it ran; these suit a large project and do no harm in a small one.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text

ROWS = 1_000_000
SHARED = (ROWS, 100_000, 1_000, 100)  # rows that share one column of an index, two, three, four
ALIKE = 10  # rows that share all columns of an index that is not unique


def expect_large_projects(connection: Connection) -> None:
    """Write the figures for every index there is; connections opened from now on plan by them."""
    connection.execute(text("ANALYZE"))  # makes the table for the figures
    connection.execute(text("DELETE FROM sqlite_stat1"))
    for table in connection.execute(text("SELECT name FROM sqlite_schema WHERE type = 'table'")).scalars().all():
        for index, figures in _figures(connection, table):
            connection.execute(
                text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :figures)"),
                {"table": table, "index": index, "figures": figures},
            )


def _figures(connection: Connection, table: str) -> Iterator[tuple[str, str]]:
    """For each index of a table the rows there are, and the rows that share its first column, its first two, …"""
    for index in connection.execute(text('SELECT name, origin, "unique" FROM pragma_index_list(:of)'), {"of": table}):
        columns = (
            connection.execute(text("SELECT name FROM pragma_index_info(:of)"), {"of": index.name}).scalars().all()
        )
        if columns[0] != "project_no":
            continue
        shared = [*SHARED[: len(columns) - 1], 1 if index.unique else ALIKE]
        figures = " ".join(map(str, [ROWS, *shared]))
        yield index.name, figures
        if index.origin == "pk":
            yield table, figures  # the name of a primary key's index where it is the table itself
