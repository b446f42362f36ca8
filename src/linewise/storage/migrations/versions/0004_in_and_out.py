"""Statements about exact passages, and what an import of another program's project keeps beside them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _column(name: str, kind: sa.types.TypeEngine[Any] = TEXT, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def upgrade() -> None:
    for name in ("program", "parcel", "original"):
        op.add_column("source", sa.Column(name, TEXT, nullable=False, server_default=""))
    op.add_column("project", sa.Column("learn_imports", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("source", sa.Column("spans", sa.Integer(), nullable=False, server_default="0"))
    _spans()
    _hooks()


def _spans() -> None:
    op.create_table(
        "imported_span",
        _column("project_no", sa.Integer()),
        _column("source"),
        _column("no", sa.Integer()),
        _column("document", sa.Integer()),
        _column("start", sa.Integer(), null=True),
        _column("end", sa.Integer(), null=True),
        _column("code"),
        _column("value"),
        _column("coder"),
        _column("machine", sa.Boolean()),
        _column("score", sa.Float(), null=True),
        _column("at"),
        _column("id"),
        _column("passage"),
        _column("comment"),
        sa.PrimaryKeyConstraint("project_no", "source", "no"),
        sqlite_with_rowid=False,
    )
    op.create_index("imported_span_document", "imported_span", ["project_no", "document"])


def _hooks() -> None:
    op.create_table(
        "hook",
        _column("project_no", sa.Integer()),
        _column("id"),
        _column("url"),
        _column("topics", sa.JSON()),
        _column("private", sa.Boolean()),
        _column("secret"),
        _column("coder"),
        _column("at"),
        _column("active", sa.Boolean()),
        _column("notice"),
        _column("cursor", sa.Integer()),
        _column("failures", sa.Integer()),
        _column("failing_since", null=True),
        _column("rests_until", null=True),
        sa.ForeignKeyConstraint(["project_no"], ["workspace_project.no"]),
        sa.PrimaryKeyConstraint("project_no", "id"),
    )
    op.create_table(
        "delivery",
        _column("project_no", sa.Integer()),
        _column("id"),
        _column("hook"),
        _column("seq", sa.Integer(), null=True),
        _column("topic"),
        _column("body"),
        _column("state"),
        _column("attempts", sa.Integer()),
        _column("at"),
        _column("next_at", null=True),
        _column("tried_at", null=True),
        _column("status", sa.Integer(), null=True),
        _column("error"),
        sa.ForeignKeyConstraint(["project_no"], ["workspace_project.no"]),
        sa.PrimaryKeyConstraint("project_no", "id"),
    )
    op.create_index("delivery_hook", "delivery", ["project_no", "hook", "at"])
    op.create_index("delivery_due", "delivery", ["project_no", "hook", "state", "next_at"])
