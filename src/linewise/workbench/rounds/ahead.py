"""Work that somebody will ask for in a moment, done before they ask, by one thread, the latest wishes first."""

import logging
import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from linewise.core.errors import LinewiseError

log = logging.getLogger("linewise.ahead")

Work = Callable[[], object]


@dataclass(slots=True)
class Ahead:
    """The wishes of one project. New ones take the place of those not begun; the thread ends when none is left."""

    _wishes: dict[Hashable, Work] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None

    def wish(self, wishes: Mapping[Hashable, Work]) -> None:
        """Begin with these; what was wished before and not begun is forgotten."""
        with self._lock:
            self._wishes = dict(wishes)
            if self._wishes and self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ahead", daemon=True)
                self._thread.start()

    def close(self, timeout: float = 60.0) -> None:
        """Begin nothing more, and wait for what was begun."""
        self.wish({})
        self.wait(timeout)

    def wait(self, timeout: float = 60.0) -> None:
        """Until nothing is left to do."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout)

    def _run(self) -> None:
        while True:
            with self._lock:
                key = next(iter(self._wishes), None)
                if key is None:
                    self._thread = None
                    return
                work = self._wishes.pop(key)
            try:
                work()
            except LinewiseError:
                # Whoever asks for it themselves is told.
                continue
            except Exception:
                log.exception("something done ahead failed")
