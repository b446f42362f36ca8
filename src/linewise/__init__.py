"""Linewise: open coding at scale, from a person's first note to a machine's last code."""

from typing import TYPE_CHECKING, Any

from linewise.core.errors import LinewiseError

if TYPE_CHECKING:
    from linewise.portable import load_model
    from linewise.workbench import Project, Workspace, open_workspace
    from linewise.workbench import open_project as open

__version__ = "0.1.0"

__all__ = ["LinewiseError", "Project", "Workspace", "__version__", "load_model", "open", "open_workspace"]

_LAZY = {
    "load_model": ("linewise.portable", "load_model"),
    "open": ("linewise.workbench", "open_project"),
    "open_workspace": ("linewise.workbench", "open_workspace"),
    "Project": ("linewise.workbench", "Project"),
    "Workspace": ("linewise.workbench", "Workspace"),
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'linewise' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _LAZY[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
