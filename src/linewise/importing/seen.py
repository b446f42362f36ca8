"""Which ids were met before, in little memory however long the file."""

from bisect import bisect_left

import numpy as np

_RECENT = 100_000
_FILTER = 1 << 24


class SeenIds:
    """A set of strings that grows by eight bytes an id once the newest 100,000 are full.

    Ids that count rows up one by one, the usual case, need no room at all. Of the others older than the
    newest, a 64-bit hash is kept, in sorted runs that are merged as they double, behind 16 MB of bits that
    tell most new ids at once: at ten million ids the chance of a false alarm is about 3 in a million.
    """

    def __init__(self) -> None:
        self._counted = range(0)
        self._offset = 0
        self._recent: dict[str, int] = {}
        self._runs: list[memoryview] = []
        self._filter = np.zeros(0, dtype=np.uint8)
        self._bits = memoryview(b"")

    def add(self, name: str, row: int) -> int | None:
        """Remember an id; the row that used it before (0: too long ago to tell), or None for a new one."""
        if name.isascii() and name.isdigit() and len(name) < 19 and (name[0] != "0" or name == "0"):
            number = int(name)
            if number in self._counted:
                return number + self._offset
            if not self._counted:
                self._counted, self._offset = range(number, number + 1), row - number
                return None
            # An id that the rows before the count already used is among the stored ones.
            if number == self._counted.stop and row - number == self._offset and not self._is_stored(name):
                self._counted = range(self._counted.start, number + 1)
                return None
        earlier = self._recent.get(name)
        if earlier is not None:
            return earlier
        if self._is_old(name):
            return 0
        self._recent[name] = row
        if len(self._recent) >= _RECENT:
            self._store()
        return None

    def _is_stored(self, name: str) -> bool:
        return name in self._recent or self._is_old(name)

    def _is_old(self, name: str) -> bool:
        if not self._runs:
            return False
        key = _hash(name)
        if not self._bits[(key >> 3) % _FILTER] & 1 << (key & 7):
            return False
        for run in self._runs:
            place = bisect_left(run, key)
            if place < len(run) and run[place] == key:
                return True
        return False

    def _store(self) -> None:
        fresh = np.fromiter(map(_hash, self._recent), dtype=np.uint64, count=len(self._recent))
        fresh.sort()
        if not self._runs:
            self._filter = np.zeros(_FILTER, dtype=np.uint8)
            self._bits = self._filter.data
        np.bitwise_or.at(self._filter, (fresh >> 3) % _FILTER, (1 << (fresh & 7)).astype(np.uint8))
        while self._runs and len(self._runs[-1]) <= len(fresh):
            fresh = np.concatenate([np.asarray(self._runs.pop()), fresh])
            fresh.sort(kind="stable")
        self._runs.append(fresh.data)
        self._recent = {}


def _hash(name: str) -> int:
    return hash(name) & 0xFFFFFFFFFFFFFFFF
