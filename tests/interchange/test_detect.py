"""What a file is, told by its content."""

import codecs
import zipfile
from pathlib import Path

import polars as pl
import pytest

from linewise.core.errors import BadInput, NotFound
from linewise.interchange.delimiter import NONE
from linewise.interchange.detect import Shape, detect
from tests.interchange import files

GERMAN = (
    "id;text\n1;Ich habe mit meiner Schwester Käse gekauft, über die schöne Straße.\n2;Größe zählt nicht, fünf Äpfel\n"
)
RUSSIAN = "id,text\n1,Вчера я гулял с сестрой по парку, и мы ели мороженое\n2,Было очень весело и тепло\n"
JAPANESE = "id,text\n1,昨日、妹と一緒に公園を散歩して、アイスクリームを食べました。\n2,とても楽しかったです。\n"


def shape(path: Path, content: str | bytes, encoding: str = "utf-8") -> Shape:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return detect(path)


@pytest.mark.parametrize(
    ("name", "content", "kind", "delimiter"),
    [
        ("a.csv", "id,text\n1,hello\n2,there\n", "csv", ","),
        ("a.csv", "id;text\n1;hello, you\n2;a, b, c\n", "csv", ";"),
        ("a.csv", "id|text\n1|hello, you\n", "csv", "|"),
        ("a.csv", "id\ttext\n1\thello\n", "tsv", "\t"),
        ("a.tsv", "text\nhello\n", "tsv", "\t"),
        ("a.csv", 'id,text\n1,"two\nlines, and; more; of; it"\n2,"say ""hi"", you"\n3,x\n', "csv", ","),
        ("a.csv", "text\nhello, you\nno comma\n", "csv", NONE),
        ("a.csv", 'text\n"hello, you"\n"a, b, c"\n', "csv", NONE),
        ("a.csv", "id,text,label\n1,a,b\n2,unquoted, comma,c\n3,a,b\n", "csv", ","),
        ("a", "id,text\n1,hello\n2,there\n", "csv", ","),
        ("a", "Just prose.\nOf two lines.\n", "txt", None),
        ("a.txt", "Prose, with a comma,\nin every, line,\n", "txt", None),
        ("a.txt", "id\ttext\n1\ta\n2\tb\n3\tc\n", "tsv", "\t"),
        ("a.txt", "[00:01:02] Anna: hello\n[00:01:05] Ben: hi\n", "txt", None),
        ("a.jsonl", '{"text": "a"}\n{"text": "b"}\n', "jsonl", None),
        ("a.json", '{"text": "a"}\n{"text": "b"}\n', "jsonl", None),
        ("a.json", '\n [\n {"text": "a"}]', "json", None),
        ("a.json", '{\n "data": []\n}', "json", None),
    ],
)
def test_text_formats(tmp_path: Path, name: str, content: str, kind: str, delimiter: str | None) -> None:
    found = shape(tmp_path / name, content)
    assert (found.format, found.delimiter) == (kind, delimiter)
    assert found.size == len(content.encode())


def test_binary_formats(tmp_path: Path) -> None:
    pl.DataFrame({"text": ["a"]}).write_parquet(tmp_path / "a.parquet")
    assert detect(tmp_path / "a.parquet").format == "parquet"
    book = files.xlsx(tmp_path / "a.xlsx", {"One": [["text"]], "Two": [["text"]]})
    assert (detect(book).format, detect(book).sheets) == ("xlsx", ("One", "Two"))
    sheet = files.ods(tmp_path / "a.ods", [["text"], ["a"]])
    assert (detect(sheet).format, detect(sheet).sheets) == ("ods", ("Sheet1",))


def test_a_wrong_name_is_told_and_the_content_believed(tmp_path: Path) -> None:
    book = files.xlsx(tmp_path / "a.csv", {"One": [["text"], ["a"]]})
    found = detect(book)
    assert found.format == "xlsx" and "Named .csv, but it holds XLSX" in found.notices[0]
    found = shape(tmp_path / "b.xlsx", "id,text\n1,a\n2,b\n")
    assert found.format == "csv" and "Named .xlsx" in found.notices[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\x1f\x8b\x08abc", "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Office"),
        (b"SQLite format 3\0" + b"\0" * 90, "SQLite"),
        (b"PK\x03\x04" + b"x" * 100, "damaged"),
        (bytes(range(256)) * 40, "neither text nor"),
        (b"\0" * 5000, "neither text nor"),
    ],
)
def test_what_cannot_be_imported_is_refused_by_its_name(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        shape(tmp_path / "a.csv", content)
    assert caught.value.remedy and caught.value.where["file"] == "a.csv"


@pytest.mark.parametrize(
    ("member", "says"),
    [("xl/workbook.bin", "binary workbook"), ("a.csv", "zip archive"), ("b.zip", "zip archive")],
)
def test_other_archives_are_refused(tmp_path: Path, member: str, says: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(BadInput, match=says):
        detect(tmp_path / "a.zip")


def test_places_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        detect(tmp_path / "none.csv")
    with pytest.raises(BadInput, match="folder"):
        detect(tmp_path)


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8-sig", "utf-8-sig"),
        (GERMAN, "utf-16", "utf-16"),
        (GERMAN, "utf-16-le", "utf-16-le"),
        (GERMAN, "utf-16-be", "utf-16-be"),
        (GERMAN, "utf-32", "utf-32"),
        (GERMAN, "cp1252", "cp1252"),
        (GERMAN, "mac_roman", "mac_roman"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8_r", "koi8_r"),
        (JAPANESE, "shift_jis", "shift_jis"),
        ("id,text\n" + "1,Nothing but plain words here.\n" * 3000 + "2,At the café we met.\n", "cp1252", "cp1252"),
    ],
)
def test_encodings(tmp_path: Path, text: str, encoding: str, found: str) -> None:
    seen = shape(tmp_path / "a.csv", text, encoding)
    assert seen.encoding is not None
    assert codecs.lookup(seen.encoding).name == codecs.lookup(found).name
    guessed = not encoding.startswith("utf-8") and encoding not in ("utf-16", "utf-32")
    assert bool(seen.notices) == guessed


def test_utf8_with_a_broken_byte_is_not_taken_for_something_else(tmp_path: Path) -> None:
    broken = GERMAN.encode() * 10 + b"3;caf\xe9\n"
    assert shape(tmp_path / "a.csv", broken).encoding == "utf-8"


def test_characters_cut_at_the_edge_of_a_window_are_whole(tmp_path: Path) -> None:
    for shift in range(4):
        content = b"x" * shift + "né🙂".encode() * (400_000)
        assert shape(tmp_path / "a.txt", content).encoding == "utf-8"
