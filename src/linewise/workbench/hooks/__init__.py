"""Other systems hear when something is ready: hooks, their signed messages, and what became of each."""

from linewise.workbench.hooks.keeping import Hooks

__all__ = ["Hooks"]
