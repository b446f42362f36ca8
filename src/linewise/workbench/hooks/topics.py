"""Which events others hear of, and what they are told: numbers and names, never a text or a note."""

from collections.abc import Mapping
from typing import Any

from linewise.core.events import Event, dumps
from linewise.workbench.hooks.views import Topic

BY_KIND: Mapping[str, Topic] = {
    "source_imported": "units.arrived",
    "round_opened": "round.opened",
    "model_fitted": "model.fitted",
    "model_applied": "codes.applied",
}
# The others follow from the log; that a file was written is only known to who wrote it.
EXPORTED: Topic = "export.written"
TEST = "test"

# What is ready now: to code, to verify, to use.
READY: Mapping[Topic, str] = {
    "units.arrived": "code",
    "round.opened": "verify",
    "model.fitted": "verify",
    "codes.applied": "apply",
    EXPORTED: "apply",
}
_TOLD: Mapping[Topic, tuple[str, str, tuple[str, ...]]] = {
    "units.arrived": ("source", "source", ("id", "name", "documents", "units")),
    "round.opened": ("round", "round", ("id", "number", "size", "strategy")),
    "model.fitted": ("model", "model", ("id", "number", "decisions")),
    "codes.applied": ("application", "application", ("id", "number", "model", "units", "coded", "confidence")),
}


def told(event: Event) -> tuple[Topic, dict[str, Any]] | None:
    """What others are told of an event, None when it is nothing to them."""
    topic = BY_KIND.get(event.kind)
    if topic is None:
        return None
    family, name, fields = _TOLD[topic]
    made = next((one.after for one in event.changes if one.family == family and one.after is not None), None)
    if made is None or (topic == "units.arrived" and not made["units"]):
        return None
    return topic, {"event": event.seq, "ready": READY[topic], name: {field: made[field] for field in fields}}


def body(topic: str, at: str, data: Mapping[str, Any]) -> str:
    """The message: its type, when the thing happened, and the data."""
    return dumps({"type": topic, "timestamp": at, "data": data})
