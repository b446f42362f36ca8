"""The first schema: the log, its projection, the corpus, artefacts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

FULL_TEXT = {
    "sqlite": (
        "CREATE VIRTUAL TABLE unit_fts USING fts5("
        "text, content='unit', content_rowid='rowid', tokenize='unicode61 remove_diacritics 2')",
    ),
    "postgresql": (
        # Words as SQLite sees them: without accents, cut at punctuation, no addresses or numbers with signs.
        # A tsvector holds 1 MB, so the end of a very long unit is not searched.
        "ALTER TABLE unit ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', regexp_replace("
        "regexp_replace(normalize(left(text, 200000), NFD), U&'[\\0300-\\036F]+', '', 'g'),"
        " '[\\x01-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7f]+', ' ', 'g'))) STORED",
        "CREATE INDEX unit_words ON unit USING gin (words)",
    ),
}


def upgrade() -> None:
    op.create_table(
        "workspace_project",
        sa.Column("no", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_hash", TEXT, nullable=False),
        sa.Column("next_document", sa.Integer(), nullable=False),
        sa.Column("next_unit", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "application",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("model", TEXT, nullable=False),
        sa.Column("artefact", TEXT, nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("thresholds", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("coded", sa.Integer(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    op.create_table(
        "attribute",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("text", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("project_no", "name", "unit"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("attribute", schema=None) as batch_op:
        batch_op.create_index(
            "attribute_number",
            ["project_no", "name", "number", "unit"],
            unique=False,
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )
        batch_op.create_index("attribute_value", ["project_no", "name", "text", "unit"], unique=False)

    op.create_table(
        "block",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("artefact", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "artefact", "position"),
    )
    op.create_table(
        "code",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("definition", TEXT, nullable=False),
        sa.Column("use_when", TEXT, nullable=False),
        sa.Column("not_when", TEXT, nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("parents", sa.JSON(), nullable=False),
        sa.Column("colour", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("merged_into", TEXT, nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("defined_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    op.create_table(
        "coder",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    op.create_table(
        "coding",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("coder", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("round", TEXT, nullable=True),
        sa.Column("codebook", sa.Integer(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    with op.batch_alter_table("coding", schema=None) as batch_op:
        batch_op.create_index("coding_code", ["project_no", "code", "value", "unit"], unique=False)
        batch_op.create_index("coding_unit", ["project_no", "unit"], unique=False)

    op.create_table(
        "document",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("text_key", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("attributes", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("project_no", "id"),
    )
    op.create_table(
        "encoding",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("dimensions", sa.Integer(), nullable=False),
        sa.Column("artefact", TEXT, nullable=False),
        sa.Column("notice", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    op.create_table(
        "event",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("payload", TEXT, nullable=False),
        sa.Column("previous", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "seq"),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("event_actor", ["project_no", "actor", "seq"], unique=False)
        batch_op.create_index("event_kind", ["project_no", "kind", "at"], unique=False)
        batch_op.create_index("event_target", ["project_no", "target"], unique=False)

    op.create_table(
        "imported_coding",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("project_no", "unit", "code", "source"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("imported_coding", schema=None) as batch_op:
        batch_op.create_index("imported_coding_code", ["project_no", "code"], unique=False)

    op.create_table(
        "mark",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("coder", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.create_index("mark_unit", ["project_no", "unit"], unique=False)

    op.create_table(
        "memo",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("about_id", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("coder", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    with op.batch_alter_table("memo", schema=None) as batch_op:
        batch_op.create_index("memo_about", ["project_no", "about", "about_id"], unique=False)

    op.create_table(
        "model",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recipe", sa.JSON(), nullable=False),
        sa.Column("encoding", TEXT, nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("artefact", TEXT, nullable=False),
        sa.Column("training", TEXT, nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("codebook", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    with op.batch_alter_table("model", schema=None) as batch_op:
        batch_op.create_index("model_number", ["project_no", "number"], unique=False)

    op.create_table(
        "note",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("coder", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index("note_unit", ["project_no", "unit"], unique=False)

    op.create_table(
        "open_code",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("coder", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("norm", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    with op.batch_alter_table("open_code", schema=None) as batch_op:
        batch_op.create_index("open_code_norm", ["project_no", "norm", "key"], unique=False)
        batch_op.create_index("open_code_note", ["project_no", "note"], unique=False)
        batch_op.create_index("open_code_unit", ["project_no", "unit"], unique=False)

    op.create_table(
        "placement",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("open_code", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index("placement_code", ["project_no", "code"], unique=False)
        batch_op.create_index("placement_open_code", ["project_no", "open_code"], unique=False)

    op.create_table(
        "project",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("exclusive", sa.Boolean(), nullable=False),
        sa.Column("code_twins", sa.Boolean(), nullable=False),
        sa.Column("round_size", sa.Integer(), nullable=False),
        sa.Column("audit_share", sa.Float(), nullable=False),
        sa.Column("precision", sa.Float(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    op.create_table(
        "ranking",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "name", "position"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ranking", schema=None) as batch_op:
        batch_op.create_index("ranking_unit", ["project_no", "name", "unit"], unique=False)

    op.create_table(
        "round",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("coder", TEXT, nullable=False),
        sa.Column("strategy", TEXT, nullable=False),
        sa.Column("focus", TEXT, nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("audit_share", sa.Float(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("model", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("opened_at", TEXT, nullable=False),
        sa.Column("closed_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    op.create_table(
        "round_item",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("round", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("propensity", sa.Float(), nullable=True),
        sa.Column("audit", sa.Boolean(), nullable=False),
        sa.Column("predicted", sa.JSON(), nullable=False),
        sa.Column("suggested", sa.JSON(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    with op.batch_alter_table("round_item", schema=None) as batch_op:
        batch_op.create_index("round_item_round", ["project_no", "round", "position"], unique=False)

    op.create_table(
        "source",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("first_document", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("first_unit", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("codings", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "key"),
    )
    op.create_table(
        "touch",
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("family", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_no"],
            ["workspace_project.no"],
        ),
        sa.PrimaryKeyConstraint("project_no", "family", "key", "seq"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("touch", schema=None) as batch_op:
        batch_op.create_index("touch_family", ["project_no", "family", "seq"], unique=False)

    op.create_table(
        "unit",
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("project_no", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("twin", sa.BigInteger(), nullable=False),
        sa.Column("shuffle", sa.Integer(), nullable=False),
        sa.Column("extra", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("rowid"),
        sa.UniqueConstraint("project_no", "id", name="unit_id"),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index("unit_length", ["project_no", "length", "id"], unique=False)
        batch_op.create_index("unit_shuffle", ["project_no", "shuffle", "id"], unique=False)
        batch_op.create_index("unit_twin", ["project_no", "twin"], unique=False)
    for statement in FULL_TEXT[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE unit_fts")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index("unit_twin")
        batch_op.drop_index("unit_shuffle")
        batch_op.drop_index("unit_length")

    op.drop_table("unit")
    with op.batch_alter_table("touch", schema=None) as batch_op:
        batch_op.drop_index("touch_family")

    op.drop_table("touch")
    op.drop_table("source")
    with op.batch_alter_table("round_item", schema=None) as batch_op:
        batch_op.drop_index("round_item_round")

    op.drop_table("round_item")
    op.drop_table("round")
    with op.batch_alter_table("ranking", schema=None) as batch_op:
        batch_op.drop_index("ranking_unit")

    op.drop_table("ranking")
    op.drop_table("project")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index("placement_open_code")
        batch_op.drop_index("placement_code")

    op.drop_table("placement")
    with op.batch_alter_table("open_code", schema=None) as batch_op:
        batch_op.drop_index("open_code_unit")
        batch_op.drop_index("open_code_note")
        batch_op.drop_index("open_code_norm")

    op.drop_table("open_code")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index("note_unit")

    op.drop_table("note")
    with op.batch_alter_table("model", schema=None) as batch_op:
        batch_op.drop_index("model_number")

    op.drop_table("model")
    with op.batch_alter_table("memo", schema=None) as batch_op:
        batch_op.drop_index("memo_about")

    op.drop_table("memo")
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_index("mark_unit")

    op.drop_table("mark")
    with op.batch_alter_table("imported_coding", schema=None) as batch_op:
        batch_op.drop_index("imported_coding_code")

    op.drop_table("imported_coding")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("event_target")
        batch_op.drop_index("event_kind")
        batch_op.drop_index("event_actor")

    op.drop_table("event")
    op.drop_table("encoding")
    op.drop_table("document")
    with op.batch_alter_table("coding", schema=None) as batch_op:
        batch_op.drop_index("coding_unit")
        batch_op.drop_index("coding_code")

    op.drop_table("coding")
    op.drop_table("coder")
    op.drop_table("code")
    op.drop_table("block")
    with op.batch_alter_table("attribute", schema=None) as batch_op:
        batch_op.drop_index("attribute_value")
        batch_op.drop_index(
            "attribute_number",
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )

    op.drop_table("attribute")
    op.drop_table("application")
    op.drop_table("workspace_project")
