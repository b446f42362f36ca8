"""The tables of Taguette's database, as its release 1.5 has them; a later one brings them up to date by itself."""

APPLICATION = 0x54677474
_REVISION = "db5e31a0233d"


def _key(table: str, column: str, of: str, to: str = "id", *, update: bool = False, delete: bool = True) -> str:
    after = (" ON DELETE CASCADE" if delete else "") + (" ON UPDATE CASCADE" if update else "")
    return f"CONSTRAINT fk_{table}_{column}_{of} FOREIGN KEY ({column}) REFERENCES {of} ({to}){after}"


_NUMBER = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"
_TABLES = {
    "users": (
        "login VARCHAR(30) NOT NULL",
        "created DATETIME NOT NULL",
        "hashed_password VARCHAR(192)",
        "disabled BOOLEAN NOT NULL",
        "password_set_date DATETIME",
        "language VARCHAR(10)",
        "email VARCHAR(256)",
        "email_sent DATETIME",
        "CONSTRAINT pk_users PRIMARY KEY (login)",
    ),
    "projects": (_NUMBER, "name VARCHAR(200) NOT NULL", "description TEXT NOT NULL", "created DATETIME NOT NULL"),
    "project_members": (
        "project_id INTEGER NOT NULL",
        "user_login VARCHAR(30) NOT NULL",
        "privileges VARCHAR(11) NOT NULL",
        "CONSTRAINT pk_project_members PRIMARY KEY (project_id, user_login)",
        _key("project_members", "project_id", "projects"),
        _key("project_members", "user_login", "users", "login", update=True),
    ),
    "documents": (
        _NUMBER,
        "name VARCHAR(200) NOT NULL",
        "description TEXT NOT NULL",
        "filename VARCHAR(200) NOT NULL",
        "created DATETIME NOT NULL",
        "project_id INTEGER NOT NULL",
        "text_direction VARCHAR(13) NOT NULL",
        "contents TEXT NOT NULL",
        _key("documents", "project_id", "projects"),
    ),
    "commands": (
        _NUMBER,
        "date DATETIME NOT NULL",
        "user_login VARCHAR(30) NOT NULL",
        "project_id INTEGER NOT NULL",
        "document_id INTEGER",
        "payload TEXT NOT NULL",
        _key("commands", "user_login", "users", "login", update=True, delete=False),
        _key("commands", "project_id", "projects"),
    ),
    "tags": (
        _NUMBER,
        "project_id INTEGER NOT NULL",
        "path VARCHAR(200) NOT NULL",
        "description TEXT NOT NULL",
        "CONSTRAINT uq_tags_project_id UNIQUE (project_id, path)",
        _key("tags", "project_id", "projects"),
    ),
    "highlights": (
        _NUMBER,
        "document_id INTEGER NOT NULL",
        "start_offset INTEGER NOT NULL",
        "end_offset INTEGER NOT NULL",
        "snippet TEXT NOT NULL",
        _key("highlights", "document_id", "documents"),
    ),
    "highlight_tags": (
        "highlight_id INTEGER NOT NULL",
        "tag_id INTEGER NOT NULL",
        "CONSTRAINT pk_highlight_tags PRIMARY KEY (highlight_id, tag_id)",
        _key("highlight_tags", "highlight_id", "highlights"),
        _key("highlight_tags", "tag_id", "tags"),
    ),
    "alembic_version": (
        "version_num VARCHAR(32) NOT NULL",
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)",
    ),
}
_INDEXED = {
    "project_members": ("project_id", "user_login"),
    "documents": ("project_id",),
    "commands": ("user_login", "project_id", "document_id", "date"),
    "tags": ("path", "project_id"),
    "highlights": ("document_id",),
    "highlight_tags": ("tag_id", "highlight_id"),
}

SCHEMA = (
    *(f"CREATE TABLE {table} ({', '.join(columns)})" for table, columns in _TABLES.items()),
    *(
        f"CREATE INDEX ix_{table}_{column} ON {table} ({column})"
        for table, columns in _INDEXED.items()
        for column in columns
    ),
    "CREATE UNIQUE INDEX ix_users_email ON users (email)",
    "CREATE INDEX idx_project_document ON commands (project_id, document_id)",
    "CREATE INDEX idx_project_id ON commands (project_id, id)",
    f"INSERT INTO alembic_version VALUES ('{_REVISION}')",
)
