"""Prodigy: one answer a line, with the task that it answers; answers to one task are one document.

An accepted label is present, a rejected one absent, an ignored one unsure. Passages count code points.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from linewise.core.exchange import DocumentEntry, MemoEntry, Stated, Statement
from linewise.interchange.labelled import MODEL, hashed
from linewise.interchange.readers.annotations.engine import Dialect, as_record
from linewise.interchange.readers.annotations.gathered import Gathered, Odd, a_list, probability, scalars, words
from linewise.interchange.readers.annotations.spans import Spans

_STATED: Mapping[str, Stated] = {"accept": "present", "reject": "absent", "ignore": "unsure"}
_KINDS_OF_TASK = ("label", "spans", "options", "accept", "relations", "tokens")
_MOST_TIME = 253402300799


class Prodigy(Dialect):
    """Reads what `db-out` writes."""

    program = "Prodigy"

    def document(self, record: Any, number: int, coder: str, gathered: Gathered) -> DocumentEntry | None:
        task = as_record(record)
        text = task.get("text")
        if not isinstance(text, str):
            gathered.lost("tasks without a text", "they are about a picture, a sound or a film")
            return None
        who, at = _who(task) or coder, _time(task.get("_timestamp"))
        relations = a_list(task.get("relations"), "relations")
        gathered.lost("relations", "there is no place for relations between passages", len(relations))
        memos = []
        for name in ("user_input", "note", "comment"):
            if words(task.get(name)).strip():
                memos.append(MemoEntry(text=words(task[name]), subject="document", title=name, coder=who, at=at))
        meta = task.get("meta") if isinstance(task.get("meta"), dict) else {}
        own, number_of = words((meta or {}).get("id")), task.get("_input_hash")
        ours = own and number_of == hashed(own, text)
        known = own if ours else str(number_of if isinstance(number_of, int) else hashed(text))
        statements = _statements(task, text, who, at, gathered)
        return DocumentEntry(
            id=known,
            name=words((meta or {}).get("document")) or f"task {known}",
            text=text,
            attributes=scalars(meta or {}, without=("document", "score", *(("id",) if ours else ()))),
            statements=tuple(dict.fromkeys(statements)),
            memos=tuple(memos),
        )


def _statements(task: Mapping[str, Any], text: str, who: str, at: str, gathered: Gathered) -> Iterator[Statement]:
    answer = _STATED.get(words(task.get("answer")), "present")
    # What nobody has answered yet is what a model suggests.
    machine = task.get("answer") is None
    who = who.removeprefix(MODEL) if machine else who
    label = task.get("label")
    meta = task.get("meta")
    score = probability(meta.get("score") if isinstance(meta, dict) else task.get("score"))
    spans = a_list(task.get("spans"), "spans")
    if words(label):
        yield Statement(code=gathered.code([label]), value=answer, coder=who, at=at, score=score, machine=machine)
    names = _options(task)
    for option in a_list(task.get("accept"), "accept"):
        if answer == "present":
            code = gathered.code([names.get(words(option), option)])
            yield Statement(code=code, coder=who, at=at, machine=machine)
    for name in names.values():
        gathered.code([name])
    finder = Spans(text)
    for span in spans:
        if not isinstance(span, dict):
            raise Odd("a span should be an object")
        place = finder.at(*_offsets(span, task), span.get("text"))
        if place is None:
            gathered.lost("passages that are not in their text", "their offsets lead elsewhere")
        elif words(span.get("label")):
            yield Statement(
                code=gathered.code([span["label"]]),
                start=place[0],
                end=place[1],
                value=answer,
                coder=who,
                at=at,
                score=probability(span.get("score")),
                machine=machine,
            )
        else:
            gathered.lost("passages without a label", "there is nothing that they say")


def _offsets(span: Mapping[str, Any], task: Mapping[str, Any]) -> tuple[object, object]:
    """Characters where they are stated, else those of the tokens."""
    if "start" in span and "end" in span:
        return span["start"], span["end"]
    tokens = a_list(task.get("tokens"), "tokens")
    first, last = span.get("token_start"), span.get("token_end")
    if isinstance(first, int) and isinstance(last, int) and 0 <= first <= last < len(tokens):
        begin, finish = tokens[first], tokens[last]
        if isinstance(begin, dict) and isinstance(finish, dict):
            return begin.get("start"), finish.get("end")
    return None, None


def _options(task: Mapping[str, Any]) -> dict[str, str]:
    """What the options of a choice are called, by their ids."""
    found = {}
    for one in a_list(task.get("options"), "options"):
        if isinstance(one, dict) and "id" in one:
            found[words(one["id"])] = words(one.get("text")) or words(one["id"])
    return {known: name for known, name in found.items() if known and name}


def _who(task: Mapping[str, Any]) -> str:
    session = words(task.get("_annotator_id")) or words(task.get("_session_id"))
    return session


def _time(stamp: object) -> str:
    if isinstance(stamp, int | float) and not isinstance(stamp, bool) and 0 < stamp < _MOST_TIME:
        return datetime.fromtimestamp(int(stamp), UTC).isoformat()
    return ""


def is_prodigy(records: list[Any]) -> bool:
    """Whether these records carry the hashes of Prodigy, or answers in its words to tasks of its kinds."""
    return bool(records) and all(isinstance(one, dict) and _is_answer(one) for one in records)


def _is_answer(record: Mapping[str, Any]) -> bool:
    if isinstance(record.get("_input_hash"), int) and isinstance(record.get("_task_hash"), int):
        return True
    answered = record.get("answer") in _STATED and isinstance(record.get("text"), str)
    return answered and any(name in record for name in _KINDS_OF_TASK)
