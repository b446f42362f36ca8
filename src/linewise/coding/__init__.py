"""Code: a person reads line by line and writes what is there."""

from linewise.coding.decisions import code_units, mark_unit
from linewise.coding.notes import write_note

__all__ = ["code_units", "mark_unit", "write_note"]
