"""The facts that a project consists of. Each is one row of the projection, and changes only through an event.

Times are ISO 8601 strings in UTC with microseconds, so that they sort as text. Ids are UUIDs (RFC 9562, version 7)
as strings; units and documents are numbered from 0 within their project, in the order of import.
"""

from linewise.core.nouns.machine import (
    Application,
    Encoding,
    ItemState,
    Model,
    Question,
    QuestionState,
    Rationale,
    Round,
    RoundItem,
    RoundState,
    Simulation,
    Verdict,
)
from linewise.core.nouns.people import (
    Bookmark,
    Code,
    Coder,
    CodeStatus,
    Coding,
    Mark,
    MarkState,
    Memo,
    Note,
    OpenCode,
    Origin,
    Placement,
    Project,
    Refusal,
    Role,
    SavedView,
    Source,
    Value,
)

__all__ = [
    "NOUNS",
    "Application",
    "Bookmark",
    "Code",
    "CodeStatus",
    "Coder",
    "Coding",
    "Encoding",
    "ItemState",
    "Mark",
    "MarkState",
    "Memo",
    "Model",
    "Note",
    "Noun",
    "OpenCode",
    "Origin",
    "Placement",
    "Project",
    "Question",
    "QuestionState",
    "Rationale",
    "Refusal",
    "Role",
    "Round",
    "RoundItem",
    "RoundState",
    "SavedView",
    "Simulation",
    "Source",
    "Value",
    "Verdict",
]

Noun = (
    Project
    | Coder
    | Source
    | Note
    | OpenCode
    | Placement
    | Code
    | Coding
    | Mark
    | Bookmark
    | SavedView
    | Refusal
    | Round
    | RoundItem
    | Encoding
    | Model
    | Question
    | Rationale
    | Simulation
    | Application
    | Memo
)

NOUNS: tuple[type[Noun], ...] = (
    Project,
    Coder,
    Source,
    Note,
    OpenCode,
    Placement,
    Code,
    Coding,
    Mark,
    Bookmark,
    SavedView,
    Refusal,
    Round,
    RoundItem,
    Encoding,
    Model,
    Question,
    Rationale,
    Simulation,
    Application,
    Memo,
)
