"""A datasheet: what a coded corpus is, where it comes from, how it was coded and how well, and what only people know.

Markdown with the YAML header that hubs of data sets read, and the questions of Gebru et al. (2021), "Datasheets for
Datasets", Communications of the ACM 64(12). What is not known is asked, not made up.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from linewise.core.text import percent
from linewise.interchange.formats.codebook_markdown import plain
from linewise.interchange.formats.rendering.book import Book, Entry

ASK = "*To be filled in by whoever publishes this:*"
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFact:
    """One import: a file or another program's project."""

    name: str
    documents: int
    units: int
    at: str = ""
    program: str = ""
    codings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderFact:
    """A person: in how many units they decided about codes, and how many decisions these are."""

    name: str
    units: int
    decisions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFact:
    """A share with its 95 % interval, and what it was counted from."""

    share: float
    low: float
    high: float
    hits: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRates:
    """How well the model finds one code: precision and recall from units drawn at random."""

    name: str
    precision: RateFact | None
    recall: RateFact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFact:
    """The model that coded what nobody read: its number, its encoder, and its figures from the audit sample."""

    number: int
    encoder: str
    decisions: int
    at: str
    coded: int = 0
    promise: str = ""
    accuracy: RateFact | None = None
    codes: tuple[CodeRates, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """All that is known. `languages` are codes (ISO 639-1) with their names and shares; `read` units people decided."""

    book: Book
    documents: int
    units: int
    read: int = 0
    exclusive: bool = False
    sources: tuple[SourceFact, ...] = ()
    languages: tuple[tuple[str, str, float], ...] = ()
    told: int = 0
    attributes: tuple[str, ...] = ()
    coders: tuple[CoderFact, ...] = ()
    model: ModelFact | None = None
    events: int = 0
    head: str = ""
    linewise: str = ""
    licence: str = ""


def card(facts: CardFacts, *, data: str = "", columns: tuple[tuple[str, str], ...] = ()) -> str:
    """The page; `data` is a file beside it that a hub should read, `columns` what its columns mean."""
    return "\n".join((*_header(facts, data), *_body(facts, columns))) + "\n"


def _header(f: CardFacts, data: str) -> Iterator[str]:
    size = next((word for most, word in _SIZES if f.units < most), "n>1M")
    yield "---"
    yield f"pretty_name: {_quoted(f.book.title)}"
    if f.licence.strip():
        yield f"license: {_quoted(f.licence.strip())}"
    if f.languages:
        yield "language:"
        yield from (f"- {code}" for code, _, _ in f.languages)
    yield from ("task_categories:", "- text-classification")
    yield from ("task_ids:", f"- multi-{'class' if f.exclusive else 'label'}-classification")
    yield from ("annotations_creators:", "- expert-generated")
    if f.model is not None and f.model.coded:
        yield "- machine-generated"
    yield from ("size_categories:", f"- {size}", "tags:", "- linewise", "- qualitative-coding")
    if data:
        yield from ("configs:", "- config_name: default", "  data_files:", "  - split: train")
        yield f"    path: {_quoted(data)}"
    yield from ("---", "")


def _body(f: CardFacts, columns: tuple[tuple[str, str], ...]) -> Iterator[str]:
    people = len(f.coders)
    yield f"# {plain(f.book.title)}\n"
    yield (
        f"{f.units:,} units of text from {f.documents:,} document{'s' * (f.documents != 1)}, coded with "
        f"{_codes(f):,} code{'s' * (_codes(f) != 1)} by {people} {'person' if people == 1 else 'people'}"
        + (" and a model that they taught.\n" if f.model is not None and f.model.coded else ".\n")
    )
    yield "## Motivation\n"
    yield from _ask("For what purpose was it made, by whom, and who paid for it?")
    yield "## Composition\n"
    many = "at most one code" if f.exclusive else "any number of codes, or none"
    yield f"- A unit is a text, or a part of one, that was coded on its own. It may have {many}."
    yield f"- {f.units:,} units in {f.documents:,} documents."
    if f.languages:
        shares = ", ".join(f"{plain(name)} {percent(share)}" for _, name, share in f.languages)
        yield f"- Languages, as told by a program from {f.told:,} texts: {shares}."
    if f.attributes:
        yield f"- Attributes: {', '.join(map(plain, f.attributes))}."
    yield "- What is not coded is unknown, not absent, unless somebody said that a code is absent.\n"
    if columns:
        yield "### Columns\n"
        yield from (f"- {plain(name)}: {plain(words)}" for name, words in columns)
        yield ""
    yield "### Codes\n"
    yield from _table(f.book)
    yield ""
    yield from _ask(
        "Does it hold anything confidential, offensive, or about persons who can be identified? Did they agree?",
        "Is it a sample of something larger, and how was it drawn?",
    )
    yield "## Collection\n"
    yield from _sources(f)
    yield from _ask("How, when and by whom were the texts collected? Was it reviewed by an ethics board?")
    yield "## Preprocessing, cleaning, labelling\n"
    yield from _labelling(f)
    yield "### Quality\n"
    yield from _quality(f)
    yield from _ask("Did several people code the same units on purpose, and how far did they agree?")
    yield "## Uses\n"
    yield (
        "It says what the people named above found in these texts, with these definitions. Figures about a model hold "
        "for texts drawn like these, and for no others.\n"
    )
    yield from _ask("What has it been used for? What should it not be used for?")
    yield "## Distribution\n"
    if f.licence.strip():
        yield f"- Licence: {plain(f.licence)}\n"
    yield from _ask(*(() if f.licence.strip() else ("Under which licence?",)), "Who holds rights in the texts?")
    yield "## Maintenance\n"
    made = [f"codebook version {f.book.version}"] if f.book.version is not None else []
    made += [f"{f.events:,} events"] if f.events else []
    yield f"- State: {', '.join((f.book.date[:10] or 'undated', *made))}" + (
        f", Linewise {f.linewise}." if f.linewise else "."
    )
    if f.head:
        yield f"- The log of all decisions ends with `{f.head}`."
    yield ""
    yield from _ask("Who looks after it, how can they be reached, and will it change?")


def _codes(f: CardFacts) -> int:
    return sum(entry.code.codable for entry in f.book.entries)


def _table(book: Book) -> Iterator[str]:
    origins = book.origins
    heads = {"people": "people", "model": "model", "imported": "imported", "prevalence": "share of all units"}
    yield f"| code | meaning | {' | '.join(heads[one] for one in origins)} |"
    yield f"| :-- | :-- |{' --: |' * len(origins)}"
    for entry in book.entries:
        if entry.code.codable:
            yield f"| {_named(entry)} | {plain(entry.code.definition) or '–'} | {' | '.join(_cells(entry, origins))} |"


def _cells(entry: Entry, origins: tuple[str, ...]) -> Iterator[str]:
    for origin in origins:
        yield entry.figures.prevalence or "–" if origin == "prevalence" else f"{getattr(entry.figures, origin):,}"


def _named(entry: Entry) -> str:
    return " › ".join(map(plain, (*entry.path, entry.code.name)))


def _sources(f: CardFacts) -> Iterator[str]:
    for one in f.sources:
        more = [f"from {plain(one.program)}"] if one.program else []
        more += [f"imported {one.at[:10]}"] if one.at else []
        more += [f"with {one.codings:,} codings that nobody here had checked"] if one.codings else []
        size = f"{one.documents:,} document{'s' * (one.documents != 1)}, {one.units:,} unit{'s' * (one.units != 1)}"
        yield f"- {plain(one.name)}: {', '.join((size, *more))}"
    yield ""


def _labelling(f: CardFacts) -> Iterator[str]:
    yield f"People decided about {f.read:,} of {f.units:,} units ({percent(f.read / f.units if f.units else None)}).\n"
    if f.coders:
        yield "| coder | units | decisions |"
        yield "| :-- | --: | --: |"
        yield from (f"| {plain(one.name)} | {one.units:,} | {one.decisions:,} |" for one in f.coders)
        yield ""
    if f.model is not None:
        m = f.model
        yield (
            f"Model {m.number} was taught on {m.at[:10]} from {m.decisions:,} decisions of people and reads by "
            f"{plain(m.encoder)}." + (f" It gave codes to {m.coded:,} units that nobody read." if m.coded else "")
        )
        yield f"\n{plain(m.promise)}\n" if m.promise else ""


def _quality(f: CardFacts) -> Iterator[str]:
    if f.model is None:
        yield "No model coded anything here.\n"
        return
    if f.model.accuracy is None:
        yield "Too few units were drawn at random and verified to say how good the model is.\n"
        return
    a = f.model.accuracy
    yield (
        f"Of {a.of:,} units drawn at random, each answered by a copy of the model that had not seen it, {a.hits:,} "
        f"were coded as people did: {percent(a.share)}, and between {percent(a.low)} and {percent(a.high)} of texts "
        "like these (95 % interval).\n"
    )
    if f.model.codes:
        yield "| code | precision | recall |"
        yield "| :-- | --: | --: |"
        for one in f.model.codes:
            yield f"| {plain(one.name)} | {_rate(one.precision)} | {_rate(one.recall)} |"
        yield ""


def _rate(rate: RateFact | None) -> str:
    if rate is None:
        return "–"
    return f"{percent(rate.share)} ({percent(rate.low)} to {percent(rate.high)}; {rate.hits:,} of {rate.of:,})"


def _ask(*questions: str) -> Iterator[str]:
    if questions:
        yield ASK
        yield "\n".join(f"- [ ] {one}" for one in questions)
        yield ""


def _quoted(text: str) -> str:
    """A text as YAML holds it: JSON's strings are YAML's."""
    return json.dumps(" ".join(text.split()).encode("utf-8", "replace").decode(), ensure_ascii=False)
