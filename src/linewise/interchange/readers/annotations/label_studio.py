"""Label Studio: exported tasks with annotations and predictions (JSON), or one row an annotation (JSON-MIN).

Passages of plain text count code points; those of HTML count them in its text, a line break element as one (the
"global offsets" of the labeling interface). Skipped annotations say nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from linewise.core.exchange import DocumentEntry, MemoEntry, Statement
from linewise.interchange.labelled import PASSAGES, TEXTS
from linewise.interchange.readers.annotations.engine import Dialect, as_record, is_shown
from linewise.interchange.readers.annotations.gathered import (
    Gathered,
    Odd,
    a_list,
    an_object,
    probability,
    scalars,
    words,
)
from linewise.interchange.readers.annotations.label_studio_config import take_configuration
from linewise.interchange.readers.annotations.label_studio_texts import Text, text_of
from linewise.interchange.readers.annotations.minimal import minimal
from linewise.interchange.standoff import of_hand

_WHOLE = ("choices", "taxonomy", "rating")
_LABELS = ("labels", "hypertextlabels", "paragraphlabels")
_ELSEWHERE = "it marks a picture, a sound or a film"
NO_TEXT = ("tasks without a text", "they are about a picture, a sound or a film")


class LabelStudio(Dialect):
    """Reads tasks; those of JSON-MIN have the labels beside the data."""

    program = "Label Studio"

    def is_beside(self, name: str) -> bool:
        return name.lower().endswith(".xml") and is_shown(name)

    def beside(self, stream: BinaryIO, file: str, gathered: Gathered) -> None:
        take_configuration(stream, file, gathered)

    def document(self, record: Any, number: int, coder: str, gathered: Gathered) -> DocumentEntry | None:
        task = as_record(record)
        if "data" not in task:
            if not _is_minimal(task):
                raise Odd("neither a task with data nor a row of JSON-MIN")
            return minimal(task, number, gathered)
        data = an_object(task["data"], "data")
        annotations = a_list(task.get("annotations", task.get("completions")), "annotations")
        predictions = a_list(task.get("predictions"), "predictions")
        results = [one for answer in (*annotations, *predictions) for one in _results(answer)]
        text = text_of(data, results)
        if text is None:
            gathered.lost(*NO_TEXT)
            return None
        statements: list[Statement] = []
        memos = list(_comments(task.get("comments")))
        attributes = scalars(data, without=(text.key, "document", "document_id"))
        for answer in annotations:
            answer = an_object(answer, "an annotation")
            if answer.get("was_cancelled") or answer.get("skipped"):
                gathered.lost("skipped annotations", "whoever skips a task says nothing of it")
                continue
            if answer.get("ground_truth"):
                attributes["ground truth"] = True
            who, at = (
                words(answer.get("coder")) or _who(answer.get("completed_by")),
                words(answer.get("updated_at") or answer.get("created_at")),
            )
            statements += _Answer(text, gathered, who, at, machine=False, score=None).statements(answer, memos)
            memos += _comments(answer.get("comments"))
        for answer in predictions:
            answer = an_object(answer, "a prediction")
            score, at = probability(answer.get("score")), words(answer.get("updated_at") or answer.get("created_at"))
            model, _ = of_hand(words(answer.get("model_version")) or "prediction")
            statements += _Answer(text, gathered, model, at, machine=True, score=score).statements(answer, memos)
        drafts = a_list(task.get("drafts"), "drafts")
        gathered.lost("drafts", "they were never submitted", len(drafts))
        known = words(data.get("document_id")) or words(task.get("id")) or str(number)
        return DocumentEntry(
            id=known,
            name=words(data.get("document")) or f"task {known}",
            text=text.plain,
            attributes=attributes,
            stretches=text.stretches,
            statements=tuple(dict.fromkeys(statements)),
            memos=tuple(memos),
        )


class _Answer:
    """Somebody's or some model's results on one task."""

    def __init__(
        self, text: Text, gathered: Gathered, who: str, at: str, *, machine: bool, score: float | None
    ) -> None:
        self._text, self._gathered, self._who, self._at = text, gathered, who, at
        self._machine, self._score = machine, score

    def statements(self, answer: Mapping[str, Any], memos: list[MemoEntry]) -> Iterator[Statement]:
        for one in _results(answer):
            kind, value = words(one.get("type")).lower(), an_object(one.get("value"), "a value")
            passage: tuple[int, int] | None = None
            if "start" in value or "globalOffsets" in value:
                passage = self._text.passage(value)
                if passage is None:
                    self._gathered.lost("passages that are not in their text", "their offsets lead elsewhere")
                    continue
            if kind == "textarea":
                memos += self._memos(value, passage)
            elif kind == "relation":
                self._gathered.lost("relations", "there is no place for relations between passages")
            elif kind in _LABELS or kind in _WHOLE or (passage is not None and isinstance(value.get("labels"), list)):
                yield from self._said(one, kind, value, passage)
            else:
                self._gathered.lost(f"results of the kind {kind or 'unknown'}", _ELSEWHERE)

    def _said(
        self, one: Mapping[str, Any], kind: str, value: Mapping[str, Any], passage: tuple[int, int] | None
    ) -> Iterator[Statement]:
        control = words(one.get("from_name"))
        question = "" if control in (TEXTS, PASSAGES) else control
        comment = _comment(one.get("meta"))
        own = probability(one.get("score"))
        start, end = passage if passage is not None else (None, None)
        for names in _paths(kind, value):
            yield Statement(
                code=self._gathered.code(names, question=question),
                start=start,
                end=end,
                coder=self._who,
                machine=self._machine,
                score=own if own is not None else self._score,
                at=self._at,
                passage=words(one.get("id")) if passage is not None else "",
                comment=comment,
            )

    def _memos(self, value: Mapping[str, Any], passage: tuple[int, int] | None) -> Iterator[MemoEntry]:
        start, end = passage if passage is not None else (None, None)
        written = value.get("text")
        for text in written if isinstance(written, list) else [written]:
            if words(text).strip():
                subject = "document" if passage is None else "passage"
                yield MemoEntry(text=words(text), subject=subject, start=start, end=end, coder=self._who, at=self._at)  # type: ignore[arg-type]


def _paths(kind: str, value: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The labels of a value as paths of names."""
    if kind == "rating":
        yield [value.get("rating")]
        return
    labels = value.get(kind, value.get("labels"))
    for label in a_list(labels, kind):
        yield label if isinstance(label, list) else [label]


def _results(answer: object) -> list[dict[str, Any]]:
    found = a_list(an_object(answer, "an annotation").get("result"), "result")
    return [an_object(one, "a result") for one in found]


def _who(completed_by: object) -> str:
    if isinstance(completed_by, dict):
        names = (words(completed_by.get("first_name")), words(completed_by.get("last_name")))
        full = " ".join(name for name in names if name)
        return words(completed_by.get("email")) or full or _who(completed_by.get("id"))
    if isinstance(completed_by, int):
        return f"annotator {completed_by}"
    return words(completed_by)


def _comment(meta: object) -> str:
    """What was noted beside a region."""
    said = meta.get("text") if isinstance(meta, dict) else None
    return "\n".join(map(words, said)) if isinstance(said, list) else words(said)


def _comments(comments: object) -> Iterator[MemoEntry]:
    if not isinstance(comments, list):
        return
    for one in comments:
        if isinstance(one, dict) and words(one.get("text")).strip():
            who = _who(one.get("created_by"))
            yield MemoEntry(text=words(one["text"]), subject="document", coder=who, at=words(one.get("created_at")))


def is_label_studio(records: list[Any]) -> bool:
    """Whether these records can be nothing else than tasks, or rows of JSON-MIN."""
    return bool(records) and all(isinstance(one, dict) and (_is_task(one) or _is_minimal(one)) for one in records)


def _is_task(record: Mapping[str, Any]) -> bool:
    if not isinstance(record.get("data"), dict):
        return False
    answers = [record.get(name) for name in ("annotations", "completions", "predictions")]
    lists = [one for one in answers if isinstance(one, list)]
    if not lists:
        return False
    every = [answer for one in lists for answer in one]
    if every:
        return all(isinstance(answer, dict) and isinstance(answer.get("result"), list) for answer in every)
    return len(lists) > 1 or bool({"project", "drafts", "file_upload", "total_annotations", "inner_id"} & record.keys())


def _is_minimal(record: Mapping[str, Any]) -> bool:
    return {"annotation_id", "annotator", "lead_time", "created_at", "updated_at"} <= record.keys()
