"""Bookmarks, saved views, proposals turned down; blind answers in rounds; links of memos; counter-examples."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

ADDED = (
    ("project", "blind_share", sa.Float(), "0"),
    ("round", "blind_share", sa.Float(), "0"),
    ("round_item", "blind", sa.Boolean(), sa.false()),
    ("round_item", "unaided", sa.JSON(), "[]"),
    ("memo", "links", sa.JSON(), "[]"),
    ("code", "counter_examples", sa.JSON(), "[]"),
)


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
    _family(
        "bookmark",
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("coder", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
    )
    op.create_index("bookmark_unit", "bookmark", ["project_no", "unit"])
    for name, about in (("saved_view", ("name", "query")), ("refusal", ("kind", "about"))):
        _family(
            name,
            sa.Column("id", TEXT, nullable=False),
            sa.Column(about[0], TEXT, nullable=False),
            sa.Column(about[1], sa.JSON(), nullable=False),
            sa.Column("coder", TEXT, nullable=False),
            sa.Column("at", TEXT, nullable=False),
        )
    for table, column, kind, default in ADDED:
        op.add_column(table, sa.Column(column, kind, nullable=False, server_default=default))
    op.add_column("round_item", sa.Column("unaided_at", TEXT, nullable=True))
