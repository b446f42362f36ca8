"""JSON-MIN of Label Studio: one row an annotation, the labels under the names of their controls."""

from collections.abc import Iterator, Mapping
from typing import Any

from linewise.core.exchange import DocumentEntry, MemoEntry, Statement
from linewise.interchange.readers.annotations.gathered import Gathered, Odd, scalars, words
from linewise.interchange.readers.annotations.label_studio_texts import Text, text_of

_BESIDE = frozenset(
    ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "document", "title")
)
_KINDS = ("labels", "hypertextlabels", "paragraphlabels", "choices", "taxonomy")
_LONGEST_LABEL = 100


def minimal(row: Mapping[str, Any], number: int, gathered: Gathered) -> DocumentEntry | None:
    """The document of a row; rows of one task have one id. None where it holds no text."""
    names = list(row)
    # Data come first, then the task's id, then the answers, then who gave them.
    after = names.index("id") + 1 if "id" in row else 0
    answered = dict.fromkeys(names[after : names.index("annotator")])
    data = {name: value for name, value in row.items() if name not in _BESIDE and name not in answered}
    text = text_of(data, ())
    if text is None:
        data = {name: value for name, value in row.items() if name not in _BESIDE}
        text = text_of({name: value for name, value in data.items() if not _is_answer(value)}, ())
    if text is None:
        gathered.lost("tasks without a text", "they are about a picture, a sound or a film")
        return None
    annotator = row.get("annotator")
    coder = f"annotator {annotator}" if isinstance(annotator, int) else words(annotator)
    at = words(row.get("updated_at") or row.get("created_at"))
    statements: list[Statement] = []
    memos: list[MemoEntry] = []
    for name in answered:
        value = row[name]
        if name == text.key or value is None:
            continue
        if isinstance(value, str) and (len(value) > _LONGEST_LABEL or "\n" in value):
            memos.append(MemoEntry(text=value, subject="document", title=name, coder=coder, at=at))
            continue
        for path, start, end in _answers(value, text, gathered):
            code = gathered.code(path, question=name)
            statements.append(Statement(code=code, start=start, end=end, coder=coder, at=at))
    known = words(row.get("id")) or f"row {number}"
    return DocumentEntry(
        id=known,
        name=words(row.get("document")) or words(row.get("title")) or f"task {known}",
        text=text.plain,
        attributes=scalars(data, without=(text.key, *answered)),
        statements=tuple(dict.fromkeys(statements)),
        memos=tuple(memos),
    )


def _is_answer(value: object) -> bool:
    if isinstance(value, dict):
        return isinstance(value.get("choices"), list)
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict | list) for one in value)


def _answers(value: Any, text: Text, gathered: Gathered) -> Iterator[tuple[list[Any], int | None, int | None]]:
    if isinstance(value, str):
        yield [value], None, None
        return
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield [one], None, None
            continue
        if isinstance(one, list):
            yield one, None, None
            continue
        if not isinstance(one, dict):
            gathered.lost("other answers", "they are no labels of a text")
            continue
        names = next(
            (one[kind] for kind in _KINDS if kind in one),
            None,
        )
        if not isinstance(names, list):
            gathered.lost("other answers", "they are no labels of a text")
            continue
        place: tuple[int | None, int | None] = (None, None)
        if "start" in one:
            try:
                found = text.passage(one)
            except Odd:
                found = None
            if found is None:
                gathered.lost("passages that are not in their text", "their offsets lead elsewhere")
                continue
            place = found
        for name in names:
            yield (name if isinstance(name, list) else [name]), *place
