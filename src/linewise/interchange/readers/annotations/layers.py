"""Annotations of layers with features, as INCEpTION and WebAnno have them, as codes, statements and memos.

A word that a feature says is a code ("value: PER"), an annotation of a layer that says nothing is the layer as a code.
Truth values, numbers, and features for free text are the statement's comment; an annotation with a free text alone is a
memo. Where several features hold codes, each is a group of them. Layers of grammar (words, parts of speech, syntax) and
links between annotations are counted as lost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from linewise.core.exchange import CodeEntry, MemoEntry, Statement, Subject
from linewise.interchange.readers.annotations.cas import Structure
from linewise.interchange.standoff import Losses, moment, of_hand

SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
_GRAMMAR = tuple(_DKPRO + name for name in ("lexmorph.", "syntax.", "coref.", "anomaly.", "transform.", "semantics."))
_INNER = (_DKPRO + "segmentation.", _DKPRO + "metadata.", "de.tudarmstadt.ukp.clarin.", "uima.")
_CUSTOM = "webanno.custom."
# Our own export says codes of whole texts in a layer that has no place in them.
_SAME = {"webanno.custom.DocumentCode": "webanno.custom.Code"}
_FREE = frozenset(("comment", "comments", "note", "notes", "memo", "remark", "remarks", "description", "text"))
_TIMES = frozenset(("time", "timestamp", "created"))
_LINKED = frozenset(("identifier",))
_OPEN = "open"
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """What annotations came to."""

    statements: tuple[Statement, ...]
    memos: tuple[MemoEntry, ...]


class Layers:
    """The codes met so far, by layer and feature. Meet every annotation before asking for `codes`."""

    def __init__(self) -> None:
        self._words: dict[Place, dict[str, str]] = {}
        self._tags: dict[Place, dict[str, str]] = {}

    def known(self, layer: str, feature: str, word: str, definition: str) -> None:
        """A word of a tag set: a code, used or not, where its layer is the project's own or was used."""
        self._tags.setdefault((layer, feature), {})[word] = definition
        if layer.startswith(_CUSTOM):
            self._words.setdefault((layer, feature), {})[word] = definition

    def meet(self, found: Iterable[Structure]) -> None:
        """Take in the words that annotations use."""
        for one in found:
            if lost(one) is None:
                for place, word in _words(one):
                    self._words.setdefault(place, {}).setdefault(word, "")

    def codes(self) -> tuple[CodeEntry, ...]:
        """Every word as a code; under its layer and feature where there are several."""
        for place, words in self._words.items():
            words.update(self._tags.get(place, {}))
        several = len(self._words) > 1
        entries: list[CodeEntry] = []
        for (layer, feature), words in self._words.items():
            group = f"cas:{layer}:{feature}"
            if several and feature:
                named = sum(one == layer for one, _ in self._words) > 1
                name = layer.rpartition(".")[2] + (f" {feature}" if named else "")
                entries.append(CodeEntry(id=group, name=name, codable=False))
            entries += [
                CodeEntry(
                    id=_id((layer, feature), word),
                    name=word or layer.rpartition(".")[2],
                    definition=definition,
                    parents=(group,) if several and feature else (),
                )
                for word, definition in words.items()
            ]
        return tuple(entries)

    def read(self, found: list[Structure], length: int, *, of: str, coder: str, losses: Losses) -> Read:
        """The annotations of one text by one coder; `of` is the id of the text."""
        who, machine = of_hand(coder)
        statements: list[Statement] = []
        memos: list[MemoEntry] = []
        for number, one in enumerate(found):
            reason = lost(one)
            if reason is not None:
                losses.add(reason, "they have no place here", int(bool(reason)))
                continue
            losses.add("links between annotations", "they have no place here", _links(one))
            start, end = one.begin, one.end
            if start is not None and end is not None and not 0 <= start < end <= length:
                losses.add("annotations of nothing", "their offsets hold no text")
                continue
            passage = f"{of}#{coder}:{number}"
            comment, at = _comment(one), next((moment(one.text(name)) for name in _TIMES if one.text(name)), "")
            words = list(_words(one))
            if _is_memo(one, words):
                opened = one.text(_OPEN) == "true"
                subject: Subject = "document" if start is None else "passage"
                text = next((one.text(name) for name in one.features if name in _FREE and one.text(name)), "")
                memos.append(
                    MemoEntry(text=text, subject=subject, start=start, end=end, coder=who, at=at, open_codes=opened)
                )
                continue
            for place, word in words:
                statements.append(
                    Statement(
                        code=_id(place, word),
                        start=start,
                        end=None if start is None else end,
                        coder=who,
                        machine=machine,
                        at=at,
                        id=f"{passage}:{place[1]}:{word}",
                        passage=passage,
                        comment=comment,
                    )
                )
        return Read(tuple(statements), tuple(memos))


def lost(one: Structure) -> str | None:
    """Why an annotation is none of codes: what is counted as lost, empty for what the program keeps for itself."""
    if one.type.startswith(_INNER):
        return ""
    if one.type.startswith(_GRAMMAR):
        return "annotations of grammar"
    if {"Governor", "Dependent"} <= one.features.keys() or {"source", "target"} <= _link_names(one):
        return "relations"
    return None


def _words(one: Structure) -> Iterator[tuple[Place, str]]:
    said = False
    free = False
    for name, (kind, values) in one.features.items():
        if name in _FREE:
            free = free or any(value.strip() for value in values)
        elif kind == "text" and name not in _TIMES and name not in _LINKED:
            for value in values:
                if value.strip():
                    said = True
                    yield (_SAME.get(one.type, one.type), name), value.strip()
    if not said and not free:
        yield (one.type, ""), ""


def _is_memo(one: Structure, words: list[tuple[Place, str]]) -> bool:
    return not words and any(name in _FREE for name in one.features)


def _comment(one: Structure) -> str:
    free = [one.text(name) for name in one.features if name in _FREE]
    values = [
        f"{name}: {', '.join(texts)}"
        for name, (kind, texts) in one.features.items()
        if (kind == "value" or name in _LINKED) and texts and name not in _FREE and name not in _TIMES
    ]
    return "; ".join(text for text in (*free, *values) if text.strip())


def _link_names(one: Structure) -> set[str]:
    return {name for name, (kind, _) in one.features.items() if kind == "link"}


def _links(one: Structure) -> int:
    return len(_link_names(one))


def _id(place: Place, word: str) -> str:
    return f"cas:{place[0]}:{place[1]}:{word}"
