"""Vectors of all units: computed block by block, kept in the database, resumed where they stopped."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from linewise.storage import artefacts, corpus
from linewise.teaching.encoder import Encoder
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import shelf

ROWS = 512
# Fewer texts say nothing of an encoder's pace.
PACED = 200

Vectors = NDArray[np.float16]


@dataclass(slots=True)
class VectorStore:
    """One project's vectors of one encoder; row i belongs to unit i. Complete blocks are read once and kept."""

    desk: Desk
    fingerprint: str
    dimensions: int
    _matrix: Vectors | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def _name(self) -> str:
        return f"vectors/{self.fingerprint}"

    def encoded(self) -> int:
        """How many units have vectors."""
        with self.desk.reading() as (connection, _):
            size = artefacts.size(connection, self.desk.project_no, self._name)
        return size // (2 * self.dimensions)

    def missing(self) -> int:
        """How many units have none."""
        with self.desk.reading() as (connection, _):
            total = corpus.next_unit(connection, self.desk.project_no)
        return total - self.encoded()

    def fill(self, encoder: Encoder, *, progress: Callable[[int, int], None] | None = None) -> int:
        """Encode every unit that has no vector yet; each block is safe once written. Returns the number encoded."""
        no, fresh, read, taken = self.desk.project_no, 0, 0, 0.0
        with self.desk.reading() as (connection, _):
            total = corpus.next_unit(connection, no)
            sizes = artefacts.sizes(connection, no, self._name)
        done = sum(sizes.values()) // (2 * self.dimensions)
        for position in range(-(-total // ROWS)):
            first, last = position * ROWS, min(total, (position + 1) * ROWS)
            have = sizes.get(position, 0) // (2 * self.dimensions)
            if have == last - first:
                continue
            with self.desk.reading() as (connection, _):
                texts = corpus.texts(connection, no, first, last)
            began = time.perf_counter()
            data = encoder.encode(texts).astype("<f2", copy=False).tobytes()
            taken, read = taken + time.perf_counter() - began, read + len(texts)
            with self.desk.store.writing(no) as connection:
                artefacts.put(connection, no, self._name, position, data)
            fresh += last - first - have
            done += last - first - have
            if progress is not None:
                progress(done, total)
        if read >= PACED:
            shelf.keep(self.desk, self.fingerprint, pace=round(read / max(taken, 1e-6), 1))
        return fresh

    def rows(self, units: NDArray[np.int64]) -> Vectors:
        """The vectors of some units (n, dimensions), without reading the others' blocks; all of them must be there."""
        positions, where = np.unique(units // ROWS, return_inverse=True)
        found = np.empty((len(units), self.dimensions), np.float16)
        with self.desk.reading() as (connection, _):
            for at, position in enumerate(positions.tolist()):
                data = b"".join(artefacts.blocks(connection, self.desk.project_no, self._name, only=[position]))
                rows = np.frombuffer(data, "<f2").reshape(-1, self.dimensions)
                here = where == at
                found[here] = rows[units[here] - position * ROWS]
        return found

    def drop(self) -> None:
        """Forget all of them; they can be computed again."""
        with self.desk.store.writing(self.desk.project_no) as connection:
            artefacts.drop(connection, self.desk.project_no, self._name)
        self._matrix = None

    def matrix(self) -> Vectors:
        """All vectors as (units, dimensions); only blocks that are new since the last call are read."""
        with self._lock, self.desk.reading() as (connection, _):
            held = self._matrix
            start = 0 if held is None else len(held) // ROWS
            positions = range(start, artefacts.count(connection, self.desk.project_no, self._name))
            parts = [
                np.frombuffer(data, "<f2").reshape(-1, self.dimensions)
                for data in artefacts.blocks(connection, self.desk.project_no, self._name, only=positions)
            ]
            kept = [] if held is None else [held[: start * ROWS]]
            if held is None or sum(map(len, (*kept, *parts))) != len(held):
                empty = np.empty((0, self.dimensions), "<f2")
                self._matrix = np.concatenate([*kept, *parts]) if kept or parts else empty
            assert self._matrix is not None
            return self._matrix
