"""The one place where time and randomness enter: timestamps, ids and seeds for everything that is logged."""

import os
import secrets
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime


def now() -> str:
    """The time in UTC as ISO 8601 with microseconds, so that text order is time order."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def new_id() -> str:
    """A fresh UUID of version 7 (RFC 9562): 48 bits of milliseconds, then random, so that ids sort by age."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62))


def new_ids() -> Iterator[str]:
    """Fresh ids without end."""
    while True:
        yield new_id()


def new_seed() -> int:
    """A seed that fits a 31-bit column, kept with whatever it decided."""
    return secrets.randbelow(2**31)


def utc(at: str) -> str:
    """A time of another program as ours are written; one without a zone counts as UTC, one that is none is empty."""
    try:
        read = datetime.fromisoformat(at.strip())
        moved = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moved.isoformat(timespec="microseconds")
