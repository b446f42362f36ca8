"""The text of PDF files, as far as their pages say what belongs together."""

from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from tests.interchange.documents.builders import pdf
from tests.interchange.documents.test_documents import opened, said

pytestmark = pytest.mark.usefixtures("kept_room")
LONG = "The quick brown fox jumps over the lazy dog and then goes on to inves-"


def test_lines_become_paragraphs_and_divided_words_whole(tmp_path: Path) -> None:
    pages = [
        [
            "A running head",
            "",
            "Introduction",
            "",
            LONG,
            "tigate what happens at the end of a very long line of text, as",
            "it ends.",
        ],
        ["A running head", "", "Another paragraph begins at the top of this page and runs on and on"],
        ["A running head", "", "over the edge. More.", "Q: a question?", "A: yes, sure.", "- an item"],
    ]
    entry, _ = opened(pdf(tmp_path / "a.pdf", pages, outline={0: "Introduction"}))
    blocks = entry.text.split("\n\n")
    assert "investigate what happens" in blocks[2] and blocks[2].endswith("it ends.")
    assert "runs on and on over the edge. More." in entry.text
    assert blocks[-3:] == ["Q: a question?", "A: yes, sure.", "- an item"]
    assert said(entry, "heading")[0][1].startswith("Introduction")
    assert [words for value, words in said(entry, "part") if value == "running header"] == ["A running head"] * 3
    pages_of = dict(said(entry, "page"))
    assert set(pages_of) == {1, 2, 3} and "over the edge" in pages_of[3]
    assert (entry.attributes["pages"], entry.attributes["title"]) == (3, "A report")


def test_a_password(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="password") as caught:
        opened(pdf(tmp_path / "a.pdf", [["secret"]], password="!user"))
    assert caught.value.where["file"] == "a.pdf" and caught.value.remedy
    assert opened(pdf(tmp_path / "b.pdf", [["It opens."]], password="owner's"))[0].text == "It opens."


def test_pictures_of_text(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="pictures only") as caught:
        opened(pdf(tmp_path / "a.pdf", [[], []]))
    assert "OCR" in (caught.value.remedy or "")
    _, losses = opened(pdf(tmp_path / "b.pdf", [["words"], []]))
    assert [(loss.what, loss.count) for loss in losses] == [("pages without text", 1)]


def test_a_table_of_references_that_is_wrong_is_made_anew(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [["Still there."]])
    path.write_bytes(path.read_bytes().replace(b"startxref\n", b"startxref\n9"))
    assert opened(path)[0].text == "Still there."
