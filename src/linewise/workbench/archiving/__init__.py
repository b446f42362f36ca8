"""A whole project as one file, and back: log, corpus and artefacts in open formats, checked by hash on the way in."""

from linewise.workbench.archiving.checking import check
from linewise.workbench.archiving.layout import is_project
from linewise.workbench.archiving.packing import Artefacts, pack
from linewise.workbench.archiving.receiving import receive
from linewise.workbench.archiving.views import ArchiveCheck, Archived, Received

__all__ = ["ArchiveCheck", "Archived", "Artefacts", "Received", "check", "is_project", "pack", "receive"]
