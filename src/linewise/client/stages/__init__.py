"""The stages of a remote project: the same words, arguments and answers as `linewise.workbench`."""

from linewise.client.stages.applying import Applying
from linewise.client.stages.auditing import Auditing
from linewise.client.stages.coding import Coding
from linewise.client.stages.exploring import Exploring
from linewise.client.stages.exporting import Exporting
from linewise.client.stages.grouping import Grouping
from linewise.client.stages.hooks import Hooks
from linewise.client.stages.importing import Importing
from linewise.client.stages.teaching import Teaching
from linewise.client.stages.verifying import Verifying

__all__ = [
    "Applying",
    "Auditing",
    "Coding",
    "Exploring",
    "Exporting",
    "Grouping",
    "Hooks",
    "Importing",
    "Teaching",
    "Verifying",
]
