"""The tables, the same on SQLite and PostgreSQL.

Three kinds: the *log* (events, and an index of what each touched), the *projection* (one table a family of facts,
droppable and replayable), and *artefacts* (documents, units, blocks of bytes: immutable, known by digest).
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    column,
)
from sqlalchemy import Text as AnyText

from linewise.core.nouns import NOUNS

metadata = MetaData()

# Text sorts by code point on both databases, so that keyset cursors and replay agree.
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")


def _project() -> Column[int]:
    return Column("project_no", Integer, ForeignKey("workspace_project.no"), primary_key=True)


def _imported_into() -> Column[int]:
    """The project, unchecked: a check of each of an import's rows would take a quarter of its time."""
    return Column("project_no", Integer, primary_key=True)


workspace_project = Table(
    "workspace_project",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("last_hash", Text, nullable=False),
    Column("next_document", Integer, nullable=False, default=0),
    Column("next_unit", Integer, nullable=False, default=0),
)

event = Table(
    "event",
    metadata,
    _project(),
    Column("seq", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("target", Integer),
    Column("payload", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("event_target", "project_no", "target"),
    Index("event_actor", "project_no", "actor", "seq"),
    Index("event_kind", "project_no", "kind", "at"),
)

touch = Table(
    "touch",
    metadata,
    _project(),
    Column("family", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Index("touch_family", "project_no", "family", "seq"),
    sqlite_with_rowid=False,
)


def _family(name: str, *columns: Column[object] | Index) -> Table:
    """A projection table: the fact's key, then its fields as columns of the same names."""
    return Table(name, metadata, _project(), Column("key", Text, primary_key=True), *columns)


def _text(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, Text, nullable=null)


def _int(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, Integer, nullable=null)


def _float(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, Float, nullable=null)


def _bool(name: str) -> Column[object]:
    return Column(name, Boolean, nullable=False)


def _json(name: str) -> Column[object]:
    return Column(name, JSON, nullable=False)


project = _family(
    "project",
    _text("id"),
    _text("name"),
    _text("created_at"),
    _bool("exclusive"),
    _bool("code_twins"),
    _int("round_size"),
    _float("audit_share"),
    _float("precision"),
    _int("seed"),
    _float("blind_share"),
    _bool("learn_imports"),
)
coder = _family("coder", _text("id"), _text("name"), _text("role"))
source = _family(
    "source",
    _text("id"),
    _text("name"),
    _text("sha256"),
    _text("digest"),
    _int("first_document"),
    _int("documents"),
    _int("first_unit"),
    _int("units"),
    _int("codings"),
    _int("skipped"),
    _json("plan"),
    _text("at"),
    _text("program"),
    _int("spans"),
    _text("parcel"),
    _text("original"),
)
note = _family(
    "note",
    _text("id"),
    _int("unit"),
    _text("coder"),
    _text("text"),
    _int("start", null=True),
    _int("end", null=True),
    _text("at"),
    Index("note_unit", "project_no", "unit"),
)
open_code = _family(
    "open_code",
    _text("id"),
    _text("note"),
    _int("unit"),
    _text("coder"),
    _int("position"),
    _text("text"),
    _text("norm"),
    Index("open_code_note", "project_no", "note"),
    Index("open_code_unit", "project_no", "unit"),
    Index("open_code_norm", "project_no", "norm", "key"),
)
placement = _family(
    "placement",
    _text("open_code"),
    _text("code"),
    Index("placement_open_code", "project_no", "open_code"),
    Index("placement_code", "project_no", "code"),
)
code = _family(
    "code",
    _text("id"),
    _text("name"),
    _text("definition"),
    _text("use_when"),
    _text("not_when"),
    _json("examples"),
    _json("counter_examples"),
    _json("aliases"),
    _json("parents"),
    _text("colour"),
    _int("position"),
    _text("status"),
    _text("merged_into", null=True),
    _text("created_at"),
    _text("defined_at"),
)
coding = _family(
    "coding",
    _int("unit"),
    _text("code"),
    _text("coder"),
    _text("value"),
    _text("origin"),
    _text("round", null=True),
    _int("codebook"),
    _text("at"),
    Index("coding_unit", "project_no", "unit"),
    Index("coding_code", "project_no", "code", "value", "unit"),
)
mark = _family(
    "mark",
    _int("unit"),
    _text("coder"),
    _text("state"),
    _text("at"),
    Index("mark_unit", "project_no", "unit"),
)
bookmark = _family(
    "bookmark",
    _int("unit"),
    _text("coder"),
    _text("at"),
    Index("bookmark_unit", "project_no", "unit"),
)
saved_view = _family("saved_view", _text("id"), _text("name"), _json("query"), _text("coder"), _text("at"))
refusal = _family("refusal", _text("id"), _text("kind"), _json("about"), _text("coder"), _text("at"))
round_ = _family(
    "round",
    _text("id"),
    _int("number"),
    _text("coder"),
    _text("strategy"),
    _text("focus", null=True),
    _int("size"),
    _float("audit_share"),
    _int("seed"),
    _text("model", null=True),
    _text("state"),
    _text("opened_at"),
    _text("closed_at", null=True),
    _float("blind_share"),
)
round_item = _family(
    "round_item",
    _text("round"),
    _int("position"),
    _int("unit"),
    _text("reason"),
    _float("propensity", null=True),
    _bool("audit"),
    _json("predicted"),
    _json("suggested"),
    _json("codes"),
    _text("state"),
    _text("at", null=True),
    _bool("blind"),
    _json("unaided"),
    _text("unaided_at", null=True),
    Index("round_item_round", "project_no", "round", "position"),
)
encoding = _family(
    "encoding",
    _text("id"),
    _text("name"),
    _int("dimensions"),
    _text("artefact"),
    _text("notice"),
    _text("at"),
    _text("source"),
    _bool("offered"),
    _text("used_at", null=True),
    _text("seen"),
)
model = _family(
    "model",
    _text("id"),
    _int("number"),
    _json("recipe"),
    _text("encoding"),
    _json("codes"),
    _text("artefact"),
    _text("training"),
    _int("decisions"),
    _int("codebook"),
    _int("seed"),
    _json("figures"),
    _text("at"),
    _text("pinned_at", null=True),
    Index("model_number", "project_no", "number"),
)
question = _family(
    "question",
    _text("id"),
    _text("kind"),
    _json("about"),
    _text("state"),
    _text("answer"),
    _json("outcome"),
    _text("coder"),
    _text("at"),
)
rationale = _family(
    "rationale",
    _text("id"),
    _int("unit"),
    _text("code"),
    _int("start"),
    _int("end"),
    _text("word"),
    _text("verdict"),
    _text("coder"),
    _text("at"),
    Index("rationale_unit", "project_no", "unit"),
)
simulation = _family("simulation", _text("id"), _json("recipe"), _text("artefact"), _text("coder"), _text("at"))
application = _family(
    "application",
    _text("id"),
    _int("number"),
    _text("model"),
    _text("artefact"),
    _json("codes"),
    _json("thresholds"),
    _float("confidence"),
    _int("units"),
    _int("coded"),
    _text("at"),
    _json("promise"),
)
memo = _family(
    "memo",
    _text("id"),
    _text("about"),
    _text("about_id"),
    _text("text"),
    _text("coder"),
    _text("at"),
    _json("links"),
    Index("memo_about", "project_no", "about", "about_id"),
)

PROJECTION = {noun.family: metadata.tables[noun.family] for noun in NOUNS}

document = Table(
    "document",
    metadata,
    _imported_into(),
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("external_id", Text),
    Column("text_key", Text, nullable=False),
    Column("text", Text),
    Column("attributes", Text, nullable=False),
)

# A unit's row is its project's number × this + its id, so that a project is one range of rows of the full text.
UNITS = 2**32

unit = Table(
    "unit",
    metadata,
    Column("rowid", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("project_no", Integer, nullable=False),
    Column("id", Integer, nullable=False),
    Column("document", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("length", Integer, nullable=False),
    Column("twin", BigInteger, nullable=False),
    Column("shuffle", Integer, nullable=False),
    Column("extra", Text, nullable=False),
    UniqueConstraint("project_no", "id", name="unit_id"),
    Index("unit_twin", "project_no", "twin"),
    Index("unit_shuffle", "project_no", "shuffle", "id"),
    Index("unit_length", "project_no", "length", "id"),
)

attribute = Table(
    "attribute",
    metadata,
    _imported_into(),
    Column("name", Text, primary_key=True),
    Column("unit", Integer, primary_key=True),
    Column("number", Float),
    Column("text", Text, nullable=False),
    Index("attribute_value", "project_no", "name", "text", "unit"),
    Index(
        "attribute_number",
        "project_no",
        "name",
        "number",
        "unit",
        sqlite_where=column("number").is_not(None),
        postgresql_where=column("number").is_not(None),
    ),
    sqlite_with_rowid=False,
)

imported_coding = Table(
    "imported_coding",
    metadata,
    _imported_into(),
    Column("unit", Integer, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Index("imported_coding_code", "project_no", "code"),
    sqlite_with_rowid=False,
)

# What an import says of exact passages (code points of the document; none for all of it), and who said it when.
imported_span = Table(
    "imported_span",
    metadata,
    _imported_into(),
    Column("source", Text, primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("document", Integer, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("code", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("coder", Text, nullable=False),
    Column("machine", Boolean, nullable=False),
    Column("score", Float),
    Column("at", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("passage", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Index("imported_span_document", "project_no", "document"),
    sqlite_with_rowid=False,
)

ranking = Table(
    "ranking",
    metadata,
    _project(),
    Column("name", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("unit", Integer, nullable=False),
    Index("ranking_unit", "project_no", "name", "unit"),
    sqlite_with_rowid=False,
)

# Of the workspace and neither in the log nor in what is exported: they hold secrets, and addresses of one place.
hook = Table(
    "hook",
    metadata,
    _project(),
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("secret", Text, nullable=False),
    Column("coder", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("notice", Text, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failing_since", Text),
    Column("rests_until", Text),
)

delivery = Table(
    "delivery",
    metadata,
    _project(),
    Column("id", Text, primary_key=True),
    Column("hook", Text, nullable=False),
    Column("seq", Integer),
    Column("topic", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("next_at", Text),
    Column("tried_at", Text),
    Column("status", Integer),
    Column("error", Text, nullable=False),
    Index("delivery_hook", "project_no", "hook", "at"),
    Index("delivery_due", "project_no", "hook", "state", "next_at"),
)

block = Table(
    "block",
    metadata,
    _project(),
    Column("artefact", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
