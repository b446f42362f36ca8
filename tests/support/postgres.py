"""A private PostgreSQL server for the tests, and a fresh empty database on either engine for each."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import machine
import psycopg
import pytest

from tests.support.missing import missing

USER = "linewise"
PATIENCE = 30.0  # seconds for a server to answer
# Durability is tested against SQLite and by killing our own server; here only speed matters.
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
}


class CannotStart(RuntimeError):
    """The server did not come up; the message holds what it printed."""


def _servant() -> pwd.struct_passwd | None:
    """The account that runs the server when the tests run as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStart("running as root, and there is neither a `postgres` nor a `nobody` account to drop to")


def _reachable(programs: Path, servant: pwd.struct_passwd | None, scratch: Path) -> Path:
    """The programs, copied beside the data where the servant may not enter the folder that holds them."""
    if servant is None:
        return programs
    try:
        tried = subprocess.run(
            [programs / "postgres", "--version"],
            user=servant.pw_uid,
            group=servant.pw_gid,
            capture_output=True,
        )
        if tried.returncode == 0:
            return programs
    except PermissionError:
        pass
    package = programs.parents[1]
    copied = shutil.copytree(programs.parent, scratch / package.name / programs.parent.name, symlinks=True)
    # A wheel keeps the libraries of its programs in a folder beside its package.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, scratch / libraries.name)
    return copied / programs.name


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Run a server on a socket in a folder of its own, for as long as the block lasts.

    Yields the folder of the socket, to be given as `host`. Raises CannotStart.
    """
    servant = _servant()
    identity = {} if servant is None else {"user": servant.pw_uid, "group": servant.pw_gid, "extra_groups": []}
    # A short path: the name of a socket may not exceed some hundred bytes.
    scratch = Path(tempfile.mkdtemp(prefix="lw-pg-", dir="/tmp"))
    data, log = scratch / "data", scratch / "log"
    try:
        programs = _reachable(programs, servant, scratch)
        if servant is not None:
            os.chown(scratch, servant.pw_uid, servant.pw_gid)
        scratch.chmod(0o755)
        settings = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(
            [programs / "initdb", "-D", data, *settings],
            capture_output=True, text=True, cwd=scratch, **identity,
        )  # fmt: skip
        if made.returncode != 0:
            raise CannotStart(f"initdb: {made.stderr.strip() or made.stdout.strip()}")
        options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", scratch, *options],
                stdout=output, stderr=output, cwd=scratch, start_new_session=True, **identity,
            )  # fmt: skip
        try:
            _wait(server, scratch, log)
            yield str(scratch)
        finally:
            server.terminate()
            server.wait(PATIENCE)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _wait(server: subprocess.Popen[bytes], host: Path, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(host=str(host), user=USER, dbname="postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise CannotStart(f"postgres did not answer within {PATIENCE:.0f} s: {log.read_text()[-800:]}")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A SQLAlchemy URL of the maintenance database of a server that lives as long as the session."""
    try:
        with cluster(machine.ensure_postgres()) as host:
            yield f"postgresql+psycopg://{USER}@/postgres?host={host}"
    except (machine.Missing, CannotStart) as problem:
        missing("PostgreSQL", str(problem))


@contextmanager
def fresh(postgres_url: str) -> Iterator[str]:
    """A fresh empty PostgreSQL database, dropped after the block."""
    name = f"test_{uuid.uuid4().hex}"
    host = postgres_url.partition("?host=")[2]
    with psycopg.connect(host=host, user=USER, dbname="postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield postgres_url.replace("/postgres?", f"/{name}?")
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_database_url(postgres_url: str) -> Iterator[str]:
    """A fresh empty PostgreSQL database, dropped after the test."""
    with fresh(postgres_url) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh empty database: a test that asks for this runs once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'study.linewise'}"
    url: str = request.getfixturevalue("postgres_database_url")
    return url
