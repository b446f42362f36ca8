"""A codebook as readers see it: codes in their order with their depth, what each means, how often it was found."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from linewise.core.exchange import CodeEntry, Parcel
from linewise.core.text import percent


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFigures:
    """How often a code was found: units by people, by the model where nobody spoke, and as imports say.

    `share` with `low` and `high` is its prevalence in the whole corpus, 0…1, None where it is not known.
    """

    people: int = 0
    model: int = 0
    imported: int = 0
    share: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def prevalence(self) -> str:
        """The share in words, with its interval where there is one; empty where it is not known."""
        if self.share is None:
            return ""
        if self.low is None or self.high is None:
            return percent(self.share, 1)
        return f"{percent(self.share, 1)} ({percent(self.low, 1)} to {percent(self.high, 1)})"


@dataclass(frozen=True, slots=True)
class Entry:
    """A code at its place: `depth` from 0, the names above it, and the names of further parents."""

    code: CodeEntry
    depth: int
    path: tuple[str, ...]
    also: tuple[str, ...]
    figures: CodeFigures

    @property
    def anchor(self) -> str:
        return f"code-{self.code.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A codebook with all that is printed of it. `version` is the event that changed it last, `date` ISO 8601."""

    title: str
    entries: tuple[Entry, ...]
    date: str = ""
    version: int | None = None
    units: int = 0
    coders: tuple[str, ...] = ()
    counted: bool = True

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """Facts about the whole as name and value, those that are known."""
        known = (
            ("Codes", f"{sum(one.code.codable for one in self.entries):,}"),
            ("Units in the corpus", f"{self.units:,}" if self.units else ""),
            ("Coders", ", ".join(self.coders)),
            ("Codebook version", str(self.version) if self.version is not None else ""),
            ("Date", self.date[:10]),
        )
        return tuple((name, value) for name, value in known if value)

    @property
    def origins(self) -> tuple[str, ...]:
        """Which counts say anything: of "people", "model", "imported", "prevalence"."""
        if not self.counted:
            return ()
        all_of = [one.figures for one in self.entries]
        found = ["people"]
        found += [name for name in ("model", "imported") if any(getattr(one, name) for one in all_of)]
        return (*found, "prevalence") if any(one.prevalence for one in all_of) else tuple(found)


TITLES = {"people": "People", "model": "Model", "imported": "Imported", "prevalence": "In the whole corpus"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFacts:
    """What a parcel does not say of a codebook: figures by the code's id, the version, the date."""

    figures: Mapping[str, CodeFigures] = field(default_factory=dict)
    version: int | None = None
    date: str = ""
    units: int = 0


def book(parcel: Parcel, facts: BookFacts | None = None, *, counted: bool = True) -> Book:
    """The codebook of a parcel; without `facts` its counts are made from the statements in the parcel."""
    known = facts if facts is not None else _counts(parcel) if counted else BookFacts()
    return Book(
        title=parcel.name or "Codebook",
        entries=tuple(_entries(parcel.codes, known.figures)),
        date=known.date,
        version=known.version,
        units=known.units,
        coders=parcel.coders,
        counted=counted,
    )


def cell(figures: CodeFigures, origin: str) -> str:
    """One figure as text."""
    return figures.prevalence if origin == "prevalence" else f"{getattr(figures, origin):,}"


def parts(code: CodeEntry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is said of a code, in the order of reading: a title, and one text or several."""
    for title, text in (("Use it when", code.use_when), ("Do not use it when", code.not_when)):
        if text:
            yield title, (text,)
    for title, texts in (("Examples", code.examples), ("Not this", code.counter_examples)):
        if texts:
            yield title, texts


def _entries(codes: tuple[CodeEntry, ...], figures: Mapping[str, CodeFigures]) -> Iterator[Entry]:
    """Every code once, below its first parent; one whose parents go in a circle stands at the top."""
    known = {code.id: code for code in codes}
    below: dict[str | None, list[CodeEntry]] = {}
    for code in codes:
        first = next((parent for parent in code.parents if parent in known and parent != code.id), None)
        below.setdefault(first, []).append(code)
    given: set[str] = set()

    def walk(start: list[CodeEntry]) -> Iterator[Entry]:
        waiting: list[tuple[CodeEntry, tuple[str, ...]]] = [(code, ()) for code in reversed(start)]
        while waiting:
            code, path = waiting.pop()
            if code.id in given:
                continue
            given.add(code.id)
            also = tuple(known[one].name for one in code.parents[1:] if one in known)
            yield Entry(code, len(path), path, also, figures.get(code.id, CodeFigures()))
            waiting += [(one, (*path, code.name)) for one in reversed(below.get(code.id, []))]

    yield from walk(below.get(None, []))
    for code in codes:
        if code.id not in given:
            yield from walk([code])


def _counts(parcel: Parcel) -> BookFacts:
    people: Counter[str] = Counter()
    model: Counter[str] = Counter()
    units, latest = 0, ""
    for document in parcel.documents:
        units += len(document.units) if document.units is not None else 1
        found: dict[bool, set[tuple[str, int | None, int | None]]] = {True: set(), False: set()}
        for one in document.statements:
            latest = max(latest, one.at)
            if one.value == "present":
                found[one.machine].add((one.code, one.start, one.end))
        people.update(code for code, _, _ in found[False])
        model.update(code for code, _, _ in found[True] - found[False])
    figures = {code.id: CodeFigures(people=people[code.id], model=model[code.id]) for code in parcel.codes}
    return BookFacts(figures=figures, date=latest, units=units)
