"""One way out of a project, as doors offer it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from linewise.interchange.packing import Choice, Group, Packed, Value

if TYPE_CHECKING:
    from linewise.workbench.desk import Desk

Progress = Callable[[int, int], None]
Write = Callable[["Desk", Path, Mapping[str, Value], Progress | None], Packed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A format with the function that writes the project of a desk in it; `choices` are what one may ask for."""

    name: str
    title: str
    suffix: str
    group: Group
    words: str
    choices: tuple[Choice, ...]
    write: Write
