"""WebAnno TSV 3.x: sentences, their words one a line, and a column for each feature of each layer.

Offsets count UTF-16 units. Text between sentences is not in the file; where their offsets leave room there are spaces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linewise.core.errors import BadInput
from linewise.interchange.offsets import Utf16
from linewise.interchange.readers.annotations.cas import Cas, Kind, Structure
from linewise.interchange.readers.annotations.layers import SENTENCE
from linewise.interchange.standoff import MOST_MARKS

MAGIC = "#FORMAT=WebAnno TSV 3"
_TOKEN = re.compile(r"[0-9]{1,9}-[0-9]{1,9}(?:\.[0-9]{1,9})?\t([0-9]{1,10})-([0-9]{1,10})\t")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|->|.)", re.DOTALL)
_OLD = re.compile(r"#FORMAT=WebAnno TSV 3\.[01]\b")
_SUFFIX = re.compile(r"(?<!\\)\[([0-9]{1,9})\]\Z")
_STACKED = re.compile(r"((?:\\.|[^\\|])*+)(?:\||\Z)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?\Z")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
_WIDEST_GAP = 1_000_000


@dataclass(frozen=True, slots=True)
class _Column:
    """`feature` is None where the column holds what links annotations; empty where the layer has no feature."""

    layer: str
    feature: str | None


def read_tsv(text: str, file: str, part: str | None) -> Cas:
    """A whole file; BadInput names the line of what is not in order."""
    return _Reading(file, part).read(text)


class _Reading:
    def __init__(self, file: str, part: str | None) -> None:
        self._file, self._part = file, part
        self._columns: list[_Column] = []
        self._old = False
        self._pieces: list[str] = []
        self._length = 0
        self._sentence: list[str] = []
        self._sentences: list[tuple[int, int]] = []
        self._found: dict[tuple[object, ...], Structure] = {}
        self._links = 0

    def read(self, text: str) -> Cas:
        if not text.startswith(MAGIC):
            raise self._bad("this is no WebAnno TSV 3", 1)
        self._old = _OLD.match(text) is not None
        for number, raw in enumerate(text.split("\n"), 1):
            line = raw.removesuffix("\r")
            token = _TOKEN.match(line)
            if token:
                self._token(line, int(token[1]), int(token[2]), number)
            elif line.startswith("#Text="):
                self._sentence.append(self._plain(line[6:]))
            elif line.startswith("#T_"):
                self._layer(line)
            elif line and not line.startswith("#"):
                raise self._bad(f"this is no word with its offsets: {line[:40]!r}", number)
        whole = "".join(self._pieces).removesuffix("\n")
        units = Utf16(whole)
        structures = [Structure(SENTENCE, start, end) for start, end in self._sentences]
        structures += self._found.values()
        for one in structures:
            one.begin, one.end = units.to_points(one.begin or 0), units.to_points(one.end or 0)
        linked: dict[str, tuple[Kind, tuple[str, ...]]] = {"Governor": ("link", ()), "Dependent": ("link", ())}
        structures += [Structure("webanno.Relation", 0, 0, linked)] * self._links
        return Cas(whole, structures)

    def _layer(self, line: str) -> None:
        kind, _, rest = line.partition("=")
        layer, *features = rest.split("|")
        if kind != "#T_SP":
            self._columns += [_Column(layer, None)] * max(1, len(features))
            return
        slot = False
        for feature in features or [""]:
            # A slot has two columns: the role, and where what plays it stands.
            self._columns.append(_Column(layer, None if slot or feature.startswith("ROLE_") else feature))
            slot = feature.startswith("ROLE_")

    def _token(self, line: str, begin: int, end: int, number: int) -> None:
        if self._sentence:
            self._open_sentence(begin, number)
        elif not self._sentences:
            raise self._bad("a word stands before the first #Text", number)
        fields = line.split("\t")[3:]
        if len(fields) < len(self._columns):
            raise self._bad(f"{len(self._columns)} columns were announced, this line has {len(fields)}", number)
        for column, field in zip(self._columns, fields, strict=False):
            if field == "_":
                continue
            if column.feature is None:
                self._links += field != "*" and column.layer != ""
                continue
            for place, value in enumerate(_stacked(field)):
                self._annotation(column, begin, end, (number, place), value)

    def _open_sentence(self, begin: int, number: int) -> None:
        if self._length == begin + 1 and self._pieces and self._pieces[-1].endswith("\n"):
            # The sentence before goes on without a break.
            self._pieces[-1] = self._pieces[-1][:-1]
            self._length -= 1
        gap = begin - self._length
        if not 0 <= gap <= _WIDEST_GAP:
            raise self._bad(f"the sentence begins at {begin:,}, but the text has come to {self._length:,}", number)
        said = "\n".join(self._sentence) + "\n"
        self._sentence = []
        self._pieces += [" " * gap, said]
        self._length = begin + _units(said)
        self._sentences.append((begin, self._length - 1))

    def _annotation(self, column: _Column, begin: int, end: int, place: tuple[int, int], value: str) -> None:
        known = _SUFFIX.search(value)
        key = (column.layer, known[1]) if known else (column.layer, *place)
        if known:
            value = value[: known.start()]
        one = self._found.get(key)
        if one is None:
            if len(self._found) >= MOST_MARKS:
                raise self._bad(f"there are more than {MOST_MARKS:,} annotations", place[0])
            one = self._found[key] = Structure(column.layer, begin, end)
        one.end = max(end, one.end or 0)
        if column.feature and value != "*" and column.feature not in one.features:
            plain = self._plain(value)
            kind: Kind = "value" if plain in ("true", "false") or _NUMBER.match(plain) else "text"
            one.features[column.feature] = (kind, (plain,))

    def _plain(self, text: str) -> str:
        return _ESCAPE.sub(self._unescaped, text) if "\\" in text else text

    def _unescaped(self, found: re.Match[str]) -> str:
        sign = found[1]
        if len(sign) == 5:
            return chr(int(sign[1:], 16)) if self._old else sign
        return _CONTROLS.get(sign, sign)

    def _bad(self, reason: str, line: int) -> BadInput:
        remedy = "Export it again, as WebAnno TSV 3.3."
        return BadInput(f"{reason}.", remedy=remedy, file=self._file, part=self._part, line=line)


def _stacked(field: str) -> Iterator[str]:
    if "|" not in field:
        yield field
        return
    place = 0
    while place <= len(field):
        found = _STACKED.match(field, place)
        if found is None:
            return
        yield found[1]
        place = found.end() + (found.end() == len(field) and not found[0].endswith("|"))


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
