"""Offsets stay right from any document through any segmentation."""

from pathlib import Path
from typing import get_args
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linewise.core.exchange import DocumentEntry, Stretch
from linewise.importing.cutting import cut
from linewise.importing.record import Record
from linewise.importing.segment import Segmentation
from linewise.interchange.detect import detect
from linewise.interchange.readers import READERS
from linewise.interchange.readers.documents import worker
from linewise.interchange.table import ReadOptions
from tests.interchange.documents.builders import odt, zipped
from tests.interchange.samples import SAMPLES

pytestmark = pytest.mark.usefixtures("kept_room")
WAYS = get_args(Segmentation)
MANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = f'<w:document xmlns:w="{NAMESPACE}"><w:body>%s</w:body></w:document>'
# What is easily counted wrong: pairs of surrogates, joined emoji, marks, two directions, odd spaces.
SIGNS = [
    "a",
    "Ä",
    "e\u0301",
    "👩‍👩‍👧",
    "🏳️‍🌈",
    "مرحبا",
    "\u202eabc\u202c",
    "\u200f",
    "日本語。",
    "\u00a0",
    "x. Y",
    "Anna: ",
    "?",
    "…",
    "- ",
]
PARAGRAPH = (
    st.lists(st.sampled_from(SIGNS), min_size=1, max_size=8).map("".join).filter(lambda text: bool(text.strip()))
)
PARAGRAPHS = st.lists(PARAGRAPH, min_size=1, max_size=6)


def require_right(entry: DocumentEntry) -> None:
    """Units lie in order inside of the text, and have the structure that holds where they begin."""
    for how in WAYS:
        record = Record(1, entry.text, None, {}, (), None, entry)
        last = 0
        for unit in cut(record, how):
            piece = entry.text[unit.start : unit.end]
            assert last <= unit.start < unit.end <= len(entry.text) and piece == piece.strip()
            last = unit.end
            for name, value in at(entry.stretches, unit.start).items():
                if name not in ("speaker", "time"):
                    assert unit.own[name] == value
    for one in entry.stretches:
        assert 0 <= one.start < one.end <= len(entry.text)
    for memo in entry.memos:
        assert memo.start is None or memo.end is None or 0 <= memo.start < memo.end <= len(entry.text)


def at(stretches: tuple[Stretch, ...], place: int) -> dict[str, object]:
    holding = [one for one in stretches if one.start <= place < one.end]
    return {one.name: one.value for one in sorted(holding, key=lambda one: (one.start, -one.end))}


@pytest.mark.parametrize("kind", list(SAMPLES))
def test_units_of_every_sample(tmp_path: Path, kind: str) -> None:
    path = SAMPLES[kind](tmp_path)  # type: ignore[index]
    shape = detect(path)
    assert shape.format == kind
    with READERS[shape.format].open(path, ReadOptions(encoding=shape.encoding or "utf-8")) as table:
        for row in table.rows:
            assert row.defect is None
            if row.entry is not None:
                require_right(row.entry)


@MANY
@given(paragraphs=PARAGRAPHS)
def test_paragraphs_of_word_come_out_as_they_went_in(tmp_path: Path, paragraphs: list[str]) -> None:
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in paragraphs)
    path = zipped(tmp_path / "a.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": WORD % body})
    entry = worker.read("docx", path).entry
    assert entry.text == "\n\n".join(text.strip() for text in paragraphs)
    require_right(entry)


@MANY
@given(paragraphs=PARAGRAPHS)
def test_paragraphs_of_open_documents_and_headings(tmp_path: Path, paragraphs: list[str]) -> None:
    body = "".join(
        f'<text:h text:outline-level="{place % 3 + 1}">{text}</text:h>' if place % 2 else f"<text:p>{text}</text:p>"
        for place, text in enumerate(map(escape, paragraphs))
    )
    entry = worker.read("odt", odt(tmp_path / "a.odt", body)).entry
    assert entry.text == "\n\n".join(text.strip() for text in paragraphs)
    assert sum(one.name == "part" for one in entry.stretches) == len(paragraphs) // 2
    require_right(entry)


@MANY
@given(paragraphs=PARAGRAPHS)
def test_paragraphs_of_rich_text(tmp_path: Path, paragraphs: list[str]) -> None:
    def coded(text: str) -> str:
        units = text.encode("utf-16-le")
        numbers = [int.from_bytes(units[place : place + 2], "little", signed=True) for place in range(0, len(units), 2)]
        return "".join(f"\\u{number}?" for number in numbers)

    (tmp_path / "a.rtf").write_text(r"{\rtf1\ansi " + "".join(coded(text) + r"\par " for text in paragraphs) + "}")
    entry = worker.read("rtf", tmp_path / "a.rtf").entry
    assert entry.text == "\n\n".join(text.strip() for text in paragraphs)
    require_right(entry)


@MANY
@given(paragraphs=PARAGRAPHS, newline=st.sampled_from(["\n", "\r\n"]))
def test_subtitles_of_any_words(tmp_path: Path, paragraphs: list[str], newline: str) -> None:
    cues = [f"{n}\n00:00:{n:02d},000 --> 00:00:{n + 1:02d},000\n{text}\n" for n, text in enumerate(paragraphs)]
    (tmp_path / "a.srt").write_bytes("\n".join(cues).replace("\n", newline).encode())
    with READERS["subtitles"].open(tmp_path / "a.srt", ReadOptions()) as table:
        (row,) = table.rows
    assert row.entry is not None and "\r" not in row.entry.text
    require_right(row.entry)
