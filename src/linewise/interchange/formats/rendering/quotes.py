"""Passages by code with what stands around them, gathered document by document: memory does not grow with the texts."""

import json
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from linewise.core.errors import BadInput
from linewise.core.exchange import CodeEntry, DocumentEntry, Parcel, Statement
from linewise.core.text import norm, percent

if TYPE_CHECKING:
    from tempfile import SpooledTemporaryFile

FURTHEST = 3
# Places in the order in which they are told; other stretches are not.
PLACES = ("heading", "page", "speaker", "time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A passage that has a code: its text within its unit, units before and after, where it stands, who said so."""

    document: str
    before: tuple[str, ...]
    lead: str
    text: str
    tail: str
    after: tuple[str, ...]
    place: Mapping[str, str]
    start: int
    end: int
    coder: str
    machine: bool
    score: float | None
    at: str
    comment: str
    memos: tuple[str, ...]

    @property
    def where(self) -> str:
        """Document and place in one line."""
        named = {"page": "p. {}"}
        return ", ".join([self.document, *(named.get(name, "{}").format(one) for name, one in self.place.items())])

    @property
    def who(self) -> str:
        """Who said so and when, in one line; a model with how sure it was."""
        sure = f" ({percent(self.score)})" if self.score is not None else ""
        return ", ".join(part for part in (self.coder and f"{self.coder}{sure}", self.at[:10]) if part)


class Asked(NamedTuple):
    """What is wanted: units of context, the most passages of a code (0: all), only these codes."""

    context: int
    most: int
    codes: frozenset[str]

    @classmethod
    def from_choices(cls, parcel: Parcel, choices: Mapping[str, Any]) -> "Asked":
        """The choices of an export, checked; BadInput where a code is none of the parcel's."""
        context = int(choices["context"])
        if context > FURTHEST:
            raise BadInput(
                f"Context is 0 to {FURTHEST} units, not {context}.", remedy="Choose fewer.", option="context"
            )
        known = {norm(code.name): code.id for code in parcel.codes}
        wanted = [norm(part) for part in str(choices["codes"]).split(";") if part.strip()]
        if unknown := next((name for name in wanted if name not in known), None):
            raise BadInput(f"There is no code {unknown!r:.90}.", remedy="Give names of codes.", option="codes")
        codes = frozenset(known[name] for name in wanted)
        return cls(context, int(choices["most"]), codes)


class Gathered:
    """All passages of a parcel by code, on disk; `found` counts them by code, `given` those that are kept."""

    def __init__(self, parcel: Parcel, asked: Asked) -> None:
        self.codes = tuple(one for one in parcel.codes if not asked.codes or one.id in asked.codes)
        self.found = dict.fromkeys((code.id for code in self.codes), 0)
        self.places: dict[str, list[int]] = {code.id: [] for code in self.codes}
        self._file: SpooledTemporaryFile[bytes] = tempfile.SpooledTemporaryFile(8 << 20)  # noqa: SIM115
        for document in parcel.documents:
            for code, quote in quotes(document, asked, self.found.__contains__):
                self.found[code] += 1
                if not asked.most or len(self.places[code]) < asked.most:
                    self.places[code].append(self._file.tell())
                    self._file.write(json.dumps(asdict(quote), ensure_ascii=True).encode() + b"\n")

    @property
    def kept(self) -> int:
        return sum(map(len, self.places.values()))

    def of(self, code: CodeEntry) -> Iterator[Quote]:
        """The passages of a code, in order of documents."""
        for place in self.places[code.id]:
            self._file.seek(place)
            values = json.loads(self._file.readline())
            for name in ("before", "after", "memos"):
                values[name] = tuple(values[name])
            yield Quote(**values)

    def __enter__(self) -> "Gathered":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def quotes(document: DocumentEntry, asked: Asked, wanted: Callable[[str], bool]) -> Iterator[tuple[str, Quote]]:
    """The passages of one document with their codes; what is present only, each statement of the same coder once."""
    said = [one for one in document.statements if one.value == "present" and wanted(one.code)]
    if not said:
        return
    units = sorted(document.units) if document.units else [(0, len(document.text))]
    starts = [start for start, _ in units]
    seen: set[tuple[str, int, int, str, bool]] = set()
    for one in sorted(said, key=lambda one: (one.start or 0, one.end or 0)):
        start = 0 if one.start is None else one.start
        end = len(document.text) if one.end is None else one.end
        key = (one.code, start, end, one.coder, one.machine)
        if key not in seen:
            seen.add(key)
            yield one.code, _quote(document, one, start, end, units, starts, asked.context)


def _quote(
    document: DocumentEntry,
    said: Statement,
    start: int,
    end: int,
    units: list[tuple[int, int]],
    starts: list[int],
    context: int,
) -> Quote:
    text = document.text
    first = max(0, bisect_right(starts, start) - 1)
    last = max(first, bisect_right(starts, max(start, end - 1)) - 1)
    return Quote(
        document=document.name,
        before=tuple(text[a:b] for a, b in units[max(0, first - context) : first]),
        lead=text[min(units[first][0], start) : start],
        text=text[start:end],
        tail=text[end : max(end, units[last][1])],
        after=tuple(text[a:b] for a, b in units[last + 1 : last + 1 + context]),
        place=_place(document, start),
        start=start,
        end=end,
        coder=said.coder,
        machine=said.machine,
        score=said.score,
        at=said.at,
        comment=said.comment,
        memos=tuple(
            memo.text
            for memo in document.memos
            if memo.subject == "passage" and memo.start is not None and memo.start < end and start < (memo.end or 0)
        ),
    )


def _place(document: DocumentEntry, at: int) -> dict[str, str]:
    found: dict[str, tuple[int, str]] = {}
    for stretch in document.stretches:
        if stretch.name in PLACES and stretch.start <= at < stretch.end and stretch.value is not None:
            known = found.get(stretch.name)
            if known is None or known[0] <= stretch.start:
                found[stretch.name] = (stretch.start, str(stretch.value))
    return {name: found[name][1] for name in PLACES if name in found}
