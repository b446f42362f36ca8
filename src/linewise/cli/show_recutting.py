"""How an import that was cut anew reads in a terminal."""

from typing import TYPE_CHECKING

from linewise.cli.show import Names, Shown, line

if TYPE_CHECKING:
    from linewise.workbench.views import RecutReport


def report(found: "RecutReport", _: Names) -> Shown:
    """Units before and after, and a line for everything that went along."""
    how = found.source.plan.get("segmentation")
    if not found.same < max(found.before, found.units):
        yield line(f"Cut by {how}, all {found.before:,} units of {found.source.name} are as they were.")
        return
    verb = "Would cut" if found.dry_run else "Cut"
    yield line(f"{verb} {found.source.name} by {how}: {found.units:,} units in place of {found.before:,}.")
    told = (
        (found.same, "units stay as they were"),
        (found.notes, "notes go along"),
        (found.kept, "codings stay as they were"),
        (found.joined, "codings go into decisions about larger units"),
        (found.unverified, "claims to be verified come from codings of larger units"),
        (found.imported, "claims that nobody verified yet go along"),
        (found.marks, "marks go along"),
        (found.bookmarks, "bookmarks go along"),
        (found.memos, "memos go along"),
        (found.left, "codings and marks hold of no new unit, and come back with undo"),
    )
    for many, what in told:
        if many:
            yield line(f"  {many:,} {what}")
