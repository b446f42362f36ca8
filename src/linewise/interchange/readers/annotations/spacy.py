"""spaCy: texts with categories, entities and span groups, as `Doc.to_json` writes them, as pairs, or as paragraphs.

A category of one is present, one of nought absent; what lies between is a score, and its side of one half decides.
Offsets are code points; paragraphs of the old format have tokens instead, whose text is put together again where it is
not stated.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from linewise.core.exchange import DocumentEntry, Stated, Statement
from linewise.interchange.readers.annotations.engine import Dialect
from linewise.interchange.readers.annotations.gathered import Gathered, Odd, a_list, an_object, scalars, words
from linewise.interchange.readers.annotations.spans import Spans

_OWN = ("id", "text", "cats", "ents", "entities", "spans", "sents", "tokens", "meta", "label", "paragraphs", "links")


class Spacy(Dialect):
    """Reads training data; it does not say who marked what."""

    program = "spaCy"

    def document(self, record: Any, number: int, coder: str, gathered: Gathered) -> DocumentEntry | None:
        row: Mapping[str, Any]
        match record:
            case [str(written), dict(marks)]:
                row = {**marks, "text": written}
            case dict():
                row = _paragraphs(record) if "paragraphs" in record else record
            case _:
                raise Odd("neither a text with its marks nor a pair of them")
        text = row.get("text")
        if not isinstance(text, str):
            raise Odd("a record without a text")
        known = words(row.get("id")) or str(number)
        meta = row.get("meta")
        own = {
            **(meta if isinstance(meta, dict) else {}),
            **{key: value for key, value in row.items() if key not in _OWN},
        }
        return DocumentEntry(
            id=known,
            name=words(own.get("document")) or f"text {known}",
            text=text,
            attributes=scalars(own, without=("document",)),
            statements=tuple(dict.fromkeys(_statements(row, text, gathered))),
            units=_sentences(row, text),
        )


def _statements(row: Mapping[str, Any], text: str, gathered: Gathered) -> Iterator[Statement]:
    for name, score in an_object(row.get("cats"), "cats").items():
        if not isinstance(score, int | float) or not 0 <= score <= 1:
            raise Odd("a category whose score is not in 0…1")
        between = None if score in (0, 1) else float(score)
        value: Stated = "present" if score >= 0.5 else "absent"
        yield Statement(code=gathered.code([name]), value=value, score=between, machine=between is not None)
    spans = Spans(text)
    for start, end, label, known in _marks(row):
        place = spans.at(start, end)
        if place is None:
            gathered.lost("passages that are not in their text", "their offsets lead elsewhere")
        elif not words(label):
            gathered.lost("passages without a label", "there is nothing that they say")
        else:
            yield Statement(code=gathered.code([label]), start=place[0], end=place[1], passage=words(known))


def _marks(row: Mapping[str, Any]) -> Iterator[tuple[object, object, object, object]]:
    for name in ("ents", "entities", "spans"):
        marks = row.get(name)
        groups = marks.values() if isinstance(marks, dict) else [marks]
        for group in groups:
            for one in a_list(group, name):
                match one:
                    case [start, end, label, *_]:
                        yield start, end, label, ""
                    case dict():
                        yield one.get("start"), one.get("end"), one.get("label"), one.get("id", "")
                    case _:
                        raise Odd("a mark that is no passage")


def _sentences(row: Mapping[str, Any], text: str) -> tuple[tuple[int, int], ...] | None:
    found = []
    for one in a_list(row.get("sents"), "sents"):
        match one:
            case {"start": int(start), "end": int(end)} if 0 <= start < end <= len(text):
                found.append((start, end))
    return tuple(found) or None


def _paragraphs(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A document of spaCy 2's training format as one text."""
    text, ents, cats, sents = "", [], {}, []
    for paragraph in a_list(record.get("paragraphs"), "paragraphs"):
        part = an_object(paragraph, "a paragraph")
        text += "\n\n" if text else ""
        begin, written, starts = len(text), "", []
        for sentence in a_list(part.get("sentences"), "sentences"):
            first = begin + len(written)
            for token in a_list(an_object(sentence, "a sentence").get("tokens"), "tokens"):
                token = an_object(token, "a token")
                orth = words(token.get("orth"))
                starts.append((begin + len(written), begin + len(written) + len(orth), words(token.get("ner"))))
                written += orth + " "
            sents.append({"start": first, "end": begin + len(written.rstrip())})
        raw = part.get("raw")
        if isinstance(raw, str):
            starts, sents = _aligned(raw, starts, begin), []
            written = raw
        text += written.rstrip() if not isinstance(raw, str) else raw
        ents += _entities(starts)
        for one in a_list(part.get("cats"), "cats"):
            cat = an_object(one, "a category")
            cats[words(cat.get("label"))] = cat.get("value")
    return {"id": record.get("id"), "text": text, "ents": ents, "cats": cats, "sents": sents}


def _aligned(raw: str, starts: list[tuple[int, int, str]], begin: int) -> list[tuple[int, int, str]]:
    """Tokens where they stand in the text that was stated."""
    found, place = [], 0
    for start, end, tag in starts:
        length = end - start
        while place < len(raw) and raw[place].isspace():
            place += 1
        found.append((begin + place, begin + place + length, tag))
        place += length
    return found


def _entities(tokens: list[tuple[int, int, str]]) -> list[list[Any]]:
    """Entities from tags of the schemes BILUO and BIO."""
    found: list[list[Any]] = []
    for start, end, tag in tokens:
        sign, _, label = tag.partition("-")
        if label and sign in ("I", "L") and found and found[-1][2] == label and found[-1][3]:
            found[-1][1] = end
        elif label:
            found.append([start, end, label, True])
        elif found:
            found[-1][3] = False
    return [mark[:3] for mark in found]


def is_spacy(records: list[Any]) -> bool:
    """Whether these records can be nothing else than training data of spaCy."""
    return bool(records) and all(map(_is_marked, records)) and any(map(_has_marks, records))


def _is_marked(record: Any) -> bool:
    match record:
        case [str(), dict(marks)]:
            return bool(marks.keys() & {"entities", "cats", "spans"})
        case {"paragraphs": list(parts), **rest}:
            return "text" not in rest and all(
                isinstance(one, dict) and isinstance(one.get("sentences"), list) for one in parts
            )
        case {"text": str()}:
            return bool(record.keys() & {"ents", "cats", "spans"}) and "answer" not in record
    return False


def _has_marks(record: Any) -> bool:
    """Whether one that could be spaCy's has something that only spaCy writes so."""
    if isinstance(record, list) or "paragraphs" in record:
        return True
    cats, ents, spans = record.get("cats"), record.get("ents"), record.get("spans")
    scored = isinstance(cats, dict) and bool(cats) and all(isinstance(one, int | float) for one in cats.values())
    groups = list(spans.values()) if isinstance(spans, dict) else [spans]
    marked = [one for group in (*groups, ents) if isinstance(group, list) for one in group]
    return scored or (
        bool(marked) and all(isinstance(one, dict) and {"start", "end", "label"} <= one.keys() for one in marked)
    )
