"""Prodigy: what people said as answers, what models said as tasks that wait for one."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from linewise.core.exchange import Parcel, Stated, Statement
from linewise.interchange.labelled import MODEL, RECORDS, Labelled, Piece, hashed, line, plain, writing
from linewise.interchange.packing import Format, Packed, Value

_ANSWER: Mapping[Stated, str] = {"present": "accept", "absent": "reject", "unsure": "ignore"}


def _pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    labelled = Labelled(parcel, choices["records"])
    answers = 0
    with writing(path) as file:
        for piece in labelled:
            for task in _tasks(piece, labelled):
                file.write(line(task))
                answers += 1
    labelled.lost_about_codes()
    labelled.lost_memos()
    labelled.counts.pop("memos", None)
    return Packed({**labelled.counts, "tasks": answers}, labelled.losses())


def _tasks(piece: Piece, labelled: Labelled) -> Iterator[dict[str, Any]]:
    meta = {"document": piece.document, "id": piece.id, **plain(piece.attributes, without=("document", "id", "score"))}
    base = {"text": piece.text, "meta": meta, "_input_hash": hashed(piece.id, piece.text)}
    passages: dict[tuple[str, Stated, bool, str], list[Statement]] = {}
    for one in piece.statements:
        if one.start is None:
            label = labelled.labels[one.code]
            task = {**base, "label": label, "_view_id": "classification"}
            if one.score is not None:
                task["meta"] = {**meta, "score": one.score}
            yield _answered(task, one, label)
        else:
            passages.setdefault((one.coder, one.value, one.machine, one.at[:19]), []).append(one)
    for said in passages.values():
        spans = [_span(one, labelled) for one in said]
        yield _answered({**base, "spans": spans, "_view_id": "spans_manual"}, said[0], str(spans))
    if not piece.statements:
        yield {**base, "_task_hash": hashed("", piece.text)}


def _answered(task: dict[str, Any], one: Statement, about: str) -> dict[str, Any]:
    who = f"{MODEL}{one.coder}" if one.machine else one.coder
    task["_task_hash"] = hashed(str(task["_input_hash"]), about)
    if not one.machine:
        task["answer"] = _ANSWER[one.value]
    if who:
        task |= {"_session_id": who, "_annotator_id": who}
    stamp = _stamp(one.at)
    return task | ({"_timestamp": stamp} if stamp else {})


def _span(one: Statement, labelled: Labelled) -> dict[str, Any]:
    span: dict[str, Any] = {"start": one.start, "end": one.end, "label": labelled.labels[one.code]}
    return span | ({"score": one.score} if one.score is not None else {})


def _stamp(at: str) -> int:
    try:
        return int(datetime.fromisoformat(at).timestamp())
    except (ValueError, OverflowError, OSError):
        return 0


PRODIGY = Format(
    name="prodigy",
    title="Prodigy",
    suffix=".prodigy.jsonl",
    group="programs",
    words="Answers of people (accept, reject, ignore) and tasks from what models said, one a line, for db-in.",
    pack=_pack,
    choices=(RECORDS,),
)
