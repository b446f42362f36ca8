"""Whether the first row of a table names its columns."""

from collections.abc import Sequence

from linewise.importing.values import guess_type

_LONGEST_NAME = 80


def looks_like_header(first: Sequence[str]) -> bool:
    """Names are short, differ, are no numbers or dates, and do not end like sentences; some may be blank."""
    names = [cell.strip() for cell in first]
    filled = [name for name in names if name]
    if not filled or len({name.lower() for name in filled}) < len(filled):
        return False
    if any(len(name) > _LONGEST_NAME or "\n" in name or name.endswith((".", "!", "?")) for name in filled):
        return False
    if len(names) == 1 and len(names[0].split()) > 3:
        return False
    return not any(guess_type([name]) in ("integer", "number", "date", "boolean") for name in filled)
