"""Encoders to choose from, pinned models, answered questions, reasons, simulations, promises."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

ADDED = (
    ("encoding", "source", TEXT, "default"),
    ("encoding", "offered", sa.Boolean(), sa.false()),
    ("encoding", "seen", TEXT, ""),
    ("application", "promise", sa.JSON(), "{}"),
)


def _column(name: str, kind: sa.types.TypeEngine[Any] = TEXT) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _family(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["project_no"], ["workspace_project.no"]),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )


def upgrade() -> None:
    for table, column, kind, default in ADDED:
        op.add_column(table, sa.Column(column, kind, nullable=False, server_default=default))
    op.add_column("encoding", sa.Column("used_at", TEXT, nullable=True))
    op.add_column("model", sa.Column("pinned_at", TEXT, nullable=True))
    _family(
        "question",
        _column("id"),
        _column("kind"),
        _column("about", sa.JSON()),
        _column("state"),
        _column("answer"),
        _column("outcome", sa.JSON()),
        _column("coder"),
        _column("at"),
    )
    _family(
        "rationale",
        _column("id"),
        _column("unit", sa.Integer()),
        _column("code"),
        _column("start", sa.Integer()),
        _column("end", sa.Integer()),
        _column("word"),
        _column("verdict"),
        _column("coder"),
        _column("at"),
    )
    op.create_index("rationale_unit", "rationale", ["project_no", "unit"])
    _family(
        "simulation",
        _column("id"),
        _column("recipe", sa.JSON()),
        _column("artefact"),
        _column("coder"),
        _column("at"),
    )
