"""How a project from a file reads in a terminal."""

from linewise.cli.show import Names, Shown, line
from linewise.workbench.archiving.views import ArchiveCheck, Received


def received(outcome: Received, _: Names) -> Shown:
    if outcome.already:
        yield line(f"{outcome.name} is here already, with everything that the file holds. Nothing was changed.")
        return
    yield line(
        f"{outcome.name}: {outcome.events:,} events, {outcome.documents:,} documents, {outcome.units:,} units, "
        f"{outcome.artefacts:,} artefacts in {outcome.seconds:.1f} s."
    )
    yield line(f"The log ends with {outcome.head}.")
    if outcome.left_out:
        yield line(
            f"{outcome.left_out:,} artefacts were left out of the file; what can be computed again is, when needed."
        )


def checked(outcome: ArchiveCheck, _: Names) -> Shown:
    if not outcome.ok:
        yield line(f"Not whole: {outcome.reason}")
        return
    yield line(
        f"{outcome.name} is whole: {outcome.events:,} events, {outcome.documents:,} documents, "
        f"{outcome.units:,} units, {outcome.artefacts:,} artefacts, written by {outcome.written_by}."
    )
    yield line(f"The log ends with {outcome.head}.")
