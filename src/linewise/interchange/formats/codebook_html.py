"""A codebook as one HTML page: contents, codes with all that is said of them, counts; for screen and paper."""

from collections.abc import Mapping
from pathlib import Path

from linewise.core.exchange import Parcel
from linewise.interchange.formats.rendering.book import TITLES, Book, Entry, book, cell, parts
from linewise.interchange.formats.rendering.choices import COUNTS
from linewise.interchange.formats.rendering.page import Page, clean, opened, text_html
from linewise.interchange.formats.rendering.text import colour, is_rtl
from linewise.interchange.packing import Format, Packed, Value


def pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    """Write the codebook of a parcel."""
    return render(path, book(parcel, counted=choices["counts"] is True))


def render(path: Path, made: Book) -> Packed:
    """Write a codebook."""
    with opened(path) as file:
        page = Page(file, f"{made.title}: codebook", wide=len(made.entries) > 6)
        page.write(f'<header><h1 dir="auto">{clean(made.title)}</h1>\n<p class="lead">Codebook</p>\n')
        page.about(made.about)
        page.write("</header>\n")
        _contents(page, made)
        for place, entry in enumerate(made.entries):
            _code(page, made, entry, place)
        if not made.entries:
            page.write('<p class="none">There are no codes yet.</p>\n')
        page.close()
    return Packed({"codes": len(made.entries)})


def _contents(page: Page, made: Book) -> None:
    if len(made.entries) < 3:
        return
    page.write('<nav aria-label="Codes"><ol>\n')
    for entry in made.entries:
        count = f'<span class="count">{entry.figures.people:,}</span>' if made.counted and entry.code.codable else ""
        page.write(
            f'<li style="padding-inline-start:{min(entry.depth, 8) * 1.1:.1f}rem"><a href="#{clean(entry.anchor)}">'
            f"<bdi>{clean(entry.code.name)}</bdi></a>{count}</li>\n"
        )
    page.write("</ol></nav>\n")


def _code(page: Page, made: Book, entry: Entry, place: int) -> None:
    code = entry.code
    level = min(6, entry.depth + 2)
    own = colour(code.colour, place)
    path = " › ".join(f"<bdi>{clean(name)}</bdi>" for name in entry.path)
    way = ' dir="rtl"' if is_rtl(code.name) else ""
    page.write(
        f'<section class="code"{way} id="{clean(entry.anchor)}" style="--own:#{own}">'
        + (f'<div class="path">{path}</div>' if path else "")
        + f'<h{level} dir="auto">{clean(code.name)}</h{level}>\n'
    )
    if code.aliases:
        page.write(
            f'<p class="lead" dir="auto">Also: {", ".join(f"<bdi>{clean(one)}</bdi>" for one in code.aliases)}</p>'
        )
    if entry.also:
        page.write(f'<p class="lead">Also below: {", ".join(f"<bdi>{clean(one)}</bdi>" for one in entry.also)}</p>\n')
    page.write(text_html(code.definition) or ('<p class="none">No definition yet.</p>' if code.codable else ""))
    for title, texts in parts(code):
        page.write(f'<p class="label">{title}</p>\n')
        if len(texts) == 1 and title.endswith("when"):
            page.write(text_html(texts[0]))
        else:
            page.write("<ul>" + "".join(f'<li class="pre" dir="auto">{clean(one)}</li>' for one in texts) + "</ul>\n")
    if made.counted and code.codable:
        shown = ((TITLES[origin], cell(entry.figures, origin)) for origin in made.origins)
        page.write(
            '<div class="figures">'
            + "".join(f"<span>{title} <b>{value}</b></span>" for title, value in shown if value)
            + "</div>\n"
        )
    page.write("</section>\n")


FORMAT = Format(
    name="codebook-html",
    title="Codebook as a web page",
    suffix=".html",
    group="reading",
    words="The codes with definitions, rules, examples and counts on one page, for screen and paper.",
    pack=pack,
    choices=(COUNTS,),
)
