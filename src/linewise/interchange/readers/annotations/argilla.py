"""Argilla 2: records with fields, the responses of people and the suggestions of models (`records.to_json`, `to_list`).

Passages count code points; the web page counts UTF-16 units where a text holds emoji, which shows only where a
passage would reach beyond its text.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from linewise.core.exchange import DocumentEntry, MemoEntry, Statement
from linewise.interchange.jsontext import parse_bytes
from linewise.interchange.labelled import PASSAGES, TEXTS
from linewise.interchange.readers.annotations.engine import Dialect, as_record
from linewise.interchange.readers.annotations.gathered import (
    Gathered,
    a_list,
    an_object,
    probability,
    scalars,
    words,
)
from linewise.interchange.readers.annotations.spans import Spans
from linewise.interchange.standoff import of_hand

_LONGEST_LABEL = 200
_MOST_SETTINGS = 4 * 2**20
_LABELLING = ("label_selection", "multi_label_selection", "span")


class Argilla(Dialect):
    """Reads records; a question becomes a group of codes where there are several."""

    program = "Argilla"

    def is_beside(self, name: str) -> bool:
        return name.endswith(".argilla/settings.json")

    def beside(self, stream: BinaryIO, file: str, gathered: Gathered) -> None:
        settings = an_object(parse_bytes(stream.read(_MOST_SETTINGS), file), "settings")
        for one in a_list(settings.get("questions"), "questions"):
            question = an_object(one, "a question")
            about = an_object(question.get("settings"), "settings")
            for option in about.get("options") or () if about.get("type") in _LABELLING else ():
                said = an_object(option, "an option")
                told = " – ".join(filter(None, (_title(said), words(said.get("description")))))
                more = {"definition": told} if told else {}
                gathered.code([said.get("value")], question=_asked(words(question.get("name"))), **more)

    def document(self, record: Any, number: int, coder: str, gathered: Gathered) -> DocumentEntry | None:
        row = as_record(record)
        fields = an_object(row.get("fields"), "fields")
        texts = {name: _plain(value) for name, value in fields.items()}
        texts = {name: text for name, text in texts.items() if text.strip()}
        if not texts:
            gathered.lost("records without a text", "their fields are pictures or empty")
            return None
        begins, text = {}, ""
        for name, field in texts.items():
            text += "\n\n" if text else ""
            begins[name] = len(text)
            text += field
        reading = _Record(text, begins, texts, gathered)
        statements: list[Statement] = []
        memos: list[MemoEntry] = []
        for question, answers in an_object(row.get("responses"), "responses").items():
            for answer in a_list(answers, "responses"):
                said = an_object(answer, "a response")
                if said.get("status") == "discarded":
                    gathered.lost("discarded responses", "whoever discards a record says nothing of it")
                    continue
                who = words(said.get("user_id"))
                statements += reading.said(question, said.get("value"), memos, coder=who)
        for question, answer in an_object(row.get("suggestions"), "suggestions").items():
            said = an_object(answer, "a suggestion")
            agent, _ = of_hand(words(said.get("agent")) or "suggestion")
            score = said.get("score")
            statements += reading.said(question, said.get("value"), memos, coder=agent, machine=True, score=score)
        if row.get("vectors"):
            gathered.lost("vectors", "they are made anew")
        metadata = an_object(row.get("metadata"), "metadata")
        known = words(row.get("id")) or f"record {number}"
        return DocumentEntry(
            id=known,
            name=words(metadata.get("document")) or known,
            text=text,
            attributes=scalars(metadata, without=("document",)),
            statements=tuple(dict.fromkeys(statements)),
            memos=tuple(memos),
        )


class _Record:
    def __init__(self, text: str, begins: Mapping[str, int], texts: Mapping[str, str], gathered: Gathered) -> None:
        self._text, self._begins, self._gathered = text, begins, gathered
        self._spans = {name: Spans(one) for name, one in texts.items()}

    def said(
        self,
        question: str,
        value: object,
        memos: list[MemoEntry],
        *,
        coder: str,
        machine: bool = False,
        score: object = None,
    ) -> Iterator[Statement]:
        """The statements of one answer; free text becomes a memo, but for a model's."""
        if isinstance(value, str) and (len(value) > _LONGEST_LABEL or "\n" in value or " " in value.strip()[40:]):
            if machine:
                self._gathered.lost("texts that a model suggested", "only people write memos")
            else:
                memos.append(MemoEntry(text=value, subject="document", title=question, coder=coder))
            return
        scores = score if isinstance(score, list) else None
        values = value if isinstance(value, list) else [value]
        for place, one in enumerate(values):
            own = probability(scores[place] if scores and len(scores) == len(values) else score)
            if isinstance(one, dict) and "start" in one:
                yield from self._passage(question, one, coder, machine, own)
            elif isinstance(one, dict) and "rank" in one:
                self._gathered.lost("rankings", "there is no place for an order of preference")
            elif words(one):
                code = self._gathered.code([one], question=_asked(question))
                yield Statement(code=code, coder=coder, machine=machine, score=own)

    def _passage(
        self, question: str, one: Mapping[str, Any], coder: str, machine: bool, score: float | None
    ) -> Iterator[Statement]:
        field = words(one.get("field")) or next(iter(self._begins))
        field = field if field in self._begins else next(iter(self._begins))
        found = self._spans[field].at(one.get("start"), one.get("end"), one.get("text"))
        if found is None or not words(one.get("label")):
            self._gathered.lost("passages that are not in their text", "their offsets lead elsewhere")
            return
        begin = self._begins[field]
        yield Statement(
            code=self._gathered.code([one["label"]], question=_asked(question)),
            start=begin + found[0],
            end=begin + found[1],
            coder=coder,
            machine=machine,
            score=probability(one.get("score")) if "score" in one else score,
        )


def _asked(question: str) -> str:
    """The question as a group of codes; those of our own exports are none."""
    return "" if question in (TEXTS, PASSAGES) else question


def _title(option: Mapping[str, Any]) -> str:
    """What people read of an option where it is not its value."""
    text = words(option.get("text"))
    return "" if text == words(option.get("value")) else text


def _plain(value: object) -> str:
    """The text of a field; the turns of a chat one after another."""
    if isinstance(value, str):
        return "" if value.startswith(("data:image/", "data:application/")) else value
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return "\n\n".join(f"{words(one.get('role'))}: {words(one.get('content'))}" for one in value)
    return ""


def is_argilla(records: list[Any]) -> bool:
    """Whether these records can be nothing else than Argilla's."""
    return bool(records) and all(
        isinstance(one, dict)
        and all(isinstance(one.get(name), dict) for name in ("fields", "responses", "suggestions", "metadata"))
        and ("vectors" in one or "_server_id" in one)
        for one in records
    )
