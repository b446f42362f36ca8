"""Where a long fit stands, on disk: whoever is stopped or killed goes on from there, to the same end."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from linewise.core.errors import Broken

Tensors = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Standing:
    """The next batch to learn from, the best judgement so far, and how many epochs have passed without a better one."""

    epoch: int = 0
    batch: int = 0
    steps: int = 0
    best: float | None = None
    best_epoch: int = 0
    waited: int = 0
    judged: list[float] | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One file, replaced as a whole: what is read is complete, or the one before."""

    path: Path

    def write(self, standing: Standing, tensors: Tensors) -> None:
        """Keep this, durably."""
        from safetensors.torch import save_file

        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".writing")
        save_file(
            {name: value.detach().cpu().contiguous() for name, value in tensors.items()},
            fresh,
            metadata={"standing": json.dumps(asdict(standing))},
        )
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(self.path)

    def read(self) -> tuple[Standing, Tensors] | None:
        """What was kept; None when nothing was."""
        from safetensors import SafetensorError, safe_open

        if not self.path.exists():
            return None
        try:
            with safe_open(self.path, framework="pt") as file:
                standing = Standing(**json.loads(file.metadata()["standing"]))
                return standing, {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        except (SafetensorError, OSError, KeyError, TypeError, ValueError) as error:
            raise Broken(
                f"The kept state of the tuning cannot be read: {error}", remedy="Discard it and begin anew."
            ) from error
