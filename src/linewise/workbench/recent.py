"""What was done last in a project, in a sentence, and the stage to go on at."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from linewise.core.events import Event
from linewise.core.facts import Facts
from linewise.core.nouns import Round, RoundItem
from linewise.workbench.desk import SYSTEM
from linewise.workbench.views import OpenRound

LOOKED_AT = 300
SITTING = timedelta(hours=6)
TOLD = 3

# For each deed its stage, and how one and several of it read after "you".
DEEDS: dict[str, tuple[str, str, str]] = {
    "source_imported": ("import", "imported a file", "imported {} files"),
    "source_recut": ("import", "cut an import anew", "cut {} imports anew"),
    "note_written": ("code", "wrote a note", "wrote {} notes"),
    "note_changed": ("code", "changed a note", "changed {} notes"),
    "unit_marked": ("code", "marked a unit", "marked {} units"),
    "units_coded": ("code", "coded a unit", "coded units {} times"),
    "code_created": ("group", "made a code", "made {} codes"),
    "open_codes_grouped": ("group", "grouped open codes", "grouped open codes {} times"),
    "codes_merged": ("group", "merged codes", "merged codes {} times"),
    "code_split": ("group", "split a code", "split {} codes"),
    "unit_decided": ("verify", "decided a unit", "decided {} units"),
    "model_applied": ("apply", "applied a model", "applied models {} times"),
    "memo_written": ("code", "wrote a memo", "wrote {} memos"),
}


def sitting(events: Sequence[Event]) -> list[Event]:
    """What people did in the latest sitting, newest first; `events` come newest first."""
    deeds = [event for event in events if event.actor != SYSTEM and event.kind in DEEDS]
    if not deeds:
        return []
    last = datetime.fromisoformat(deeds[0].at)
    return [event for event in deeds if last - datetime.fromisoformat(event.at) < SITTING]


def words(deeds: Sequence[Event]) -> str:
    """ "You wrote 14 notes, made 2 codes", what was done most first."""
    counts = Counter(event.kind for event in deeds)
    told = [
        DEEDS[kind][1] if many == 1 else DEEDS[kind][2].format(f"{many:,}") for kind, many in counts.most_common(TOLD)
    ]
    return f"You {', '.join(told)}" if told else ""


def open_round(facts: Facts, coder: str) -> OpenRound | None:
    """The round that this coder has open."""
    for round in facts.find(Round, state="open", coder=coder):
        items = list(facts.find(RoundItem, round=round.id))
        decided = sum(item.state != "pending" for item in items)
        return OpenRound(number=round.number, decided=decided, of=len(items))
    return None


def stage(deeds: Sequence[Event], *, units: int, in_round: bool) -> str:
    """Where to go on: the open round, else where one worked last."""
    if not units:
        return "import"
    if in_round:
        return "verify"
    last = DEEDS[deeds[0].kind][0] if deeds else "code"
    return "code" if last == "import" else last
