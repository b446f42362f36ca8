"""Where a tuning keeps its work until it is done: beside the workspace, not in it, for it is large and passing."""

import json
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import Conflict
from linewise.encoders.tuning import Recipe, Schedule
from linewise.teaching.tuning_views import TuneUnfinished
from linewise.workbench.clock import now
from linewise.workbench.desk import Desk

# One tuning at a time in a process: each takes all the cores and much memory.
_BUSY = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A tuning that was begun: its recipe, the units there were, and how many of them teach."""

    recipe: Recipe
    total: int
    units: int
    audit: int
    begun_at: str

    @property
    def view(self) -> TuneUnfinished:
        """As others see it."""
        return TuneUnfinished(
            how=self.recipe.how,
            base=self.recipe.base,
            pretrain=self.recipe.pretrain,
            units=self.units,
            begun_at=self.begun_at,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A project's folder for it."""

    root: Path

    @property
    def work(self) -> Path:
        """What the stages write."""
        return self.root / "work"

    def asked(self) -> Asked | None:
        """The tuning that was begun and not ended."""
        path = self.root / "asked.json"
        if not path.is_file():
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            given: dict[str, Any] = dict(kept["recipe"])
            given |= {name: Schedule(**given[name]) for name in ("adapt", "tune", "contrast")}
            return Asked(**{**kept, "recipe": Recipe(**given)})
        except (ValueError, KeyError, TypeError):
            return None

    def begin(
        self, recipe: Recipe, *, total: int, units: int, audit: int, lessons: Mapping[str, NDArray[Any]]
    ) -> Asked:
        """Keep what a tuning learns from, so that it can be gone on with."""
        asked = Asked(recipe=recipe, total=total, units=units, audit=audit, begun_at=now())
        self.root.mkdir(parents=True, exist_ok=True)
        np.savez(self.root / "lessons.npz", **lessons)  # type: ignore[arg-type]
        # Written last: what it speaks of is there.
        (self.root / "asked.json").write_text(json.dumps(asdict(asked)), encoding="utf-8")
        return asked

    def lessons(self) -> dict[str, NDArray[Any]]:
        """What it learns from."""
        with np.load(self.root / "lessons.npz", allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files}

    def discard(self) -> None:
        """Throw all of it away."""
        shutil.rmtree(self.root, ignore_errors=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other tuning of this process out."""
        if not _BUSY.acquire(blocking=False):
            raise Conflict("An encoder is being tuned already.", remedy="Wait for it to end, or cancel it.")
        try:
            yield
        finally:
            _BUSY.release()


def place_of(desk: Desk) -> Place:
    """Beside the workspace's file; for a workspace on a server, among this machine's temporary files."""
    path = desk.store.path
    if path is not None:
        return Place(path.with_name(f"{path.name}-tuning") / desk.project_id)
    return Place(Path(tempfile.gettempdir()) / "linewise-tuning" / desk.project_id)
