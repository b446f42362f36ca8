"""Quotations by code: the right words, within what stands around them, from where, by whom."""

import csv
from pathlib import Path
from typing import Any

import pytest

from linewise.core.errors import BadInput
from linewise.core.exchange import CodeEntry, DocumentEntry, Parcel, Statement
from linewise.interchange.formats import quotations_docx, quotations_html, quotations_table
from linewise.interchange.formats.rendering.quotes import Asked, Gathered
from linewise.interchange.packing import chosen
from tests.exporting.books import CODES, PARCEL, PIECES, TEXT, UNITS
from tests.exporting.test_codebooks import Reader


def asked(parcel: Parcel = PARCEL, **given: object) -> Asked:
    return Asked.from_choices(parcel, chosen(quotations_html.FORMAT.choices, given))


def test_a_passage_comes_with_what_stands_around_it_and_where_it_is() -> None:
    with Gathered(PARCEL, asked(context=1)) as gathered:
        (joy,) = gathered.of(CODES[0])
        money = list(gathered.of(CODES[1]))
    assert (joy.before, joy.lead, joy.text, joy.tail, joy.after) == (
        (PIECES[0],),
        "It ",
        "was <b>great</b>",
        " fun!",
        (PIECES[2],),
    )
    assert joy.where == "Interview 1, Part one › Money, p. 3, Ann, 00:01:02.500"
    assert (joy.who, joy.memos) == ("Ann, 2026-11-03", ("+ lovely",))
    assert [one.text for one in money] == [PIECES[0], PIECES[1], "All of it."]
    assert money[1].comment == "sure of it"
    assert money[0].before == () and money[2].after == ()


@pytest.mark.parametrize(("context", "before", "after"), [(0, 0, 0), (2, 2, 2), (3, 2, 2)])
def test_context_ends_where_the_document_does(context: int, before: int, after: int) -> None:
    said = Statement(code="1", start=UNITS[2][0], end=UNITS[2][1])
    document = DocumentEntry(id="d", name="d", text=TEXT, units=UNITS, statements=(said,))
    parcel = Parcel(program="", codes=CODES, documents=(document,))
    with Gathered(parcel, asked(parcel, context=context)) as gathered:
        (quote,) = gathered.of(CODES[0])
    assert (len(quote.before), len(quote.after)) == (before, after)


def test_a_passage_may_reach_over_units_and_lie_between_them() -> None:
    text = "one\n\ntwo\n\nthree"
    document = DocumentEntry(
        id="d",
        name="d",
        text=text,
        units=((0, 3), (5, 8), (10, 15)),
        statements=(
            Statement(code="1", start=1, end=7),
            Statement(code="1", start=3, end=5),
            Statement(code="1", start=9, end=9),
        ),
    )
    parcel = Parcel(program="", codes=CODES, documents=(document,))
    with Gathered(parcel, asked(parcel)) as gathered:
        found = [(one.lead, one.text, one.tail, one.after) for one in gathered.of(CODES[0])]
    assert found == [("o", "ne\n\ntw", "o", ("three",)), ("one", "\n\n", "", ("two",)), ("two\n", "", "", ("three",))]


def test_only_what_is_present_and_each_word_of_a_coder_once() -> None:
    twice = (Statement(code="2", coder="Ann"), Statement(code="2", coder="Ann"), Statement(code="2", coder="Bo"))
    no = (Statement(code="2", coder="Cy", value="absent"), Statement(code="2", coder="Di", value="unsure"))
    parcel = Parcel(
        program="", codes=CODES, documents=(DocumentEntry(id="d", name="d", text="x", statements=twice + no),)
    )
    with Gathered(parcel, asked(parcel)) as gathered:
        assert [one.coder for one in gathered.of(CODES[1])] == ["Ann", "Bo"]


def test_most_of_a_code_only_some_codes_and_what_was_left_out(tmp_path: Path) -> None:
    choices = chosen(quotations_html.FORMAT.choices, {"most": 2, "codes": "MONEY ; friends 👩‍👩‍👧 友達"})
    found = quotations_html.FORMAT.pack(tmp_path / "q.html", PARCEL, choices)
    assert found.counts == {"codes": 2, "passages": 4}
    assert [(loss.what, loss.count) for loss in found.losses] == [("passages", 1)]
    assert "3 passages, the first 2 of them here" in (tmp_path / "q.html").read_text()
    for wrong in ({"context": 4}, {"codes": "nothing like it"}):
        with pytest.raises(BadInput):
            asked(**wrong)


def test_html_marks_the_passage_and_runs_nothing(tmp_path: Path) -> None:
    quotations_html.FORMAT.pack(tmp_path / "q.html", PARCEL, chosen(quotations_html.FORMAT.choices, {}))
    text = (tmp_path / "q.html").read_text()
    assert "It <mark>was &lt;b&gt;great&lt;/b&gt;</mark> fun!" in text
    assert "model 2 (93%)" in text and "שלום" in text
    page = Reader()
    page.feed(text)
    assert {"script", "b", "img", "link"} & {tag for tag, _ in page.tags} == set()


def test_word_shades_the_passage_under_its_code(tmp_path: Path) -> None:
    from docx import Document

    quotations_docx.FORMAT.pack(tmp_path / "q.docx", PARCEL, chosen(quotations_docx.FORMAT.choices, {}))
    made: Any = Document(str(tmp_path / "q.docx"))
    heads = [one.text for one in made.paragraphs if one.style.name == "Heading 1"]
    assert heads == ["Joy & <delight>", "Money", "Friends 👩‍👩‍👧 友達"]
    shaded = [run.text for one in made.paragraphs for run in one.runs if "w:shd" in run._r.xml]
    assert shaded == ["was <b>great</b>", PIECES[0], PIECES[1], "All of it.", PIECES[3], PIECES[4]]


def test_a_word_document_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotations_docx, "MOST_PASSAGES", 2)
    found = quotations_docx.FORMAT.pack(tmp_path / "q.docx", PARCEL, chosen(quotations_docx.FORMAT.choices, {}))
    assert found.counts["passages"] == 2 and found.losses[-1].count == 4


def test_tables_hold_every_passage_and_no_formula(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    said = Statement(code="1", comment="=1+1", coder="@me")
    danger = Parcel(
        program="",
        codes=(CodeEntry(id="1", name="+code"),),
        documents=(DocumentEntry(id="d", name="-name", text="=cmd|' /C calc'!A0", statements=(said,)),),
    )
    for parcel in (PARCEL, danger):
        for format in (quotations_table.CSV, quotations_table.XLSX):
            format.pack(tmp_path / f"{parcel.name[:5]}{format.suffix}", parcel, chosen(format.choices, {"context": 0}))
    rows = list(csv.DictReader((tmp_path / "Happy.quotations.csv").open(encoding="utf-8", newline="")))
    assert [row["passage"] for row in rows] == [
        "was <b>great</b>",
        PIECES[0],
        PIECES[1],
        "All of it.",
        PIECES[3],
        PIECES[4],
    ]
    assert (rows[0]["page"], rows[0]["speaker"], rows[4]["by model"], rows[4]["confidence"]) == (
        "3",
        "Ann",
        "true",
        "0.93",
    )
    (row,) = csv.DictReader((tmp_path / ".quotations.csv").open(encoding="utf-8", newline=""))
    assert [row[name][:2] for name in ("code", "passage", "document", "coder", "memo")] == [
        "'+",
        "'=",
        "'-",
        "'@",
        "'=",
    ]
    book = CalamineWorkbook.from_path(tmp_path / ".quotations.xlsx").get_sheet_by_index(0).to_python()
    assert book[1][1] == "=cmd|' /C calc'!A0"


def test_a_long_text_costs_no_memory(tmp_path: Path) -> None:
    import tracemalloc

    def documents() -> Any:
        for number in range(1_500):
            yield DocumentEntry(id=str(number), name="d", text="x" * 10_000, statements=(Statement(code="1"),))

    class Many:
        def __iter__(self) -> Any:
            return documents()

    parcel = Parcel(program="", codes=CODES[:1], documents=Many())
    tracemalloc.start()
    quotations_table.CSV.pack(tmp_path / "q.csv", parcel, chosen(quotations_table.CSV.choices, {}))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "q.csv").stat().st_size > 15_000_000
    assert peak < 12_000_000
