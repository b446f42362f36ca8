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
    """Values by key, the ones used longest ago forgotten first; safe to ask from several threads."""

    _held: "OrderedDict[Hashable, Any]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def one(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of one key, made when it is not known."""
        return self.many([key], lambda _: [make()])[key]

    def many(self, keys: Sequence[Hashable], make: Callable[[list[Any]], Sequence[T]]) -> Mapping[Any, T]:
        """The values of many keys; `make` gets those that are not known, each once."""
        with self._lock:
            found = {key: self._held[key] for key in keys if key in self._held}
            for key in found:
                self._held.move_to_end(key)
        fresh = [key for key in dict.fromkeys(keys) if key not in found]
        if fresh:
            found.update(zip(fresh, make(fresh), strict=True))
            with self._lock:
                self._held.update((key, found[key]) for key in fresh)
                while len(self._held) > MOST:
                    self._held.popitem(last=False)
        return found
