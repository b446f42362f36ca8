"""Views of the units that somebody named: which units, in what order, with which columns."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from linewise.core.errors import BadInput, Conflict, Forbidden, NotFound
from linewise.core.events import Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import SavedView
from linewise.core.text import checked, norm
from linewise.core.views import UnitQuery

LONGEST_NAME = 100
# What a view says of the units, and which attributes the page shows as columns.
KEPT = frozenset(spec.name for spec in fields(UnitQuery)) - {"after", "limit", "start"} | {"columns"}


def save_view(
    facts: Facts,
    *,
    coder: str,
    at: str,
    new_id: str,
    name: str | None = None,
    query: Mapping[str, object] | None = None,
    view: str | None = None,
) -> Draft:
    """Name a view, or (with `view`) give that one another name or content; what is left out stays.

    Everybody in the project sees a view; only who made it changes it. Conflict when another has the name.
    """
    old = own_view(facts, view, coder) if view is not None else None
    if old is None and (name is None or query is None):
        raise BadInput("A view needs a name and what it shows.", remedy="Give both.")
    unknown = set(query or ()) - KEPT
    if unknown:
        raise BadInput(
            f"A view does not keep {', '.join(sorted(unknown))}.", remedy=f"It keeps {', '.join(sorted(KEPT))}."
        )
    called = view_name(name) if name is not None else old.name if old is not None else ""
    for other in facts.find(SavedView):
        if norm(other.name) == norm(called) and (old is None or other.id != old.id):
            raise Conflict(f"There is a view {other.name!r} already.", remedy="Overwrite that one, or choose a name.")
    if old is not None:
        new = replace(old, name=called, query=old.query if query is None else dict(query))
        if new == old:
            return Draft("view_saved", ())
        return Draft("view_saved", (change(old, replace(new, at=at)),), {"name": called})
    made = SavedView(id=new_id, name=called, query=dict(query or {}), coder=coder, at=at)
    return Draft("view_saved", (change(None, made),), {"name": called})


def withdraw_view(facts: Facts, *, view: str, coder: str) -> Draft:
    """Take a view away."""
    old = own_view(facts, view, coder)
    return Draft("view_withdrawn", (change(old, None),), {"name": old.name})


def asked_by(view: SavedView) -> UnitQuery:
    """Which units a view shows, in what order."""
    known = {name: value for name, value in view.query.items() if name != "columns" and value is not None}
    return UnitQuery(**known)  # type: ignore[arg-type]


def named(views: Iterable[SavedView], name: str) -> SavedView:
    """The view with this name or id; NotFound tells which there are."""
    known = tuple(views)
    for view in known:
        if name == view.id or norm(view.name) == norm(name):
            return view
    names = ", ".join(repr(view.name) for view in known)
    raise NotFound(f"There is no view {name!r}.", remedy=f"There are {names}." if known else "Save one first.")


def view_name(name: str) -> str:
    """A name fit for a view."""
    name = " ".join(checked(name, what="name of a view", longest=LONGEST_NAME).split())
    if not name:
        raise BadInput("A view needs a name.", remedy="Give one.")
    return name


def own_view(facts: Facts, view: str, coder: str) -> SavedView:
    """The view with this id, if the coder made it."""
    found = need(facts, SavedView, view)
    if found.coder != coder:
        raise Forbidden("That view is somebody else's.", remedy="Save one of your own under another name.")
    return found
