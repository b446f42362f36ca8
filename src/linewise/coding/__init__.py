"""Code: a person reads line by line and writes what is there."""

from linewise.coding.bookmarks import bookmark_unit
from linewise.coding.decisions import code_units, mark_unit
from linewise.coding.notes import write_note
from linewise.coding.saved import save_view, withdraw_view

__all__ = ["bookmark_unit", "code_units", "mark_unit", "save_view", "withdraw_view", "write_note"]
