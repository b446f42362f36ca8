"""What was found out about single texts, as much of it as is worth its memory."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

MOST = 4_000


@dataclass(slots=True)
class Remembered:
    """Values by key, the ones used longest ago forgotten first; safe to ask from several threads.

    What one thread is making others wait for, and make themselves only if it failed. Whoever makes a value may ask for
    others on the way, never for those that wait for it.
    """

    most: int = MOST
    _held: "OrderedDict[Hashable, Any]" = field(default_factory=OrderedDict)
    _making: set[Hashable] = field(default_factory=set)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def one(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of one key, made when it is not known."""
        return self.many([key], lambda _: [make()])[key]

    def many(self, keys: Sequence[Hashable], make: Callable[[list[Any]], Sequence[T]]) -> Mapping[Any, T]:
        """The values of many keys; `make` gets those that nobody knows or is making, each once."""
        found: dict[Hashable, T] = {}
        wanted = list(dict.fromkeys(keys))
        while wanted:
            with self._changed:
                found |= self._take(wanted)
                mine = [key for key in wanted if key not in found and key not in self._making]
                wanted = [key for key in wanted if key not in found and key in self._making]
                self._making.update(mine)
            if mine:
                found |= self._make(mine, make)
            with self._changed:
                while wanted and self._making.issuperset(wanted):
                    self._changed.wait()
        return found

    def _take(self, keys: Sequence[Hashable]) -> dict[Hashable, Any]:
        found = {key: self._held[key] for key in keys if key in self._held}
        for key in found:
            self._held.move_to_end(key)
        return found

    def _make(self, keys: list[Hashable], make: Callable[[list[Any]], Sequence[T]]) -> dict[Hashable, T]:
        made: dict[Hashable, T] = {}
        try:
            made = dict(zip(keys, make(keys), strict=True))
        finally:
            with self._changed:
                self._held.update(made)
                self._making.difference_update(keys)
                while len(self._held) > self.most:
                    self._held.popitem(last=False)
                self._changed.notify_all()
        return made
