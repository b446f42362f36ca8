"""What an installation weighs: Linewise and everything that it requires."""

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

import linewise
from benchmarks.figure import Figure
from benchmarks.ground import Ground


def run(_: Ground) -> Iterator[Figure]:
    """Sizes of the installed files of every required distribution, without extras."""
    own = sum(file.stat().st_size for file in Path(linewise.__file__).parent.rglob("*") if file.is_file())
    required = {name: _size(found) for name, found in _closure("linewise") if name != "linewise"}
    total = (own + sum(required.values())) / 1e6
    heaviest = ", ".join(
        f"{name} {required[name] / 1e6:.0f}" for name in sorted(required, key=lambda name: -required[name])[:3]
    )
    yield Figure(what=f"installed size of the base (heaviest: {heaviest})", unit="MB", median=total, budget=600)


def _closure(start: str) -> Iterator[tuple[str, Distribution]]:
    seen: set[str] = set()
    waiting = [Requirement(start)]
    while waiting:
        wanted = waiting.pop()
        key = f"{wanted.name.lower()}[{','.join(sorted(wanted.extras))}]"
        if key in seen:
            continue
        seen.add(key)
        try:
            found = distribution(wanted.name)
        except PackageNotFoundError:
            continue  # for another system
        yield found.metadata["Name"].lower(), found
        for text in found.requires or ():
            further = Requirement(text)
            environments = [{"extra": extra} for extra in (*wanted.extras, "")]
            if further.marker is None or any(further.marker.evaluate(environment) for environment in environments):
                waiting.append(further)


def _size(found: Distribution) -> int:
    paths = (Path(str(file.locate())) for file in found.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file())
