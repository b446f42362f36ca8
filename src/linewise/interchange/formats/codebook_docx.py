"""A codebook as a Word document: headings by hierarchy, what each code means, and a table of counts."""

from collections.abc import Mapping
from pathlib import Path

from linewise.core.exchange import Parcel
from linewise.interchange.formats.rendering.book import TITLES, Book, Entry, book, cell, parts
from linewise.interchange.formats.rendering.choices import COUNTS, PAPER
from linewise.interchange.formats.rendering.text import colour
from linewise.interchange.formats.rendering.word import Word
from linewise.interchange.packing import Format, Packed, Value


def pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    """Write the codebook of a parcel."""
    return render(path, book(parcel, counted=choices["counts"] is True), paper=str(choices["paper"]))


def render(path: Path, made: Book, *, paper: str = "a4") -> Packed:
    """Write a codebook."""
    word = Word(f"{made.title}: codebook", subject="Codebook", paper=paper)
    word.title(made.title, "Codebook")
    word.runs(
        [piece for name, value in made.about for piece in ((f"{name}: ", "soft"), (f"{value}    ", ""))], "Figures"
    )
    for place, entry in enumerate(made.entries):
        _code(word, entry, place)
    if made.origins and made.entries:
        word.heading("How often each code was found", 1)
        counted = [entry for entry in made.entries if entry.code.codable]
        widths = (
            6.5 if "prevalence" in made.origins else 9.0,
            *(5.0 if one == "prevalence" else 2.2 for one in made.origins),
        )
        rows = [("  " * e.depth + e.code.name, *(cell(e.figures, one) for one in made.origins)) for e in counted]
        word.table(("Code", *(TITLES[one] for one in made.origins)), rows, widths)
    word.save(str(path))
    return Packed({"codes": len(made.entries)})


def _code(word: Word, entry: Entry, place: int) -> None:
    code = entry.code
    word.heading(code.name, entry.depth + 1, colour=colour(code.colour, place))
    if code.aliases:
        word.text(f"Also: {', '.join(code.aliases)}", "Figures")
    if entry.also:
        word.text(f"Also below: {', '.join(entry.also)}", "Figures")
    if code.definition:
        word.text(code.definition)
    elif code.codable:
        word.text("No definition yet.", "Figures")
    for title, texts in parts(code):
        word.label(title)
        if title.endswith("when"):
            word.text(texts[0])
        else:
            word.items(texts)


FORMAT = Format(
    name="codebook-docx",
    title="Codebook for Word",
    suffix=".docx",
    group="reading",
    words="The codes with definitions, rules and examples under headings, and a table of counts.",
    pack=pack,
    choices=(COUNTS, PAPER),
)
