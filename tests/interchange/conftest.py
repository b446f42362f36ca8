"""What tests of readers share."""

from collections.abc import Iterator

import pytest

from linewise.interchange.limits import Apart
from linewise.interchange.readers.documents import folder, reader


class _Kept(Apart):
    """A process that outlives the file it was asked for, so that a test of many files starts one, not hundreds."""

    def __exit__(self, *_: object) -> None:
        """Stay."""


@pytest.fixture(scope="session")
def _room() -> Iterator[Apart]:
    room = _Kept(reader.WORKER, seconds=60)
    yield room
    room.stop()


@pytest.fixture
def kept_room(monkeypatch: pytest.MonkeyPatch, _room: Apart) -> None:
    """Documents are read in one process of their own for all tests that ask for this."""
    for module in (reader, folder):
        monkeypatch.setattr(module, "reading_room", lambda: _room)
