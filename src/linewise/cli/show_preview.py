"""How the look at a file, and what an import brought, read in a terminal."""

from typing import TYPE_CHECKING

from linewise.cli.show import Names, Shown, line, many, rows, short, table
from linewise.cli.show_exporting import losses

if TYPE_CHECKING:
    from linewise.interchange.preview import Preview
    from linewise.workbench.archiving.views import ArchiveCheck, Received
    from linewise.workbench.arriving import Arrival
    from linewise.workbench.views import ImportReport, ImportTotals, ProblemView


SHOWN = 12
TITLES = {
    "label_studio": "Label Studio",
    "doccano": "doccano",
    "prodigy": "Prodigy",
    "argilla": "Argilla",
    "spacy": "spaCy",
    "taguette": "Taguette",
    "qualcoder": "QualCoder",
    "brat": "BRAT",
    "webanno": "INCEpTION, WebAnno",
    "qdpx": "REFI-QDA project",
    "qdc": "REFI-QDA codebook",
    "tags": "A list of tags",
    "codebook": "A codebook",
    "dataset": "A data set",
    "folder": "A folder of documents",
    "docx": "Word",
    "odt": "OpenDocument text",
    "rtf": "Rich text",
    "html": "A web page",
    "markdown": "Markdown",
    "txt": "Plain text",
    "parquet": "Parquet",
    "subtitles": "Subtitles",
    "chat": "A chat",
    "telegram": "Telegram",
    "discord": "Discord",
    "slack": "Slack",
}


def preview_or_report(
    outcome: "Preview | ImportTotals | ImportReport | Arrival | Received | ArchiveCheck", names: Names
) -> Shown:
    """What the file holds (--preview), what it would come to (--totals), what came of it, or of a folder (--new)."""
    from linewise.cli.show_archives import checked, received
    from linewise.cli.show_arriving import arrival
    from linewise.interchange.preview import Preview
    from linewise.workbench.archiving.views import ArchiveCheck, Received
    from linewise.workbench.arriving import Arrival
    from linewise.workbench.views import ImportTotals

    if isinstance(outcome, Received):
        yield from received(outcome, names)
    elif isinstance(outcome, ArchiveCheck):
        yield from checked(outcome, names)
    elif isinstance(outcome, Arrival):
        yield from arrival(outcome, names)
    elif isinstance(outcome, ImportTotals):
        yield from totals(outcome, names)
    elif isinstance(outcome, Preview):
        yield from preview(outcome, names)
    else:
        yield from report(outcome, names)


def preview(look: "Preview", _: Names) -> Shown:
    kind = look.shape.format
    details = [TITLES.get(kind, kind.upper()), look.shape.encoding, look.shape.delimiter and repr(look.shape.delimiter)]
    about = "" if look.exact else "about "
    count = f"; {about}{many(look.estimated_rows, 'row')}" if look.rows or look.problems else ""
    yield line(f"{', '.join(filter(None, details))}{count}.")
    for notice in look.shape.notices:
        yield line(f"Note: {notice}")
    if look.beside is not None:
        held = look.beside
        found = (
            many(count, what)
            for count, what in ((held.code_count, "code"), (held.statements, "statement"), (held.memos, "memo"))
            if count
        )
        names = ", ".join(held.codes[:12]) + (", …" if held.code_count > 12 else "")
        if told := ", ".join(found):
            yield line(f"From {held.program or 'the file'}: {told}{'' if look.exact else ' so far'}.")
        if names:
            yield line(f"Codes: {names}")
        yield from losses(held.losses, "What has no place here:")
    if not look.rows and not look.problems:
        return
    content = ((c.name, c.role, c.type, short("; ".join(c.examples), 60), c.distinct, c.empty) for c in look.columns)
    yield rows(table("column", "role", "type", "for example", "#distinct", "#empty"), content)
    units = ((u.row, short(u.text)) for u in look.units_sample[:10])
    yield rows(table("#row", f"unit ({look.plan.segmentation})"), units)
    for problem in look.problems[:10]:
        yield line(f"  {problem}")


def totals(found: "ImportTotals", _: Names) -> Shown:
    twins = many(found.twins, "twin")
    documents, units = many(found.documents, "document"), many(found.units, "unit")
    yield line(f"{many(found.rows, 'row')}: {documents} as {units} ({twins}).")
    if found.unchanged:
        yield line(f"{many(found.unchanged, 'row is', 'rows are')} here already.")
    if found.skipped:
        yield line(f"{many(found.skipped, 'row does not', 'rows do not')} fit; --skip-bad leaves them out.")
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
    if report.documents or not report.codes_created:
        documents, units = many(report.documents, "document"), many(report.units, "unit")
        yield line(f"{verb} {documents} as {units} ({many(report.twins, 'twin')}).")
    if report.codings:
        yield line(f"{many(report.codings, 'unverified coding')}.")
    if made := report.codes_created:
        rest = f" and {len(made) - SHOWN:,} more" if len(made) > SHOWN else ""
        yield line(f"{many(len(made), 'new code')}: {', '.join(made[:SHOWN])}{rest}.")
    if report.statements or report.memos:
        about, memos = many(report.statements, "statement"), many(report.memos, "memo")
        yield line(f"{about} about passages and {memos} from {report.program or 'the file'}.")
    if report.unchanged:
        yield line(f"{many(report.unchanged, 'row was', 'rows were')} here already.")
    if report.skipped:
        yield line(f"{many(report.skipped, 'row was', 'rows were')} left out.")
    yield from losses(report.losses, "What has no place here:")
    yield from problems(report.problems)
