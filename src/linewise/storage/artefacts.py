"""Large machine output in blocks of bytes: sealed ones are named by their SHA-256, growing ones by their maker."""

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, delete, func, insert, select, update

from linewise.core.errors import Broken, NotFound
from linewise.storage.schema import block

BLOCK = 1 << 20


def seal(connection: Connection, project_no: int, data: bytes) -> str:
    """Store bytes under their hash, once, and return it."""
    name = hashlib.sha256(data).hexdigest()
    known = connection.execute(
        select(block.c.position).where(block.c.project_no == project_no, block.c.artefact == name).limit(1)
    ).first()
    if known is None:
        connection.execute(
            insert(block),
            [
                {"project_no": project_no, "artefact": name, "position": i, "data": data[at : at + BLOCK]}
                for i, at in enumerate(range(0, max(len(data), 1), BLOCK))
            ],
        )
    return name


def unseal(connection: Connection, project_no: int, name: str) -> bytes:
    """The bytes of a sealed artefact; Broken when they no longer match their name."""
    data = b"".join(blocks(connection, project_no, name))
    if not data and not has(connection, project_no, name):
        raise NotFound(f"The artefact {name[:12]} is not in this workspace.", remedy="Compute it again.")
    if hashlib.sha256(data).hexdigest() != name:
        raise Broken(f"The artefact {name[:12]} does not match its hash.", remedy="Restore it from a back-up.")
    return data


def has(connection: Connection, project_no: int, name: str) -> bool:
    """Whether any block of the artefact is here."""
    return count(connection, project_no, name) > 0


def count(connection: Connection, project_no: int, name: str) -> int:
    """How many blocks an artefact has so far."""
    statement = select(func.count()).where(block.c.project_no == project_no, block.c.artefact == name)
    return connection.execute(statement).scalar_one()


def sizes(connection: Connection, project_no: int, name: str) -> dict[int, int]:
    """The bytes of each block of an artefact that is here, so that growing work can resume where it stopped."""
    statement = select(block.c.position, func.length(block.c.data).label("bytes")).where(
        block.c.project_no == project_no, block.c.artefact == name
    )
    return {row.position: row.bytes for row in connection.execute(statement)}


def size(connection: Connection, project_no: int, name: str) -> int:
    """The bytes of an artefact as far as it is here."""
    return sum(sizes(connection, project_no, name).values())


def put(connection: Connection, project_no: int, name: str, position: int, data: bytes) -> None:
    """Write (or rewrite) one block of a growing artefact."""
    connection.execute(
        delete(block).where(block.c.project_no == project_no, block.c.artefact == name, block.c.position == position)
    )
    connection.execute(insert(block).values(project_no=project_no, artefact=name, position=position, data=data))


def blocks(connection: Connection, project_no: int, name: str, *, only: Iterable[int] | None = None) -> Iterator[bytes]:
    """The blocks in order, streamed; `only` some positions."""
    statement = (
        select(block.c.data)
        .where(block.c.project_no == project_no, block.c.artefact == name)
        .order_by(block.c.position)
        .execution_options(yield_per=8)
    )
    if only is not None:
        statement = statement.where(block.c.position.in_(list(only)))
    yield from connection.execute(statement).scalars()


def seal_growing(connection: Connection, project_no: int, growing: str) -> str:
    """Seal a growing artefact: name it by the hash of its blocks in order, and return that."""
    running = hashlib.sha256()
    for data in blocks(connection, project_no, growing):
        running.update(data)
    sealed = running.hexdigest()
    if has(connection, project_no, sealed):
        drop(connection, project_no, growing)
    else:
        here = (block.c.project_no == project_no) & (block.c.artefact == growing)
        connection.execute(update(block).where(here).values(artefact=sealed))
    return sealed


def drop(connection: Connection, project_no: int, name: str) -> None:
    """Forget an artefact that can be computed again."""
    connection.execute(delete(block).where(block.c.project_no == project_no, block.c.artefact == name))
