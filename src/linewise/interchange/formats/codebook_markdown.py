"""A codebook as Markdown (CommonMark with tables): for wikis, repositories and appendices."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from linewise.core.exchange import Parcel
from linewise.interchange.formats.rendering.book import TITLES, Book, Entry, book, cell, parts
from linewise.interchange.formats.rendering.choices import COUNTS
from linewise.interchange.formats.rendering.text import possible
from linewise.interchange.packing import Format, Packed, Value

_SIGNS = re.compile(r"([\\`*_\[\]<>|~#&$])")
_BLOCK = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]\s))", re.MULTILINE)


def pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    """Write the codebook of a parcel."""
    return render(path, book(parcel, counted=choices["counts"] is True))


def render(path: Path, made: Book) -> Packed:
    """Write a codebook."""
    path.write_text("\n".join(_lines(made)) + "\n", encoding="utf-8", newline="\n")
    return Packed({"codes": len(made.entries)})


def plain(text: str) -> str:
    """A text of people on one line, in which no sign means anything to Markdown or HTML."""
    return _BLOCK.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", " ".join(possible(text).split())))


def lines_of(text: str) -> str:
    """The same over several lines, breaks kept."""
    kept = [plain(line) for line in possible(text).replace("\r\n", "\n").split("\n")]
    return re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", "\n".join(kept)).strip()


def _lines(made: Book) -> Iterator[str]:
    yield f"# {plain(made.title)}"
    yield ""
    yield " · ".join(["Codebook", *(f"{name}: {plain(value)}" for name, value in made.about)])
    for entry in made.entries:
        yield from _code(entry)
    if made.origins and made.entries:
        yield "\n## How often each code was found\n"
        yield f"| Code | {' | '.join(TITLES[one] for one in made.origins)} |"
        yield f"| :-- |{' --: |' * len(made.origins)}"
        for entry in made.entries:
            if entry.code.codable:
                name = " › ".join(map(plain, (*entry.path, entry.code.name)))
                yield f"| {name} | {' | '.join(cell(entry.figures, one) for one in made.origins)} |"


def _code(entry: Entry) -> Iterator[str]:
    code = entry.code
    yield f"\n{'#' * min(6, entry.depth + 2)} {plain(code.name)}\n"
    for title, names in (("Also", code.aliases), ("Also below", entry.also)):
        if names:
            yield f"*{title}: {', '.join(map(plain, names))}*\n"
    if code.definition:
        yield f"{lines_of(code.definition)}\n"
    elif code.codable:
        yield "*No definition yet.*\n"
    for title, texts in parts(code):
        if title.endswith("when"):
            yield f"**{title}:** {lines_of(texts[0])}\n"
        else:
            yield f"**{title}**\n"
            yield "\n".join(f"- {plain(one)}" for one in texts) + "\n"


FORMAT = Format(
    name="codebook-markdown",
    title="Codebook as Markdown",
    suffix=".md",
    group="reading",
    words="The codes with definitions, rules, examples and counts as plain text with marks.",
    pack=pack,
    choices=(COUNTS,),
)
