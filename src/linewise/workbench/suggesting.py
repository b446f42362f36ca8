"""The open codes of a project in memory, for type-ahead: read again only after something was written."""

import threading

from linewise.coding.resembling import Vocabulary, offers
from linewise.core.views import Why
from linewise.storage import Connection, counting, log


class OpenCodes:
    """How often each open code was written, and their words, as they stood after one event."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seq = -1
        self._written: dict[str, int] = {}
        self._vocabulary = Vocabulary()

    def offers(self, connection: Connection, project_no: int, typed: str, *, limit: int) -> list[tuple[str, int, Why]]:
        """(norm, count, why) of the open codes to offer for what is typed."""
        with self._lock:
            seq, _ = log.head(connection, project_no)
            if seq != self._seq:
                self._written = counting.written(connection, project_no)
                self._vocabulary.keep(self._written)
                self._seq = seq
            found = offers(typed, self._written, self._vocabulary, limit=limit)
            return [(norm, self._written[norm], why) for norm, why in found]
