"""Passages by code as a Word document, each marked within what stands around it."""

from collections.abc import Mapping
from pathlib import Path

from linewise.core.exchange import Loss, Parcel
from linewise.interchange.formats.rendering.choices import CODES, CONTEXT, MOST, PAPER
from linewise.interchange.formats.rendering.quotes import Asked, Gathered, Quote
from linewise.interchange.formats.rendering.text import colour, is_rtl
from linewise.interchange.formats.rendering.told import left_out, told
from linewise.interchange.formats.rendering.word import Word
from linewise.interchange.packing import Format, Packed, Value

# A document of Word is held in memory whole; one of a thousand pages is no help to anybody.
MOST_PASSAGES = 5_000


def pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    """Write the passages of a parcel."""
    with Gathered(parcel, Asked.from_choices(parcel, choices)) as gathered:
        shown = [code for code in gathered.codes if gathered.found[code.id]]
        word = Word(f"{parcel.name}: quotations", subject="Quotations by code", paper=str(choices["paper"]))
        word.title(parcel.name or "Quotations", "Quotations by code")
        written = 0
        for place, code in enumerate(shown):
            word.heading(code.name, 1, colour=colour(code.colour, place))
            word.text(told(gathered, code), "Figures")
            for quote in gathered.of(code):
                if written < MOST_PASSAGES:
                    _write(word, quote)
                    written += 1
        if not shown:
            word.text("No passage has a code yet.", "Figures")
        word.save(str(path))
        over = gathered.kept - written
        cut = (Loss(what="passages", count=over, reason=f"a document takes {MOST_PASSAGES:,}; use HTML or CSV"),)
        return Packed({"codes": len(shown), "passages": written}, (*left_out(gathered), *(cut if over else ())))


def _write(word: Word, quote: Quote) -> None:
    for near in quote.before:
        word.runs([(near, "soft")], "Passage", rtl=is_rtl(near))
    word.runs([(quote.lead, ""), (quote.text, "mark"), (quote.tail, "")], "Passage", rtl=is_rtl(quote.text))
    for near in quote.after:
        word.runs([(near, "soft")], "Passage", rtl=is_rtl(near))
    for words in (quote.comment, *quote.memos):
        if words:
            word.runs([(f"Memo: {words}", "")], "Where", rtl=is_rtl(words))
    word.runs([(" · ".join(part for part in (quote.where, quote.who) if part), "")], "Where")


FORMAT = Format(
    name="quotations-docx",
    title="Quotations for Word",
    suffix=".quotations.docx",
    group="reading",
    words="The passages of each code with what stands around them, where they are from, and who coded them.",
    pack=pack,
    choices=(CONTEXT, MOST, CODES, PAPER),
)
