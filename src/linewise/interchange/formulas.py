"""Cells that a spreadsheet would run: made harmless on the way out, restored on the way in.

A cell that begins with = + - @, a tab, a line break or a full-width form of these signs is a formula to one
spreadsheet or another (OWASP, "CSV Injection"). Writers of CSV and TSV put an apostrophe before it, and
before a cell that already has apostrophes in front of such a sign, so that taking one apostrophe away
always restores what was there.
"""

import re

_DANGEROUS = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")
_ESCAPED = re.compile("'+[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")


def escape(cell: str) -> str:
    """The cell with an apostrophe before it when a spreadsheet would run it."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def unescape(cell: str) -> str:
    """What `escape` was given."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def is_dangerous(cell: str) -> bool:
    """Whether a spreadsheet would take the cell for a formula."""
    return cell != "" and _DANGEROUS.match(cell) is not None
