"""Any text with any passages comes back; any lines are read or refused."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linewise.core.errors import BadInput
from linewise.core.exchange import CodeEntry, DocumentEntry, Parcel, Statement
from linewise.interchange.formats.brat import BRAT
from linewise.interchange.formats.cas import CAS
from linewise.interchange.formats.qualcoder import QUALCODER
from linewise.interchange.formats.taguette import TAGUETTE
from linewise.interchange.offsets import Utf16
from linewise.interchange.packing import Format
from linewise.interchange.readers.annotations.brat_lines import Annotations
from linewise.interchange.readers.annotations.taguette_html import Page
from linewise.interchange.readers.annotations.webanno_tsv import read_tsv
from tests.interchange.standoff.sample import read, write

FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
SIGNS = [
    "a",
    "b c",
    "é",
    "e\u0301",
    "😀",
    "👩\u200d👧",
    "\n",
    "\n\n",
    " ",
    "  ",
    "\t",
    "<b>",
    "&amp;",
    "\u2028",
    "\u00a0",
    "你",
    "|",
    "\\",
]
TEXTS = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=12).map("".join).filter(str.strip)
CODES = (CodeEntry(id="a", name="A"), CodeEntry(id="b", name="B.b", parents=("a",)))


@pytest.mark.parametrize("form", [TAGUETTE, QUALCODER, BRAT, CAS], ids=lambda form: form.name)
@FUZZ
@given(text=TEXTS, data=st.data())
def test_any_text_with_any_passages(tmp_path: Path, form: Format, text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    passages = data.draw(st.lists(st.tuples(places, places, st.sampled_from("ab")), max_size=4))
    wanted = [(start, end, code) for start, end, code in passages if start < end]
    said = tuple(Statement(code=code, start=start, end=end, coder="Bo") for start, end, code in wanted)
    entry = DocumentEntry(id="d", name="One", text=text, statements=said)
    write(form, tmp_path / f"x{form.suffix}", Parcel(program="Linewise", codes=CODES, documents=[entry]))
    contents, (found,), _ = read(tmp_path / f"x{form.suffix}")
    names = {code.id: code.name for code in contents.codes}
    assert found.text == text
    read_back = {(names[one.code], one.start, one.end) for one in found.statements}
    expected = {("A" if code == "a" else "B.b", start, end) for start, end, code in wanted}
    if form in (QUALCODER, CAS):
        assert read_back == expected
    else:
        # Line ends at the edges of a passage have no place between characters that are marked.
        shrunk = {
            (name, end - len(text[start:end].lstrip("\n")), start + len(text[start:end].rstrip("\n")))
            for name, start, end in expected
            if text[start:end].strip("\n")
        }
        assert read_back == shrunk


LINES = st.lists(
    st.sampled_from(
        [
            "T1\t",
            "T2\tX ",
            "0 1",
            ";",
            "1 3",
            " ",
            "\t",
            "a",
            "\n",
            "\r\n",
            "#1\tN ",
            "T1",
            "A1\tB ",
            "E1\tX:T1 ",
            "R1\t",
            "*",
            "N1\tR T1 D:1",
            "-1 9",
            "99999",
        ]
    ),
    max_size=40,
).map("".join)


@settings(FUZZ, max_examples=100)
@given(LINES, TEXTS)
def test_any_lines_of_brat(lines: str, text: str) -> None:
    found = Annotations(lines, text)
    for one in found.marked():
        assert all(0 <= start < end <= len(found.text) for start, end in one.spans)


TSV = st.lists(
    st.sampled_from(
        [
            "#T_SP=w.X|f\n",
            "#T_SP=w.Y\n",
            "#T_RL=r|x|BT_y\n",
            "\n",
            "#Text=",
            "a 😀",
            "1-1\t0-1\ta",
            "1-2\t2-4\t😀",
            "\tA[1]",
            "\t_",
            "\t*|B[2]",
            "\\",
            "|",
            "\\n",
        ]
    ),
    max_size=30,
).map("".join)


@settings(FUZZ, max_examples=100)
@given(TSV)
def test_any_lines_of_webanno(content: str) -> None:
    try:
        cas = read_tsv("#FORMAT=WebAnno TSV 3.3\n" + content, "a.tsv", None)
    except BadInput as error:
        assert error.where["line"] and error.remedy
        return
    for one in cas.structures:
        assert one.begin is not None and 0 <= one.begin <= len(cas.text)


HTML = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<br>",
            "<td>",
            "<tr>",
            "</tr>",
            "<table>",
            "</table>",
            "<pre>",
            "</pre>",
            "<h2>",
            "</h2>",
            "<li>",
            "a",
            "é",
            "😀",
            " ",
            "\n",
            "&amp;",
            "<",
            "&#",
            "<b",
            ">",
            "<!--",
            "-->",
            "<script>",
        ]
    ),
    max_size=40,
).map("".join)


@settings(FUZZ, max_examples=100)
@given(HTML, st.integers(0, 60), st.integers(0, 60))
def test_any_html(html: str, start: int, end: int) -> None:
    page = Page(html)
    assert 0 <= page.start(start) <= len(page.text) and 0 <= page.end(end) <= len(page.text)
    assert all(0 <= one.start <= one.end <= len(page.text) for one in page.stretches)


@given(st.text(alphabet="aé😀\n", max_size=30))
def test_units_and_points(text: str) -> None:
    units = Utf16(text)
    for point in range(len(text) + 1):
        assert units.from_points(point) == len(text[:point].encode("utf-16-le")) // 2
        assert units.to_points(units.from_points(point)) == point
