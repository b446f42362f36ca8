"""How what came of a folder reads in a terminal."""

from typing import TYPE_CHECKING

from linewise.cli.show import Names, Shown, line, many

if TYPE_CHECKING:
    from linewise.workbench.arriving import Arrival, ArrivedFile


def arrival(found: "Arrival", _: Names) -> Shown:
    """A line a file, and at the end what came of all."""
    told = [one for one in found.files if one.state != "known"]
    for one in told:
        yield line(f"{one.name}: {_words(one)}")
    trial = any(one.report is not None and one.report.dry_run for one in found.files)
    if found.units:
        verb = "Would bring" if trial else "Brought"
        yield line(f"{verb} {many(found.documents, 'document')} as {many(found.units, 'unit')}.")
    elif not told:
        yield line("Nothing new.")


def _words(one: "ArrivedFile") -> str:
    if one.state == "brought" and one.report is not None:
        report = one.report
        verb = "would bring" if report.dry_run else "brought"
        skipped = f", {many(report.skipped, 'row')} left out" if report.skipped else ""
        return f"{verb} {many(report.documents, 'document')} as {many(report.units, 'unit')}{skipped}."
    if one.state == "failed":
        return f"FAILED. {one.reason} {one.remedy or ''}".strip()
    return f"{one.state}. {one.reason}"
