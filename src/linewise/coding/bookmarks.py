"""Bookmarks: units that a coder wants to find again."""

from linewise.core.events import Draft, change
from linewise.core.facts import Facts
from linewise.core.nouns import Bookmark


def bookmark_unit(facts: Facts, *, unit: int, coder: str, on: bool, at: str) -> Draft:
    """Set or take away the coder's bookmark on a unit."""
    old = facts.get(Bookmark, f"{unit}:{coder}")
    if (old is not None) == on:
        return Draft("unit_bookmarked", ())
    made = Bookmark(unit=unit, coder=coder, at=at) if on else None
    return Draft("unit_bookmarked", (change(old, made),), {"unit": unit, "bookmarked": on})
