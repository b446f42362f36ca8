"""Taguette's project files: bytes of the text between tags, paths of tags, who highlighted when."""

from pathlib import Path

import pytest

from linewise.core.exchange import Stretch
from linewise.interchange.readers.annotations.taguette_html import Page
from tests.interchange.standoff.databases import taguette
from tests.interchange.standoff.sample import read

HTML = (
    "<h1>Walks &amp; more</h1>\n<p>I <em>love</em> walking 😀\n   every day.<br>Really.</p>\n"
    "<ul>\n <li>One</li>\n <li><p>Two é</p></li>\n</ul>\n"
    "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td><p>c</p></td><td>d</td></tr></tbody></table>"
    "<pre>\n x\n  y</pre>"
)
TEXT = "Walks & more\n\nI love walking 😀 every day.\nReally.\n\nOne\n\nTwo é\n\na\tb\n\nc\td\n\n x\n  y"


def between(html: str) -> str:
    """The text between tags, line ends and entities as a browser has them."""
    import html as entities
    import re

    return entities.unescape(re.sub(r"<pre>\n", "", re.sub(r"<(?!pre>\n)[^>]*>", "", html)))


def place(words: str, html: str = HTML) -> tuple[int, int]:
    """Bytes before and after these words, as the program counts them."""
    whole = between(html)
    start = len(whole[: whole.index(words)].encode())
    return start, start + len(words.encode())


@pytest.mark.parametrize(
    "words",
    [
        "Walks & more",
        "love",
        "walking 😀\n   every",
        "every day.Really",
        "😀",
        "Two é",
        "é\n",
        " x\n  y",
        "\nI love",
        "d x",
    ],
)
def test_places_of_words(words: str) -> None:
    page = Page(HTML)
    start, end = place(words)
    shown = page.text[page.start(start) : page.end(end)]
    assert "".join(shown.split()) == "".join(words.split())
    if not words[0].isspace():
        assert shown[:1] == words[:1]


def test_blocks_and_structure() -> None:
    page = Page(HTML)
    assert page.text == TEXT
    parts = {(page.text[one.start : one.end], one.name, one.value) for one in page.stretches}
    assert ("Walks & more", "part", "heading") in parts
    assert Stretch(0, len(TEXT), "heading", "Walks & more") in page.stretches
    assert {
        ("One", "part", "list"),
        ("Two é", "part", "list"),
        ("a\tb", "part", "table"),
        ("c\td", "part", "table"),
    } <= parts


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain <b>words</b>", "plain words"),
        ("<p>a</p><p></p><p>b</p>", "a\n\n\n\nb"),
        ("<p> a </p>\n<p>\n b\n</p>", " a \n\nb"),
        ("<div><div><p>a</p></div></div><div>b</div>", "a\n\nb"),
        ("a &lt;b&gt; &amp;amp; &#128512; &nbsp;", "a <b> &amp; 😀 \u00a0"),
        ("a < b and <3", "a < b and <3"),
        ("<p>a<!-- no --><script>if (a<b) alert(1)</script>c", "ac"),
        ("<p>a</p><h2>B</h2><h3>C</h3>d", "a\n\nB\n\nC\n\nd"),
        ("<p>a<a title='x>y' href=\"q>r\">b</a>", "ab"),
        ("<p>a<b title='never closed", "a"),
        ("&#xD800;&#0;", "\ufffd\ufffd"),
    ],
)
def test_odd_html(html: str, text: str) -> None:
    assert Page(html).text == text


@pytest.mark.parametrize(
    "html", ["<a" * 20_000, "<p>" * 20_000, "<" * 50_000, "<!--" * 20_000, "<b '" * 20_000, "<ul><li>" * 20_000]
)
def test_html_that_means_harm_takes_no_time(html: str) -> None:
    assert len(Page(html).text) <= len(html)


def test_a_project(tmp_path: Path) -> None:
    path = taguette(
        tmp_path / "walks.sqlite3",
        HTML,
        [
            (*place("love"), ["mood.joy"]),
            (*place("walking 😀"), ["mood.joy", "walk"]),
            (*place("One"), []),
            (9999, 10000, ["walk"]),
        ],
    )
    contents, (entry,), losses = read(path)
    assert (entry.name, entry.text, entry.attributes) == ("Ann", TEXT, {"filename": "ann.docx"})
    found = [(one.code, TEXT[one.start : one.end], one.coder, one.at) for one in entry.statements]
    at = "2024-03-01T09:30:00Z"
    assert found == [
        ("taguette:mood.joy", "love", "ann", at),
        ("taguette:mood.joy", "walking 😀", "ann", at),
        ("taguette:walk", "walking 😀", "ann", at),
    ]
    assert entry.statements[1].passage == entry.statements[2].passage
    codes = {code.id: (code.name, code.definition, code.parents, code.codable) for code in contents.codes}
    assert codes == {
        "taguette:mood": ("mood", "", (), False),
        "taguette:mood.joy": ("joy", "About mood.joy", ("taguette:mood",), True),
        "taguette:walk": ("walk", "About walk", (), True),
    }
    assert [memo.text for memo in contents.memos] == ["Why people walk."]
    assert sum(loss.count for loss in losses) == 2


def test_a_dot_within_a_name_parts_nothing(tmp_path: Path) -> None:
    path = taguette(tmp_path / "a.sqlite3", "<p>abc</p>", [(0, 1, ["Dr. Who", "e.g.", ".x", "a.b.c"])])
    names = {code.name for code in read(path)[0].codes}
    assert names == {"Dr. Who", "e.g.", ".x", "a", "b", "c"}
