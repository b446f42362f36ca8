"""Documents of word processors, browsers and books: their words, their structure, what is said of them."""

import zipfile
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.core.exchange import DocumentEntry, Loss
from linewise.interchange.detect import detect
from linewise.interchange.readers import READERS
from linewise.interchange.table import ReadOptions
from tests.interchange.documents import builders

pytestmark = pytest.mark.usefixtures("kept_room")


def opened(path: Path) -> tuple[DocumentEntry, tuple[Loss, ...]]:
    """The one document of a file, by the way that an import takes."""
    shape = detect(path)
    with READERS[shape.format].open(path, ReadOptions(encoding=shape.encoding or "utf-8")) as table:
        (row,) = table.rows
        assert row.entry is not None and row.defect is None
        assert row.cells["text"] == row.entry.text and set(row.cells) <= set(table.columns or row.cells)
        return row.entry, table.contents.losses()


def said(entry: DocumentEntry, name: str) -> list[tuple[object, str]]:
    return [(one.value, entry.text[one.start : one.end].strip()) for one in entry.stretches if one.name == name]


def test_a_word_document(tmp_path: Path) -> None:
    entry, losses = opened(builders.word(tmp_path / "a.docx"))
    blocks = entry.text.split("\n\n")
    assert blocks[:4] == ["Interview with Anna", "Part one", "I: How was it? Great 👩‍👩‍👧.", "one\ntwo\tthree"]
    assert blocks[4:] == [
        "Deeper",
        "first item",
        "second item",
        "Anna\tYes.",
        "Ben\tNo.\nNever.",
        "kept put in",
        "Part two",
        "The end, naïve e\u0301.",
    ]
    assert [path for path, _ in said(entry, "heading")] == ["Part one", "Part one › Deeper", "Part two"]
    assert [(value, words) for value, words in said(entry, "part") if value != "heading"] == [
        ("list", "first item"),
        ("list", "second item"),
        ("table", "Anna\tYes."),
        ("table", "Ben\tNo.\nNever."),
    ]
    (memo,) = entry.memos
    assert (memo.text, memo.coder, entry.text[memo.start : memo.end]) == ("She laughs.", "Carla", "Great 👩‍👩‍👧.")
    assert memo.at and entry.attributes["author"] == "B. Weber" and "taken out" not in entry.text
    assert [(loss.what, loss.count) for loss in losses] == [("headers and footers", 1)]


def test_word_styles_with_localised_ids_and_pages_as_last_laid_out(tmp_path: Path) -> None:
    path = builders.word(tmp_path / "a.docx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    main = parts["word/document.xml"].decode().replace('w:val="Heading1"', 'w:val="berschrift1"')
    main = main.replace("<w:t>Part two</w:t>", "<w:lastRenderedPageBreak/><w:t>Part two</w:t>")
    styles = parts["word/styles.xml"].decode().replace('w:styleId="Heading1"', 'w:styleId="berschrift1"')
    parts |= {"word/document.xml": main.encode(), "word/styles.xml": styles.encode()}
    entry, _ = opened(builders.zipped(path, parts))
    assert [path for path, _ in said(entry, "heading")] == ["Part one", "Part one › Deeper", "Part two"]
    assert [(page, words.partition("\n")[0]) for page, words in said(entry, "page")] == [
        (1, "Interview with Anna"),
        (2, "Part two"),
    ]


def test_an_open_document(tmp_path: Path) -> None:
    entry, _ = opened(builders.odt(tmp_path / "a.odt"))
    assert entry.text.split("\n\n") == [
        "One",
        "Anna: says   so[1].\nNext\ttab",
        "item",
        "a\tb\nc",
        "Marked words here.",
        "[1] A note.",
    ]
    assert said(entry, "heading")[0][0] == "One" and ("footnote", "[1] A note.") in said(entry, "part")
    (memo,) = entry.memos
    assert (memo.text, memo.coder, memo.at) == ("Why?", "Carla", "2024-05-01T10:00:00")
    assert entry.text[memo.start : memo.end] == "words"
    assert (entry.attributes["title"], entry.attributes["author"]) == ("An open text", "E. Editor")


def test_a_flat_open_document(tmp_path: Path) -> None:
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:x" xmlns:dc="urn:y"'
    kind = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    body = "<office:body><office:text><text:p>Flat, é.</text:p></office:text></office:body>"
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {spaces} {kind}>'
    about = "<office:meta><dc:title>A title</dc:title></office:meta>"
    (tmp_path / "a.fodt").write_text(f"{head}{about}{body}</office:document>", "utf-8")
    entry, _ = opened(tmp_path / "a.fodt")
    assert entry.text == "Flat, é." and entry.attributes == {"title": "A title"}


def test_deletions_that_stand_in_an_open_text(tmp_path: Path) -> None:
    changes = '<text:changed-region text:id="{}"><text:{}/></text:changed-region>'
    regions = changes.format("a", "insertion") + changes.format("b", "deletion")
    marked = '<text:change-start text:change-id="{0}"/>{1}<text:change-end text:change-id="{0}"/>'
    words = marked.format("a", " in") + marked.format("b", " <text:span>out</text:span>") + " after"
    body = f"<text:tracked-changes>{regions}</text:tracked-changes><text:p>kept{words}</text:p>"
    assert opened(builders.odt(tmp_path / "a.odt", body))[0].text == "kept in after"


def test_rich_text(tmp_path: Path) -> None:
    entry, losses = opened(builders.rtf(tmp_path / "a.rtf"))
    assert entry.text.split("\n\n") == [
        "Chapter",
        "Café „quoted“ 😀 bold\nsoft",
        "Привет[1]",
        "Anna\tYes.\nNo.",
        "Before after",
        "[1] A note.",
    ]
    assert said(entry, "heading")[0][0] == "Chapter" and entry.attributes == {
        "title": "A rich text",
        "author": "F. Writer",
    }
    assert [(memo.text, memo.coder) for memo in entry.memos] == [("Why?", "Carla")]
    assert [loss.what for loss in losses] == ["headers and footers"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\u228\'e4x", "äx"),
        (r"{\uc2\u8364\'80\'80!}\u8364?!", "€!€!"),
        (r"{\uc0\u8364}!", "€!"),
        (r"\'e4\{\}\\", "ä{}\\"),
        (r"a\~b\_c\emdash d\line e\tab f", "a\u00a0b\u2011c—d\ne\tf"),
        (r"{\*\generator x}{\pict 00ff}shown{\bin3 }}}after", "shownafter"),
        (r"\u-10179?x", "x"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt here}}", "here"),
    ],
)
def test_control_words_of_rich_text(tmp_path: Path, body: str, text: str) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1\ansi " + body.encode("latin-1") + b"}")
    assert opened(path)[0].text == text


def test_rich_text_in_a_code_page_of_two_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1\ansi{\fonttbl{\f1\fcharset128 MS;}}\f1 \'93\'fa\'96{\f1 \'7b}\'8c\'ea}")
    assert opened(path)[0].text.startswith("日")


def test_a_page_shows_what_a_browser_shows(tmp_path: Path) -> None:
    entry, losses = opened(builders.html(tmp_path / "a.html"))
    assert entry.text.split("\n\n") == [
        "Top",
        "First bold text\nbroken",
        "one",
        "two",
        "Sub",
        "a\tb\nc",
        "x\n  y",
        "tail & end",
    ]
    assert [path for path, _ in said(entry, "heading")] == ["Top", "Top › Sub"]
    assert entry.attributes == {"language": "en", "title": "A page", "author": "G. Web"}
    assert {loss.what: loss.count for loss in losses} == {"hidden parts": 2, "scripts": 1}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("<html><meta charset=windows-1251><p>Привет".encode("cp1251"), "Привет"),
        ("<html><p>Привет".encode("utf-16"), "Привет"),
        ("<html><p>Grüße – ja".encode(), "Grüße – ja"),
        (
            b'<html><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>\x93Gr\xfc\xdfe\x94',
            "“Grüße”",
        ),
        (
            "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><p>é</p></html>".encode(),
            "é",
        ),
    ],
)
def test_pages_in_their_encodings(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(data)
    assert opened(path)[0].text == words


def test_markdown_as_it_reads(tmp_path: Path) -> None:
    entry, _ = opened(builders.markdown(tmp_path / "a.md"))
    assert entry.text.split("\n\n") == [
        "Top",
        "Some stressed link and code\nnext line.",
        "one",
        "two",
        "quoted",
        "Sub",
        "a\tb",
        "1\t2",
        "x = 1",
        "raw",
    ]
    assert entry.attributes == {"title": "Notes", "place": "Graz"}
    assert [value for value, _ in said(entry, "part")] == [
        *("heading", "list", "list", "quote", "heading", "table", "table", "code")
    ]


def test_a_book_in_the_order_of_its_spine(tmp_path: Path) -> None:
    entry, _ = opened(builders.epub(tmp_path / "a.epub"))
    assert entry.text == "First\n\nBegin’s.\n\nSecond."
    assert said(entry, "heading") == [("First", "First\n\nBegin’s."), ("The second", "Second.")]
    assert entry.attributes == {"title": "A book", "author": "H. Author"}


def test_a_wrong_suffix_is_told_and_the_content_believed(tmp_path: Path) -> None:
    found = detect(builders.word(tmp_path / "a.txt"))
    assert found.format == "docx" and "Named .txt, but it holds DOCX" in found.notices[0]
    assert detect(builders.html(tmp_path / "a.pdf")).format == "html"


def test_a_document_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no text"):
        opened(builders.odt(tmp_path / "a.odt", "<text:p> </text:p>"))
