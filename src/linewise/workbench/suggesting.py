"""The open codes of a project in memory, for type-ahead: what is written meanwhile is learned from the log."""

import threading
from collections import Counter

from linewise.coding.resembling import Vocabulary, offers
from linewise.core.nouns import OpenCode
from linewise.core.views import Why
from linewise.storage import Connection, counting, log

# Events after which it is quicker to read everything anew.
MANY = 100


class OpenCodes:
    """How often each open code was written, and their words, as they stood after one event."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seq = -1
        self._written: Counter[str] = Counter()
        self._vocabulary = Vocabulary()

    def offers(self, connection: Connection, project_no: int, typed: str, *, limit: int) -> list[tuple[str, int, Why]]:
        """(norm, count, why) of the open codes to offer for what is typed."""
        with self._lock:
            self._follow(connection, project_no)
            found = offers(typed, self._written, self._vocabulary, limit=limit)
            return [(norm, self._written[norm], why) for norm, why in found]

    def _follow(self, connection: Connection, project_no: int) -> None:
        """Come to what stands now: by the events since, or, after many of them, by reading everything."""
        seq, _ = log.head(connection, project_no)
        if seq == self._seq:
            return
        if self._seq < 0 or seq - self._seq > MANY:
            self._written = Counter(counting.written(connection, project_no))
        else:
            for event in log.read(connection, project_no, after=self._seq):
                for change in event.changes:
                    if change.family == OpenCode.family:
                        self._written.update([change.after["norm"]] if change.after else ())
                        self._written.subtract([change.before["norm"]] if change.before else ())
            self._written = +self._written
        self._vocabulary.keep(self._written)
        self._seq = seq
