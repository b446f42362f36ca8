"""Out of one project and into another: what people, models and imports said arrives as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import linewise
from linewise.workbench import Project
from tests.interchange.annotations.parcels import PARCEL, read, write

MADE = Path(__file__).parent / "made"
ENDINGS = {
    "label-studio": ".labelstudio.json",
    "prodigy": ".prodigy.jsonl",
    "doccano": ".doccano.jsonl",
    "argilla": ".argilla.json",
    "spacy": ".spacy.jsonl",
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("study")
    write("label-studio", folder / "a.json", PARCEL)
    with linewise.open_workspace(folder / "study.linewise") as workspace:
        project = workspace.create("study", coder="Lea")
        project.importing.run(folder / "a.json")
        project.importing.run(MADE / "argilla.json")
        units = project.coding.units().units
        code = next(card.code.id for card in project.grouping.codebook().codes if card.code.name == "Weather")
        project.coding.code(units[0].id, {code: "present"})
        yield project


def said(path: Path, *fields: str) -> set[tuple[object, ...]]:
    contents, found, _ = read(path)
    names = {code.id: code.name for code in contents.codes}
    return {
        (entry.text, names[one.code], one.start, one.end, *(getattr(one, name) for name in fields))
        for entry in found
        for one in entry.statements
    }


@pytest.mark.parametrize("name", list(ENDINGS))
def test_what_leaves_a_project_arrives_in_another(study: Project, tmp_path: Path, name: str) -> None:
    out = tmp_path / f"out{ENDINGS[name]}"
    written = study.exporting.run(out)
    assert (written.format, written.counts["documents"]) == (name, 4)
    with linewise.open_workspace(tmp_path / "b.linewise") as workspace:
        other = workspace.create("other", coder="Mia")
        report = other.importing.run(out)
        assert report.documents == 4 and report.program.lower().replace(" ", "-") == name
        assert report.statements == len(said(out, "coder", "value", "machine"))
        other.exporting.run(tmp_path / f"again{ENDINGS[name]}")
        assert other.auditing.verify().ok
    fields = (
        ("machine",) if name == "argilla" else () if name in ("doccano", "spacy") else ("coder", "machine", "score")
    )
    first, second = said(out, *fields), said(tmp_path / f"again{ENDINGS[name]}", *fields)
    assert first == second
    if name in ("label-studio", "prodigy"):
        assert {coder for *_, coder, machine, _ in first if not machine} >= {"Lea", "ann@x.org", "Bob"}


def test_a_dry_run_counts_and_keeps_nothing(study: Project, tmp_path: Path) -> None:
    written = study.exporting.run(tmp_path / "a.hf.zip", dry_run=True)
    assert written.format == "hugging-face" and written.counts["texts"] > 0 and list(tmp_path.iterdir()) == []
