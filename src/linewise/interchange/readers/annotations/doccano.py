"""doccano: one text a line with its labels, passages, relations and comments; or a zip of such files, one a person.

Passages count code points. A project that counts grapheme clusters as one character (doccano's own setting) writes
such counts and does not say so.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from linewise.core.exchange import DocumentEntry, MemoEntry, Statement
from linewise.interchange.readers.annotations.engine import Dialect, as_record
from linewise.interchange.readers.annotations.gathered import Gathered, Odd, a_list, scalars, words
from linewise.interchange.readers.annotations.spans import Spans

_OWN = ("id", "text", "data", "label", "labels", "cats", "entities", "relations", "Comments", "comments")
_ALL = "all"


class Doccano(Dialect):
    """Reads exported examples; those of one id are one document, whoever labelled them."""

    program = "doccano"

    def document(self, record: Any, number: int, coder: str, gathered: Gathered) -> DocumentEntry | None:
        row = as_record(record)
        text = row.get("text", row.get("data"))
        if not isinstance(text, str):
            if "filename" in row:
                gathered.lost("examples without a text", "they are pictures or sounds")
                return None
            raise Odd("a record without a text")
        who = "" if coder == _ALL else coder
        memos: list[MemoEntry] = []
        statements = list(_statements(row, text, who, gathered, memos))
        for comment in a_list(row.get("Comments", row.get("comments")), "Comments"):
            said = words(comment.get("text") if isinstance(comment, dict) else comment)
            if said.strip():
                memos.append(MemoEntry(text=said, subject="document", coder=who))
        relations = a_list(row.get("relations"), "relations")
        gathered.lost("relations", "there is no place for relations between passages", len(relations))
        known = words(row.get("id")) or f"line {number}"
        return DocumentEntry(
            id=known,
            name=words(row.get("document")) or f"example {known}",
            text=text,
            attributes=scalars(row, without=(*_OWN, "document")),
            statements=tuple(dict.fromkeys(statements)),
            memos=tuple(memos),
        )


def _statements(
    row: Mapping[str, Any], text: str, coder: str, gathered: Gathered, memos: list[MemoEntry]
) -> Iterator[Statement]:
    spans = Spans(text)

    def on(start: object, end: object, label: object, known: object = "") -> Iterator[Statement]:
        place = spans.at(start, end)
        if place is None:
            gathered.lost("passages that are not in their text", "their offsets lead elsewhere")
        else:
            yield Statement(
                code=gathered.code([label]), start=place[0], end=place[1], coder=coder, passage=words(known)
            )

    for one in a_list(row.get("cats"), "cats"):
        yield Statement(code=gathered.code([one]), coder=coder)
    for name in ("label", "labels", "entities"):
        labels = row.get(name)
        for one in labels if isinstance(labels, list) else [labels] if words(labels) else []:
            match one:
                case [start, end, label]:
                    yield from on(start, end, label)
                case {"start_offset": start, "end_offset": end, "label": label, **rest}:
                    yield from on(start, end, label, rest.get("id"))
                case str() if one in text or len(one) <= 100:
                    yield Statement(code=gathered.code([one]), coder=coder)
                case str():
                    memos.append(MemoEntry(text=one, subject="document", title="label", coder=coder))
                case _:
                    raise Odd("a label that is neither a name nor a passage")


def is_doccano(records: list[Any]) -> bool:
    """Whether these records can be nothing else than examples of doccano: passages as it writes them, or comments."""
    sure = False
    for one in records:
        if not isinstance(one, dict) or not isinstance(one.get("text", one.get("data")), str):
            return False
        known = [_kind(one[name]) for name in ("label", "labels", "entities") if name in one]
        if len(known) != 1 or known[0] == "other":
            return False
        sure = sure or known[0] == "passages" or isinstance(one.get("Comments"), list)
    return sure


def _kind(labels: object) -> str:
    """What a value of labels is: "passages", "names", "none" or something other."""
    if not isinstance(labels, list):
        return "other"
    if not labels:
        return "none"
    if all(isinstance(one, str) for one in labels):
        return "names"
    return "passages" if all(_is_passage(one) for one in labels) else "other"


def _is_passage(one: object) -> bool:
    match one:
        case [int(start), int(end), str()] | {"start_offset": int(start), "end_offset": int(end), "label": str()}:
            return 0 <= start < end
    return False
