"""How the look at a file, and what an import brought, read in a terminal."""

from typing import TYPE_CHECKING

from linewise.cli.show import Names, Shown, line, rows, short, table
from linewise.cli.show_exporting import losses

if TYPE_CHECKING:
    from linewise.interchange.preview import Preview
    from linewise.workbench.arriving import Arrival
    from linewise.workbench.views import ImportReport, ImportTotals, ProblemView


def preview_or_report(outcome: "Preview | ImportTotals | ImportReport | Arrival", names: Names) -> Shown:
    """What the file holds (--preview), what it would come to (--totals), what came of it, or of a folder (--new)."""
    from linewise.cli.show_arriving import arrival
    from linewise.interchange.preview import Preview
    from linewise.workbench.arriving import Arrival
    from linewise.workbench.views import ImportTotals

    if isinstance(outcome, Arrival):
        yield from arrival(outcome, names)
    elif isinstance(outcome, ImportTotals):
        yield from totals(outcome, names)
    elif isinstance(outcome, Preview):
        yield from preview(outcome, names)
    else:
        yield from report(outcome, names)


def preview(look: "Preview", _: Names) -> Shown:
    details = [look.shape.format.upper(), look.shape.encoding, look.shape.delimiter and repr(look.shape.delimiter)]
    about = "" if look.exact else "about "
    yield line(f"{', '.join(filter(None, details))}; {about}{look.estimated_rows:,} rows.")
    for notice in look.shape.notices:
        yield line(f"Note: {notice}")
    if look.beside is not None:
        held = look.beside
        yield line(
            f"From {held.program or 'another program'}: {held.code_count:,} codes, {held.statements:,} statements and "
            f"{held.memos:,} memos so far; {', '.join(held.codes[:12])}{', …' if held.code_count > 12 else ''}"
        )
        yield from losses(held.losses, "What has no place here:")
    content = ((c.name, c.role, c.type, short("; ".join(c.examples), 60), c.distinct, c.empty) for c in look.columns)
    yield rows(table("column", "role", "type", "for example", "#distinct", "#empty"), content)
    units = ((u.row, short(u.text)) for u in look.units_sample[:10])
    yield rows(table("#row", f"unit ({look.plan.segmentation})"), units)
    for problem in look.problems[:10]:
        yield line(f"  {problem}")


def totals(found: "ImportTotals", _: Names) -> Shown:
    yield line(f"{found.rows:,} rows: {found.documents:,} documents as {found.units:,} units ({found.twins:,} twins).")
    if found.unchanged:
        yield line(f"{found.unchanged:,} rows are here already.")
    if found.skipped:
        yield line(f"{found.skipped:,} rows do not fit; --skip-bad leaves them out.")
    yield from problems(found.problems)


def problems(found: "tuple[ProblemView, ...]") -> Shown:
    for problem in found:
        place = f"row {problem.row}" + (f", column {problem.column}" if problem.column else "")
        yield line(f"  {place}: {problem.reason}. {problem.remedy}")


def report(report: "ImportReport", _: Names) -> Shown:
    if report.already:
        yield line("This very file was imported before; nothing changed.")
        return
    verb = "Would bring" if report.dry_run else "Imported"
    yield line(f"{verb} {report.documents:,} documents as {report.units:,} units ({report.twins:,} twins).")
    if report.codings or report.codes_created:
        made = ", ".join(report.codes_created) or "none"
        yield line(f"{report.codings:,} unverified codings; new codes: {made}.")
    if report.statements or report.memos:
        yield line(f"{report.statements:,} statements about passages and {report.memos:,} memos from {report.program}.")
    if report.unchanged:
        yield line(f"{report.unchanged:,} rows were here already.")
    if report.skipped:
        yield line(f"{report.skipped:,} rows were left out.")
    yield from losses(report.losses, "What has no place here:")
    yield from problems(report.problems)
