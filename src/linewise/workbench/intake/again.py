"""A document that is stored already as the record that its import once read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from linewise.core.exchange import DocumentEntry
from linewise.importing.cutting import cut
from linewise.importing.record import Record
from linewise.importing.segment import Segmentation
from linewise.storage.recutting import HeldDocument
from linewise.workbench.intake.parcels import Parcels


def record_of(held: HeldDocument, structure: Parcels, plan: Mapping[str, object]) -> Record:
    """The document as its file gave it, but for what only its old units knew."""
    stretches = structure.structure(held.number)
    entry = DocumentEntry(id="", name="", text=held.text, stretches=stretches) if stretches else None
    record = Record(
        row=held.row,
        text=held.text,
        external_id=held.external_id,
        attributes=held.attributes,
        codes=(),
        entry=entry,
    )
    return replace(record, speaker=_speaker(record, held, plan)) if plan.get("speaker") else record


def _speaker(record: Record, held: HeldDocument, plan: Mapping[str, object]) -> str | None:
    """The speaker that a column named: what the old units say of it where the text itself names nobody."""
    how = cast(Segmentation, plan.get("segmentation", "whole"))
    named = {one.start for one in cut(record, how) if one.speaker}
    for unit in held.units:
        spoken = unit.extra.get("speaker")
        if isinstance(spoken, str) and unit.start not in named:
            return spoken
    return None
