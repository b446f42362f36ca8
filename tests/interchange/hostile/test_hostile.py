"""Attacks: each is refused with what is wrong and what to do, or does no harm, in bounded memory and time."""

import json
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.importing.plan import ImportPlan
from linewise.interchange.limits import Apart
from linewise.interchange.preview import preview
from linewise.interchange.read import records
from tests.interchange.documents.builders import pdf, zipped
from tests.interchange.hostile import builders as evil
from tests.interchange.samples import SAMPLES

pytestmark = pytest.mark.usefixtures("kept_room")
PLAN = ImportPlan(text=("text",), on_bad_row="skip")
GB = 1 << 30


@pytest.fixture(autouse=True)
def bounds() -> Iterator[None]:
    """No attack may take minutes, or the memory of the machine; the numbers are far from what is usual."""
    before, begun = _peak(resource.RUSAGE_SELF), time.monotonic()
    yield
    assert time.monotonic() - begun < 90
    assert _peak(resource.RUSAGE_SELF) - before < GB
    assert _peak(resource.RUSAGE_CHILDREN) < 3 * GB


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss * 1024


def refused(path: Path, says: str = ".") -> BadInput:
    with pytest.raises(BadInput, match=says) as caught:
        preview(path)
        list(records(path, PLAN))
    error = caught.value
    assert error.message and error.remedy and error.where.get("file"), str(error)
    return error


def neutral(path: Path) -> list[str]:
    """The texts that come out of a file that does no harm."""
    preview(path)
    return [record.text for record in records(path, PLAN)]


def told(path: Path) -> str:
    """What is said of the files that a folder or archive holds and that cannot be read."""
    return "\n".join(problem.reason for problem in preview(path).problems)


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".epub"])
@pytest.mark.parametrize("attack", list(evil.ATTACKS_BY_XML))
def test_xml_that_reads_files_or_swells(tmp_path: Path, suffix: str, attack: str) -> None:
    error = refused(evil.with_xml(tmp_path / f"a{suffix}", evil.ATTACKS_BY_XML[attack]), "not XML that can be read")
    assert "root" not in str(error) and error.where["part"]


@pytest.mark.parametrize("stated", [None, 100, 2 * GB - 1])
def test_a_member_of_two_gigabytes_whatever_it_states(tmp_path: Path, stated: int | None) -> None:
    refused(evil.huge_word(tmp_path / "a.docx", 2 * GB, stated=stated))


def test_many_members_of_one_gigabyte_that_share_their_bytes(tmp_path: Path) -> None:
    data = evil.inflated(GB)
    names = [f"{number}.txt" for number in range(20)]
    path = evil.archive(tmp_path / "a.zip", dict.fromkeys(names, (data, GB, None)), shared=True)
    refused(path, r"'0\.txt' is larger than 256 MB")


def test_archives_in_archives_are_not_opened(tmp_path: Path) -> None:
    inner = evil.zip_of(tmp_path / "inner.zip", {"a.txt": b"x"}).read_bytes()
    for _ in range(10):
        inner = evil.zip_of(tmp_path / "inner.zip", {"a.zip": inner, "b.txt": b"words"}).read_bytes()
    path = evil.zip_of(tmp_path / "a.zip", {"inner.zip": inner, "b.txt": b"words"})
    assert "'inner.zip'" in told(path)
    assert neutral(path) == ["words"]


def test_ways_out_of_an_archive(tmp_path: Path) -> None:
    names = ["../up.txt", "/etc/x.txt", "a/../../b.txt", "C:/x.txt", "..\\up.txt", "ok.txt"]
    path = evil.zip_of(tmp_path / "a.zip", dict.fromkeys(names, b"words"))
    assert neutral(path) == ["words"]
    assert told(path).count("leads outside") == 5
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.zip"]


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "a.txt").write_text("words")
    (folder / "b.txt").symlink_to("/etc/passwd")
    (folder / "c").symlink_to("/etc")
    assert neutral(folder) == ["words"]


@pytest.mark.parametrize("loop", list(evil.LOOPS))
def test_pdf_that_goes_round_in_circles(tmp_path: Path, loop: str) -> None:
    refused(evil.pdf_of(tmp_path / "a.pdf", evil.LOOPS[loop]))


def test_pdf_that_swells(tmp_path: Path) -> None:
    refused(evil.bombed_pdf(tmp_path / "a.pdf", 200 * evil.MB))
    filters = "/ASCIIHexDecode " * 5000
    refused(evil.pdf_of(tmp_path / "b.pdf", evil.page_of(b"41>" * 10, filters)))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "encrypted Office"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "old or encrypted"),
        ("a.pdf", b"%PDF-1.7\n%%EOF", "PDF"),
        ("a.pdf", b"%PDF-1.7\n" + b"1 0 obj\n<<" * 5000, "PDF"),
        ("a.rtf", b"{\\rtf1}", "no text"),
        ("a.epub", b"PK\x03\x04", "damaged"),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\n\n", "no text"),
        ("a.vtt", b"WEBVTT\n\nx --> y\nz\n", "time code"),
        ("a.html", b"<html><script>only()</script></html>", "no text"),
        ("a.txt", b"x" * (17 * evil.MB), "characters"),
        ("a.html", b"<html><p>" + b"x" * (17 * evil.MB), "."),
        ("a.json", b'{"name": "x", "type": "personal_chat", "messages": ' + b"[" * 100_000, "nested"),
        ("a.json", b'{"name": "x", "type": "personal_chat", "messages": [{"text": "\\ud800"}]}', "surrogate"),
        ("a.md", b"# \n\n", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert refused(tmp_path / name, says).where["file"] == name


@pytest.mark.parametrize("build", [evil.deep_rtf, evil.deep_html])
def test_what_is_nested_too_deeply(tmp_path: Path, build: Callable[[Path], Path]) -> None:
    suffix = build.__name__.removeprefix("deep_")
    refused(build(tmp_path / f"a.{suffix}"))


def test_what_is_nested_as_deeply_as_one_may(tmp_path: Path) -> None:
    assert neutral(evil.deep_open_document(tmp_path / "a.odt")) == ["x"]


@pytest.mark.parametrize("sign", [">", "[", "*a ", "- ", "`", "![", "<a ", "|a|\n|-|\n", "1. ", "(" * 50, "&amp;"])
def test_markdown_that_takes_long(tmp_path: Path, sign: str) -> None:
    (tmp_path / "a.md").write_text(sign * 4_000 + "x")
    try:
        neutral(tmp_path / "a.md")
    except BadInput as error:
        assert error.remedy


def test_an_archive_that_is_encrypted(tmp_path: Path) -> None:
    refused(evil.encrypted_zip(tmp_path / "a.docx"), "encrypted")


def test_an_open_document_with_a_password(tmp_path: Path) -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    kind = ("mimetype", "application/vnd.oasis.opendocument.text")
    refused(zipped(tmp_path / "a.odt", {"META-INF/manifest.xml": manifest, "content.xml": "x"}, first=kind), "password")


def test_a_book_that_is_protected(tmp_path: Path) -> None:
    lock = '<encryption><EncryptedData><EncryptionMethod Algorithm="http://x/aes128"/></EncryptedData></encryption>'
    parts = {"META-INF/container.xml": "<container/>", "META-INF/encryption.xml": lock}
    refused(zipped(tmp_path / "a.epub", parts, first=("mimetype", "application/epub+zip")), "protected")


def test_characters_that_no_text_may_hold_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(rb"{\rtf1 a\u0?b\u-10240?c\'00d}")
    (tmp_path / "b.html").write_bytes(b"<html><p>a\0b&#0;c&#xD800;d")
    for name in ("a.rtf", "b.html"):
        (text,) = neutral(tmp_path / name)
        assert text.encode() and "\0" not in text and text[0] == "a" and text[-1] == "d"


def test_scripts_and_formulas_are_words_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><p onclick='x()'>=1+1<script>evil()</script><a href='javascript:x()'>go</a>"
    )
    assert neutral(tmp_path / "a.html") == ["=1+1go"]


@pytest.mark.parametrize("kind", list(SAMPLES))
def test_every_format_cut_off(tmp_path: Path, kind: str) -> None:
    path = SAMPLES[kind](tmp_path)  # type: ignore[index]
    whole = sorted(one for one in ([path] if path.is_file() else path.rglob("*")) if one.is_file())[-1]
    content = whole.read_bytes()
    for part in (1, len(content) // 3, len(content) - 3):
        whole.write_bytes(content[: max(1, part)])
        try:
            neutral(path)
        except BadInput as error:
            assert error.message and error.remedy and error.where


def test_a_parser_that_was_taken_over_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    with Apart("tests.interchange.hostile.intruder", seconds=2) as apart:
        assert apart.ask(str(tmp_path / "x").encode(), file="a") == b"refused"
        with pytest.raises(BadInput, match="more than 2 seconds"):
            apart.ask(b"sleep", file="a")
        with pytest.raises(BadInput, match="breaks down"):
            apart.ask(b"swell", file="a")
        assert apart.ask(json.dumps("still there").encode(), file="a") == b"refused"
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    refused(pdf(tmp_path / "a.pdf", [["x"]], password="!"), "password")
