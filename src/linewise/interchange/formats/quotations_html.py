"""Passages by code as one HTML page, each marked within what stands around it."""

from collections.abc import Mapping
from pathlib import Path

from linewise.core.exchange import Parcel
from linewise.interchange.formats.rendering.choices import CODES, CONTEXT, MOST
from linewise.interchange.formats.rendering.page import Page, clean, opened
from linewise.interchange.formats.rendering.quotes import Asked, Gathered, Quote
from linewise.interchange.formats.rendering.text import colour, is_rtl
from linewise.interchange.formats.rendering.told import left_out, told
from linewise.interchange.packing import Format, Packed, Value


def pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    """Write the passages of a parcel."""
    with Gathered(parcel, Asked.from_choices(parcel, choices)) as gathered, opened(path) as file:
        shown = [code for code in gathered.codes if gathered.found[code.id]]
        page = Page(file, f"{parcel.name}: quotations", wide=len(shown) > 6)
        page.write(f'<header><h1 dir="auto">{clean(parcel.name)}</h1>\n<p class="lead">Quotations by code</p>\n')
        page.about((("Passages", f"{gathered.kept:,}"), ("Codes", f"{len(shown):,}")))
        page.write("</header>\n")
        if len(shown) > 2:
            page.write('<nav aria-label="Codes"><ol>\n')
            for place, code in enumerate(shown):
                page.write(
                    f'<li><a href="#c{place}"><bdi>{clean(code.name)}</bdi></a>'
                    f'<span class="count">{gathered.found[code.id]:,}</span></li>\n'
                )
            page.write("</ol></nav>\n")
        for place, code in enumerate(shown):
            way = ' dir="rtl"' if is_rtl(code.name) else ""
            page.write(
                f'<section class="code" id="c{place}"{way} style="--own:#{colour(code.colour, place)}">'
                f'<h2 dir="auto">{clean(code.name)}</h2>\n<p class="path">{clean(told(gathered, code))}</p>\n'
            )
            for quote in gathered.of(code):
                _write(page, quote)
            page.write("</section>\n")
        if not shown:
            page.write('<p class="none">No passage has a code yet.</p>\n')
        page.close()
        return Packed({"codes": len(shown), "passages": gathered.kept}, left_out(gathered))


def _write(page: Page, quote: Quote) -> None:
    before = "".join(f'<p class="near pre" dir="auto">{clean(one)}</p>' for one in quote.before)
    after = "".join(f'<p class="near pre" dir="auto">{clean(one)}</p>' for one in quote.after)
    page.write(
        f'<article class="quote"><blockquote>{before}<p class="pre" dir="{"rtl" if is_rtl(quote.text) else "auto"}">'
        f"{clean(quote.lead)}<mark>{clean(quote.text)}</mark>{clean(quote.tail)}</p>{after}</blockquote>\n"
    )
    for words in (quote.comment, *quote.memos):
        if words:
            page.write(f'<p class="memo pre" dir="auto">{clean(words)}</p>\n')
    said = f" · {clean(quote.who)}" if quote.who else ""
    page.write(f'<p class="where"><bdi>{clean(quote.where)}</bdi>{said}</p></article>\n')


FORMAT = Format(
    name="quotations-html",
    title="Quotations as a web page",
    suffix=".quotations.html",
    group="reading",
    words="The passages of each code with what stands around them, where they are from, and who coded them.",
    pack=pack,
    choices=(CONTEXT, MOST, CODES),
)
