"""Read by another program's own library; files of real programs; files that mean harm."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.interchange.detect import detect
from linewise.interchange.formats.refi import schema
from tests.interchange.refi import dialects
from tests.interchange.refi.dialects import HOPE, TEXT, WORDS, words
from tests.interchange.refi.parcels import archive, full, members, original, read, write

REAL = Path(__file__).parents[4] / "shared" / "data" / "refi_qda"


def test_another_library_reads_what_we_write(tmp_path: Path) -> None:
    """pyrefiqda (MIT) makes its classes from the schema and refuses what does not fit."""
    from pyrefiqda.refiproject import RefiProject

    path = tmp_path / "a.qdpx"
    write(path, full(), whole=False)
    project = RefiProject.load(path, str(tmp_path / "unpacked"))
    assert project.name == "study"
    assert [user.name for user in project.users.user] == ["Ann", "Ben", "Cem", "model: heads 3"]
    names = {code.name: code for code in project.code_book.codes.code}
    assert [code.name for code in names["Feelings"].code] == ["joy & <bliss>", "grief", "small"]
    first = project.sources.text_source[0]
    text = RefiProject.resolve_source_path(first.plain_text_path, str(tmp_path / "unpacked")).read_text("utf-8")
    marked = [text[one.start_position : one.end_position] for one in first.plain_text_selection]
    assert marked == ["Grüße", "🎉"]
    assert len(first.plain_text_selection[1].coding) == 2
    assert project.variables.variable[0].name == "age"
    assert len(project.notes.note) == 6


def test_what_another_library_writes_is_read(tmp_path: Path) -> None:
    from pyrefiqda.refiproject import RefiProject

    path = tmp_path / "a.qdpx"
    write(path, full())
    project = RefiProject.load(path, str(tmp_path / "unpacked"))
    RefiProject.save(project, tmp_path / "b.qdpx", tmp_path / "unpacked" / "sources")
    came, _ = read(tmp_path / "b.qdpx")
    first, second = (next(iter(one.documents)) for one in (came, read(path)[0]))
    keys = ("code", "start", "end", "coder", "machine", "id")
    told = [{tuple(getattr(said, key) for key in keys) for said in one.statements} for one in (first, second)]
    present = {tuple(getattr(said, key) for key in keys) for said in second.statements if said.value == "present"}
    assert told[0] == present and first.text == second.text


def real(name: str) -> Path:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"there is no {path}")
    return path


def test_the_example_of_the_standard() -> None:
    path = real("skyloom_TestProject.qdpx")
    came, losses = read(path)
    counts = {one.what: one.count for one in losses}
    assert len(came.codes) == 14 and not list(came.documents)
    both = ("codings of sources without a text", "codings of pictures, PDF pages, sound or film")
    # Two of the PDF's codings stand there twice.
    assert sum(counts[one] for one in both) == 16
    assert counts["texts that are not there"] == 8
    assert [memo.title for memo in came.memos] == ["Research Plan"]


@pytest.mark.parametrize("name", ["skyloom_TestProject.qdpx", "skyloom_Project.qde", "atlasti_ponte_target.qdpx"])
def test_real_projects_go_out_as_they_came(name: str, tmp_path: Path) -> None:
    path = real(name)
    came, _ = read(path)
    first, second = tmp_path / "first.qdpx", tmp_path / "second.qdpx"
    write(first, replace(came, originals=(original(path),)))
    again, _ = read(first)
    assert (again.codes, again.memos) == (came.codes, came.memos)
    write(second, replace(again, originals=(original(first),)))
    assert members(first) == members(second)
    source = path.read_bytes() if path.suffix == ".qde" else next(iter(members(path).values()))
    assert ids(source) == ids(members(first)["project.qde"])


def ids(data: bytes) -> list[tuple[str, str]]:
    """Every element that has an id, and every reference."""
    from lxml import etree

    return sorted(
        (etree.QName(one).localname, one.get("guid") or one.get("targetGUID"))
        for one in etree.fromstring(data).iter()
        if isinstance(one.tag, str) and (one.get("guid") or one.get("targetGUID"))
    )


@pytest.mark.parametrize("name", ["atlasti23.4_codebook.qdc", "taguette_codebook.qdc"])
def test_real_codebooks_come_back(name: str, tmp_path: Path) -> None:
    path = real(name)
    came, _ = read(path)
    write(tmp_path / "a.qdc", replace(came, originals=(original(path),)))
    assert read(tmp_path / "a.qdc")[0].codes == came.codes
    assert len(ids((tmp_path / "a.qdc").read_bytes())) >= len(came.codes)


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ({"project.qde": DOCTYPE + dialects.project("<Users>&a;</Users>", origin="x", head="")}, "entities"),
        ({"project.qde": b"<Project"}, "not XML"),
        ({"a.qde": "<Project/>", "b.qde": "<Project/>"}, "2 projects"),
        ({"project.qde": ""}, "not XML"),
    ],
)
def test_what_cannot_be_read_says_why(inside: dict[str, str | bytes], reason: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=reason):
        read(archive(tmp_path / "a.qdpx", inside))


def test_paths_never_lead_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    sources = "".join(
        dialects.text_source("", path=path, own=dialects.id_of(path), name=path)
        for path in (
            "internal://../secret.txt",
            "absolute:///" + str(tmp_path / "secret.txt"),
            "relative:///../secret.txt",
        )
    )
    xml = dialects.project(dialects.codebook() + f"<Sources>{sources}</Sources>", origin="x")
    came, losses = read(archive(tmp_path / "a.qdpx", {"project.qde": xml}))
    assert not list(came.documents)
    assert losses[0].count == 3


def test_an_unpacked_project_is_read(tmp_path: Path) -> None:
    path = dialects.nvivo_windows(tmp_path / "a.qdpx")
    for name, data in members(path).items():
        place = tmp_path / "unpacked" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    assert detect(tmp_path / "unpacked").format == "qdpx"
    came, _ = read(tmp_path / "unpacked")
    entry = next(iter(came.documents))
    assert entry.text == WORDS and {(one.start, one.end) for one in entry.statements if one.code == HOPE} == set(
        words()
    )


def test_invalid_files_are_made_valid(tmp_path: Path) -> None:
    """Wrong order, empty lists, odd booleans and numbers, ids in braces: what goes out fits the standard."""
    said = dialects.selection(2, 4, dialects.coding(HOPE)).replace('startPosition="2"', 'startPosition="2.0"')
    xml = dialects.project(f"<Sets/><Sources>{dialects.text_source(said)}</Sources>" + dialects.codebook(), origin="x")
    xml = xml.replace('isCodable="true"', 'isCodable="True"').replace(f'guid="{TEXT}"', f'guid="{{{TEXT.lower()}}}"')
    path = archive(tmp_path / "a.qdpx", {"project.qde": xml, f"sources/{TEXT}.txt": WORDS})
    with pytest.raises(BadInput):
        schema.check(io.BytesIO(xml.encode()), "Project")
    came, _ = read(path)
    assert [(one.start, one.end) for one in next(iter(came.documents)).statements] == [(2, 4)]
    write(tmp_path / "b.qdpx", replace(came, originals=(original(path),)))
    schema.check(io.BytesIO(members(tmp_path / "b.qdpx")["project.qde"]), "Project")


@pytest.mark.parametrize("space", ["urn:QDA-XML:project:0:4", "urn:QDA-XML:project:1.0"])
def test_old_namespaces_and_prefixes_become_the_standards(space: str, tmp_path: Path) -> None:
    path = dialects.maxqda(tmp_path / "a.qdpx")
    inside = members(path)
    xml = inside["project.qde"].decode().replace("urn:QDA-XML:project:1.0", space).replace("xmlns=", "xmlns:q=")
    xml = xml.replace("</", "</q:").replace("<", "<q:").replace("<q:/q:", "</q:").replace("<q:?", "<?")
    old = archive(tmp_path / "b.qdpx", {**inside, "project.qde": xml})
    came, _ = read(old)
    assert list(came.documents) == list(read(path)[0].documents)
    for file, name in ((old, "c.qdpx"), (path, "d.qdpx")):
        write(tmp_path / name, replace(came, originals=(original(file),)))
    assert members(tmp_path / "c.qdpx") == members(tmp_path / "d.qdpx")
