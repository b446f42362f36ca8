"""Argilla 2: records with responses and suggestions, as `dataset.records.from_json` reads them.

Two questions: "code" (several labels of the text) and "passage" (labelled spans, in code points). Argilla knows its
users by number: responses stand under a number made of the coder's name, or under the one that is given.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from linewise.core.errors import BadInput
from linewise.core.exchange import Parcel, Statement
from linewise.interchange.labelled import PASSAGES, RECORDS, TEXTS, Labelled, Piece, line, plain, writing
from linewise.interchange.packing import Choice, Format, Packed, Value
from linewise.interchange.standoff import MACHINE, described, memo_text

_PEOPLE = Choice(
    name="people",
    title="What people said, as",
    default="responses",
    among=("responses", "suggestions"),
    words="Argilla takes responses of its own users only; suggestions it takes from anybody.",
)
_USER = Choice(
    name="user",
    title="Argilla user",
    default="",
    words="The id (UUID) under which responses stand; empty: one each.",
)
_WRITE = Choice(
    name="write",
    title="Write",
    default="records",
    among=("records", "settings"),
    words="records: for dataset.records.from_json; settings: the two questions, for Settings.from_json.",
)
_NAMESPACE = uuid.UUID("6f4f3f5e-5c0b-4f0e-9d0c-3f1b8f6a7c21")


def _pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    user = str(choices["user"]).strip()
    try:
        user = str(uuid.UUID(user)) if user else ""
    except ValueError:
        raise BadInput("this is no id of an Argilla user.", remedy="Give its UUID.", option="user") from None
    labelled = Labelled(parcel, choices["records"])
    if choices["write"] == "settings":
        with writing(path) as file:
            file.write(line(_settings(labelled)))
        return Packed({"labels": len(labelled.names())})
    with writing(path) as file:
        before = "[\n"
        for piece in labelled:
            file.write(before + line(_record(piece, labelled, choices["people"], user)).rstrip("\n"))
            before = ",\n"
        file.write("\n]\n" if before != "[\n" else "[]\n")
    if choices["people"] == "responses":
        labelled.losses.add("names of coders", "Argilla has numbers for its users", len(parcel.coders))
    labelled.losses.add("times", "Argilla's records have none", labelled.counts["labels"])
    labelled.lost_about_codes()
    labelled.lost_memos()
    labelled.counts.pop("memos", None)
    return Packed(dict(labelled.counts), labelled.losses())


def _record(piece: Piece, labelled: Labelled, people: Value, user: str) -> dict[str, Any]:
    said: dict[tuple[str, bool], list[Statement]] = {}
    for one in piece.statements:
        if one.value != "present":
            labelled.losses.add(f"codes said to be {one.value}", "Argilla says only what is there")
        else:
            said.setdefault((one.coder, one.machine), []).append(one)
    responses: dict[str, dict[str, dict[str, Any]]] = {}
    suggestions: dict[str, dict[str, Any]] = {}
    for (coder, machine), own in said.items():
        for question, value, scores in _answers(own, labelled):
            if machine or people == "suggestions":
                suggestion: dict[str, Any] = {"value": value, "score": scores, "agent": coder or MACHINE}
                if question in suggestions:
                    labelled.losses.add("further suggestions", "a question has one, the first", len(value))
                suggestions.setdefault(question, suggestion)
            else:
                number = user or str(uuid.uuid5(_NAMESPACE, coder))
                answers = responses.setdefault(question, {})
                known = answers.setdefault(number, {"value": [], "user_id": number, "status": "submitted"})
                known["value"] += [one for one in value if one not in known["value"]]
    metadata = {"document": piece.document, **plain(piece.attributes, without=("document",))}
    return {
        "id": piece.id,
        "fields": {"text": piece.text},
        "metadata": metadata,
        "suggestions": suggestions,
        "responses": {question: list(answers.values()) for question, answers in responses.items()},
        "vectors": {},
        "status": "pending",
        "_server_id": None,
    }


def _answers(said: Iterable[Statement], labelled: Labelled) -> Iterator[tuple[str, list[Any], list[float] | None]]:
    """The two questions that have an answer, with the scores where all of it is scored."""
    groups: dict[str, dict[str, tuple[Any, float | None]]] = {TEXTS: {}, PASSAGES: {}}
    for one in said:
        label = labelled.labels[one.code]
        if one.start is None:
            groups[TEXTS].setdefault(label, (label, one.score))
        else:
            value = {"label": label, "start": one.start, "end": one.end}
            groups[PASSAGES].setdefault(str(value), (value, one.score))
    for question, found in groups.items():
        if found:
            scores = [score for _, score in found.values() if score is not None]
            yield question, [value for value, _ in found.values()], scores if len(scores) == len(found) else None


def _settings(labelled: Labelled) -> dict[str, Any]:
    """A dataset of one text and our two questions."""
    options = [
        {"value": labelled.labels[code.id], "text": labelled.labels[code.id], "description": described(code) or None}
        for code in labelled.codes.values()
        if code.codable
    ]
    several = {"type": "multi_label_selection", "options": options, "options_order": "natural"}
    spans = {"type": "span", "field": "text", "options": options, "allow_overlapping": True}
    return {
        "guidelines": next((memo_text(memo) for memo in labelled.parcel.memos if memo.subject == "project"), None),
        "fields": [{"name": "text", "title": "Text", "required": True, "settings": {"type": "text"}}],
        "questions": [
            {"name": TEXTS, "title": "Codes of the text", "required": False, "settings": several},
            {"name": PASSAGES, "title": "Codes of passages", "required": False, "settings": spans},
        ],
        "metadata": [],
        "vectors": [],
        "allow_extra_metadata": True,
    }


ARGILLA = Format(
    name="argilla",
    title="Argilla",
    suffix=".argilla.json",
    group="programs",
    words="Records with the responses of people and the suggestions of models, for a dataset of two questions.",
    pack=_pack,
    choices=(RECORDS, _WRITE, _PEOPLE, _USER),
)
