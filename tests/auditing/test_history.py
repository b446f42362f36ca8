"""The log as people read it: sentences with names and quotes, found by person, kind, thing and words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linewise.core.errors import BadInput, Conflict
from linewise.core.events import KINDS
from linewise.grouping.views import Part
from linewise.workbench import Project
from tests.auditing.commands import EVERYTHING, do
from tests.auditing.session import Session
from tests.support.study import study


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path) as project:
        yield project


def told(project: Project, **options: object) -> list[str]:
    return [entry.words for entry in project.auditing.log(**options).entries]  # type: ignore[arg-type]


def test_coding_reads_as_it_was_done(project: Project) -> None:
    project.coding.write(2, "surprise;  monetary gain")
    project.coding.write(2, "surprise")
    project.coding.write(0, "luck")
    project.coding.mark(6, "unsure")
    money = project.grouping.create("Money", norms=["luck", "surprise"]).code.id
    kin = project.grouping.create("Kin").code.id
    project.coding.code(5, {money: "present", kin: "absent"})
    project.exploring.write_memo("code", money, "Too wide?\nSplit it.")
    project.coding.write(2, "")
    assert told(project, limit=9)[::-1] == [
        "wrote “surprise; monetary gain” on unit 2",
        "changed the note on unit 2 to “surprise”",
        "wrote “luck” on unit 0 and 1 of the same text",
        "marked unit 6 as unsure",
        "made the code Money of “luck” and 1 more",
        "made the code Kin",
        "found Money; ruled out Kin in unit 5",
        "wrote a memo on Money: “Too wide?”",
        "withdrew “surprise” from unit 2",
    ]


def test_the_codebook_and_rounds_read_so_too(project: Project) -> None:
    for unit, text in ((2, "kin"), (5, "rest"), (6, "bus")):
        project.coding.write(unit, text)
    money, kin = (project.grouping.create(name).code.id for name in ("Money", "Kin"))
    project.grouping.place(kin, ["kin", "rest", "bus"])
    project.grouping.unplace(kin, ["bus"])
    project.grouping.describe(kin, name="Family ties")
    project.grouping.describe(kin, definition="All of them.")
    project.grouping.split(kin, [Part(name="Leisure", norms=("rest",))])
    project.grouping.merge([money], into=kin)
    project.grouping.retire(kin)
    opened = project.verifying.open(strategy="random", size=2, seed=1)
    first, second = opened.items
    project.verifying.decide(
        opened.round.id, first.position, state="corrected", codes=[project.grouping.codebook().codes[0].code.id]
    )
    project.verifying.decide(opened.round.id, second.position, state="skipped")
    project.verifying.close(opened.round.id)
    name = project.grouping.codebook().codes[0].code.name
    assert told(project, limit=11)[::-1] == [
        "put “kin”, “rest” and “bus” into Kin",
        "took “bus” out of Kin",
        "renamed “Kin” to Family ties",
        "described Family ties: definition",
        "split Family ties into “Leisure”",
        "merged “Money” into Family ties",
        "retired Family ties",
        "opened round 1: 2 units, random",
        f"decided unit {first.unit.id}: {name}",
        f"skipped unit {second.unit.id}",
        "closed round 1",
    ]


def test_what_was_taken_back_and_brought_back_says_what_it_was(project: Project) -> None:
    project.coding.write(2, "family")
    project.undo()
    project.redo()
    assert told(project, limit=3) == [
        "brought back: wrote “family” on unit 2",
        "took back: wrote “family” on unit 2",
        "wrote “family” on unit 2",
    ]
    (entry,) = project.auditing.log(limit=1).entries
    assert [(one.text, one.reference, one.quoted) for one in entry.said if one.reference or one.quoted] == [
        ("family", "", True),
        ("unit 2", "unit:2", False),
    ]


def test_every_kind_of_event_is_told_in_more_than_its_title(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path, rows=None) as project:
        session = Session(project, tmp_path)
        do(session, ("import", 0, 0, 0))
        for step in EVERYTHING:
            do(session, step)
        entries = project.auditing.log(limit=500).entries
    bare = {entry.kind for entry in entries if entry.words == KINDS[entry.kind].title}
    assert bare <= {"coder_joined"}
    assert all(entry.words and "None" not in entry.words and "  " not in entry.words for entry in entries)


def test_the_log_is_searched_by_what_was_written_and_by_names(project: Project) -> None:
    project.coding.write(2, "Größe; monetary gain")
    code = project.grouping.create("Getting somewhere").code.id
    project.coding.code(5, {code: "present"})
    project.coding.write(3, "sport")
    assert told(project, search="MONETARY") == ["wrote “Größe; monetary gain” on unit 2"]
    assert told(project, search="größe") == ["wrote “Größe; monetary gain” on unit 2"]
    assert told(project, search="getting some") == [
        "found Getting somewhere in unit 5",
        "made the code Getting somewhere",
    ]
    assert told(project, search="open_code") == [], "what only programs read is not searched"
    assert told(project, search="%") == []


def test_filters_hold_together_and_pages_go_on(project: Project) -> None:
    other = project.as_coder("Bo")
    for unit in (2, 3, 5):
        project.coding.write(unit, f"note {unit}")
        other.coding.write(unit, f"Bo on {unit}")
        project.coding.mark(unit, "done")
    assert told(project, coder="Bo", kinds=["note_written"], subject="unit:3") == [
        "wrote “Bo on 3” on unit 3 and 1 of the same text"
    ]
    page = project.auditing.log(coder=other.coder.id, kinds=["note_written"], limit=2)
    assert [entry.words for entry in page.entries] == [
        "wrote “Bo on 5” on unit 5",
        "wrote “Bo on 3” on unit 3 and 1 of the same text",
    ]
    assert told(project, coder="Bo", kinds=["note_written"], after=page.next) == ["wrote “Bo on 2” on unit 2"]
    found = project.auditing.log(search="note", limit=1)
    assert found.next is not None and len(project.auditing.log(search="note", after=found.next).entries) == 2
    assert told(project, coder="Nobody") == []
    with pytest.raises(BadInput):
        project.auditing.log(kinds=["note_burnt"])


def test_any_undone_entry_is_brought_back_by_its_number(project: Project) -> None:
    project.coding.write(2, "family")
    project.coding.write(3, "sport")
    first, second = (entry.seq for entry in project.auditing.log(limit=2).entries[::-1])
    project.undo(first)
    project.undo(second)
    with pytest.raises(Conflict, match="is not undone"):
        project.redo(first - 1)
    assert project.redo(first).target.seq == first
    assert [note.text for note in project.coding.unit(2).notes] == ["family"]
    assert project.coding.unit(3).notes == ()
    with pytest.raises(Conflict, match="is not undone"):
        project.redo(first)
    project.undo(first)
    project.coding.write(2, "kin")
    with pytest.raises(Conflict) as refused:
        project.redo(first)
    assert refused.value.where["event"] == project.state().seq
    assert "Undo event" in str(refused.value.remedy)
