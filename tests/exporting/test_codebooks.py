"""A codebook for people: Word, PDF, HTML, Markdown, tables, each read back by what reads such files."""

import csv
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from linewise.core.exchange import CodeEntry, Parcel
from linewise.interchange.formats import (
    codebook_docx,
    codebook_html,
    codebook_markdown,
    codebook_pdf,
    codebook_table,
)
from linewise.interchange.formats.rendering.book import BookFacts, CodeFigures, book
from linewise.interchange.formats.rendering.text import colour, is_rtl, possible
from linewise.interchange.packing import Format
from tests.exporting.books import CODES, LONG, MANY, PARCEL

ALL = (
    codebook_docx.FORMAT,
    codebook_pdf.FORMAT,
    codebook_html.FORMAT,
    codebook_markdown.FORMAT,
    codebook_table.CSV,
    codebook_table.XLSX,
)
CHOICES: dict[str, Any] = {"counts": True, "paper": "a4"}


def written(folder: Path, format: Format, parcel: Parcel = PARCEL, **choices: object) -> Path:
    path = folder / f"book{format.suffix}"
    found = format.pack(path, parcel, {**CHOICES, **choices})
    assert found.counts["codes"] == len(parcel.codes)
    return path


@pytest.mark.parametrize("format", ALL, ids=lambda one: one.name)
def test_three_hundred_codes_nothing_at_all_and_what_no_document_can_hold(tmp_path: Path, format: Format) -> None:
    written(tmp_path, format, MANY)
    written(tmp_path, format, Parcel(program="Linewise"))
    odd = CodeEntry(id="x\"'<&>", name="\x00\x1f half \ufffe # = _*[", definition="\x0b\r\n\ny" * 40, colour="red;}")
    written(tmp_path, format, Parcel(program="Linewise", name="\x07 \\# " * 90, codes=(odd,)))


def test_every_code_has_its_place_once_even_in_a_circle() -> None:
    made = book(PARCEL)
    assert [(entry.code.id, entry.depth, entry.path) for entry in made.entries] == [
        ("1", 0, ()),
        ("2", 1, ("Joy & <delight>",)),
        ("3", 2, ("Joy & <delight>", "Money")),
        ("4", 1, ("Joy & <delight>",)),
        ("5", 0, ()),
        ("6", 1, ("People",)),
        ("7", 0, ()),
        ("8", 1, ("Circle a",)),
    ]
    assert made.entries[3].also == ("People",)


def test_counts_come_from_the_parcel_or_from_who_knows_better() -> None:
    counted = {entry.code.id: entry.figures for entry in book(PARCEL).entries}
    assert (counted["2"].people, counted["1"].people, counted["6"].people, counted["6"].model) == (3, 1, 1, 1)
    known = BookFacts(figures={"2": CodeFigures(people=7, share=0.25, low=0.2, high=0.31)}, version=12, units=99)
    made = book(PARCEL, known)
    assert made.origins == ("people", "prevalence")
    assert made.entries[1].figures.prevalence == "25.0% (20.0% to 31.0%)"
    assert ("Codebook version", "12") in made.about and ("Units in the corpus", "99") in made.about
    assert book(PARCEL, known, counted=False).origins == ()


def test_word_has_headings_by_depth_both_directions_and_a_table(tmp_path: Path) -> None:
    from docx import Document
    from docx.oxml.ns import qn

    made: Any = Document(str(written(tmp_path, codebook_docx.FORMAT)))
    heads = [(one.text, one.style.name) for one in made.paragraphs if one.style.name.startswith("Heading")]
    assert heads[:4] == [
        ("Joy & <delight>", "Heading 1"),
        ("Money", "Heading 2"),
        ("שמחה קטנה", "Heading 3"),
        ("فرح العائلة", "Heading 2"),
    ]
    turned = [one.text for one in made.paragraphs if one._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None]
    assert turned == ["שמחה קטנה", "שמחה על דבר קטן (כמו קפה)", "فرح العائلة", "فرح مع العائلة، 3 مرات على الأقل"]
    texts = [one.text for one in made.paragraphs]
    assert {"Use it when", "I laughed until I cried", "Also: happiness, delight 🎉", LONG.strip()} <= set(
        map(str.strip, texts)
    )
    (table,) = made.tables
    assert [[cell.text.strip() for cell in row.cells] for row in table.rows][:3] == [
        ["Code", "People", "Model"],
        ["Joy & <delight>", "1", "0"],
        ["Money", "3", "0"],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert round(made.sections[0].page_width.mm) == 210
    assert not Document(str(written(tmp_path, codebook_docx.FORMAT, counts=False))).tables
    letter: Any = Document(str(written(tmp_path, codebook_docx.FORMAT, paper="us-letter")))
    assert round(letter.sections[0].page_width.mm) == 216


def test_the_same_codebook_gives_the_same_word_file(tmp_path: Path) -> None:
    def members() -> dict[str, bytes]:
        with zipfile.ZipFile(written(tmp_path, codebook_docx.FORMAT)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    assert members() == members()


def test_pdf_holds_every_text_links_and_bookmarks(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    from pypdf import PdfReader

    reader = PdfReader(written(tmp_path, codebook_pdf.FORMAT))
    assert reader.metadata is not None and reader.metadata.title == "Happy moments <2026>"
    text = "\n".join(page.extract_text() for page in reader.pages)
    for wanted in ("Joy & <delight>", "somebody says that they were happy", '=HYPERLINK("http://x")', "Circle b"):
        assert wanted in text
    assert re.search("[\u0590-\u05ff]{3}", text) and re.search("[\u0600-\u06ff]{3}", text)
    names = [one.title for one in reader.outline if not isinstance(one, list)]
    assert "Joy & <delight>" in names and "How often each code was found" in names
    assert len(reader.pages[0].get("/Annots", ())) >= 8
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], "it should be tagged, for screen readers"


def test_pdf_says_what_no_font_here_draws(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    # A private character: no font in the world has it.
    odd = Parcel(program="Linewise", name="Odd", codes=(CodeEntry(id="1", name="Sign \U000f1234 and \u05d0"),))
    found = codebook_pdf.FORMAT.pack(tmp_path / "odd.pdf", odd, CHOICES)
    (loss,) = found.losses
    assert (loss.what, loss.count) == ("characters", 1) and "\U000f1234" in loss.reason


class Reader(HTMLParser):
    """Tags that carry something out of the page, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_needs_nothing_else_and_runs_nothing(tmp_path: Path) -> None:
    evil = CodeEntry(id='"><script>', name="<script>alert(1)</script>", colour='#fff"onload="x', definition="</style>")
    page = Reader()
    page.feed(
        written(tmp_path, codebook_html.FORMAT, Parcel(program="", name="<marquee>", codes=(evil, *CODES))).read_text()
    )
    assert {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "marquee"} == set()
    assert all(str(given.get("href", "#")).startswith("#") for _, given in page.tags)
    assert all(not name.startswith("on") for _, given in page.tags for name in given)
    assert "<script>alert(1)</script>" in page.text and "</style>" in page.text
    targets = {given.get("id") for _, given in page.tags}
    assert all(given["href"][1:] in targets for tag, given in page.tags if tag == "a" and given["href"])
    assert LONG in page.text.replace("\n", "")


def test_markdown_says_what_was_written(tmp_path: Path) -> None:
    from markdown_it import MarkdownIt

    odd = CodeEntry(
        id="1",
        name="# not [a](link) *or* `code` | <b>",
        definition="1. no list\n\n- none\n    indented\n=== \n~~~",
        examples=("| a | b |", "+ plus", "![x](y)"),
    )
    text = written(tmp_path, codebook_markdown.FORMAT, Parcel(program="", name="T", codes=(odd,))).read_text()
    parser = MarkdownIt("commonmark").enable("table")
    page = Reader()
    page.feed(parser.render(text))
    assert "# not [a](link) *or* `code` | <b>" in page.text and "![x](y)" in page.text and "~~~" in page.text
    tags = {tag for tag, _ in page.tags}
    assert tags <= {"h1", "h2", "p", "strong", "em", "ul", "li", "br", "table", "thead", "tbody", "tr", "th", "td"}, (
        tags
    )
    assert sum(tag == "li" for tag, _ in page.tags) == 3


def test_tables_are_whole_and_harmless_to_spreadsheets(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    rows = list(csv.DictReader(written(tmp_path, codebook_table.CSV).open(encoding="utf-8", newline="")))
    assert [row["path"] for row in rows][2] == "Joy & <delight> › Money › שמחה קטנה"
    assert rows[0]["examples"] == 'I laughed until I cried\n=HYPERLINK("http://x")'
    assert (rows[1]["people"], rows[1]["level"], rows[4]["codable"]) == ("3", "2", "false")
    danger = Parcel(program="", codes=(CodeEntry(id="1", name="=cmd|x", examples=("@sum", "b")),))
    (row,) = csv.DictReader(written(tmp_path, codebook_table.CSV, danger).open(encoding="utf-8", newline=""))
    assert (row["code"], row["examples"]) == ("'=cmd|x", "'@sum\nb")
    sheet = CalamineWorkbook.from_path(written(tmp_path, codebook_table.XLSX)).get_sheet_by_index(0).to_python()
    assert sheet[0][0] == "code" and [row[0] for row in sheet[1:]] == [code.name for code in CODES]
    bare = next(csv.reader(written(tmp_path, codebook_table.CSV, counts=False).open(encoding="utf-8", newline="")))
    assert "people" not in bare and "share" not in bare


def test_texts_find_their_direction_and_colours_are_colours() -> None:
    assert [is_rtl(text) for text in ("abc", "", "123 !", "12 א", "a א", "مرحبا")] == [
        False,
        False,
        False,
        True,
        False,
        True,
    ]
    assert (colour("#C2410C", 0), colour("abc", 0)) == ("c2410c", "aabbcc")
    assert re.fullmatch("[0-9a-f]{6}", colour("red;}</style>", 3))
    assert possible("a\x00b\ud800c\td") == "a\ufffdb\ufffdc\td"
