"""The student asks about a study with planted flaws; each answer does what it says, in one step that is taken back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from linewise.client import Client
from linewise.core.errors import BadInput, NotFound
from linewise.core.views import UnitQuery
from linewise.teaching.questions.views import QuestionView
from linewise.workbench import Project, Workspace
from tests.teaching.planted import ANIMAL, LONELY, NAME, OUTSIDE, PET, WORK, codes_of, make_planted
from tests.web.server import TOKEN, served


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_planted(tmp_path_factory.mktemp("planted") / "study.linewise")


@pytest.fixture
def workspace(planted: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copyfile(planted, tmp_path / "study.linewise")
    with Workspace(tmp_path / "study.linewise") as workspace:
        yield workspace


@pytest.fixture
def project(workspace: Workspace) -> Project:
    return workspace.project(NAME).as_coder("me")


def asked(project: Project, kind: str, code: str | None = None) -> QuestionView:
    about = None if code is None else f"code:{codes_of(project)[code]}"
    found = [one for one in every(project) if one.kind == kind and about in (None, *one.about)]
    assert found, f"{kind} is not asked: {[one.title for one in project.teaching.questions().items]}"
    return found[0]


def every(project: Project) -> tuple[QuestionView, ...]:
    return project.teaching.questions().items


def present(project: Project, code: str) -> set[int]:
    return {unit.id for unit in project.coding.units(UnitQuery(code=code, limit=500)).units}


def test_what_was_planted_is_asked(project: Project) -> None:
    found = project.teaching.questions()
    assert {"twins", "alike", "two_senses", "unread", "empty"} <= {one.kind for one in found.items}
    assert not found.thinking
    assert [one.value for one in found.items] == sorted((one.value for one in found.items), reverse=True)
    senses = asked(project, "two_senses", OUTSIDE)
    assert senses.title == f"Does “{OUTSIDE}” mean two things?"
    assert all(side.words for side in senses.sides), "words that mark the senses off are shown"
    assert "will be read as" in asked(project, "alike").answers[0].effect, "the impact is told before"


def test_one_text_two_coders_is_settled_by_a_decision(project: Project) -> None:
    codes, question = codes_of(project), asked(project, "twins")
    assert [unit.id for unit in question.sides[0].units] == [5]
    right = next(answer for answer in question.answers if answer.title == f"“{WORK}”")
    done = project.teaching.answer(question.id, right.name)
    assert (done.state, done.answer, done.outcome) == ("answered", f"“{WORK}”", ("unit:5",))
    mine = {one.code: one.value for one in project.coding.unit(5).codings if one.coder == project.coder.id}
    assert mine == {codes[WORK]: "present", codes[OUTSIDE]: "absent"}
    assert question.id not in {one.id for one in project.teaching.questions().items}
    assert project.teaching.questions().answered[0].about[0] == "unit 5"
    project.undo()
    mine = {one.code: one.value for one in project.coding.unit(5).codings if one.coder == project.coder.id}
    assert mine == {codes[OUTSIDE]: "present"}
    assert asked(project, "twins").id == question.id, "taken back, it is asked again"


def test_two_codes_become_one_and_two_again(project: Project) -> None:
    question, before = asked(project, "alike"), codes_of(project)
    done = project.teaching.answer(question.id, "1")
    assert done.answer.startswith("They are one")
    assert {PET, ANIMAL} - set(codes_of(project)) == {PET}
    assert len(present(project, before[ANIMAL])) == 40
    project.undo(done.event)
    assert codes_of(project) == before


def test_a_code_of_two_senses_is_split(project: Project) -> None:
    question, before = asked(project, "two_senses", OUTSIDE), codes_of(project)
    with pytest.raises(BadInput, match="needs a name"):
        project.teaching.answer(question.id, "split")
    project.teaching.answer(question.id, "split", text="Sport")
    after = codes_of(project)
    moved = present(project, after["Sport"])
    # Unit 5 is disputed, and so in neither sense.
    assert moved in ({*range(40)} - {5}, {*range(40, 80)})
    project.undo()
    assert codes_of(project) == before
    assert len(present(project, before[OUTSIDE])) == 80
    assert project.auditing.verify().ok


def test_one_sense_is_remembered_and_a_definition_written(project: Project) -> None:
    question = asked(project, "two_senses", OUTSIDE)
    project.teaching.answer(question.id, "keep")
    assert question.id not in {one.id for one in every(project)}
    empty = asked(project, "empty")
    project.teaching.answer(empty.id, "define", text="Sun, rain and wind.")
    assert project.grouping.code(codes_of(project)[LONELY]).code.definition == "Sun, rain and wind."


def test_a_code_without_example_is_retired(project: Project) -> None:
    done = project.teaching.answer(asked(project, "empty").id, "retire")
    assert LONELY not in codes_of(project)
    assert done.outcome[0].startswith("code:")


def test_texts_that_nobody_read_open_a_round(project: Project) -> None:
    question = asked(project, "unread")
    done = project.teaching.answer(question.id, "round")
    opened = project.verifying.state().open
    assert opened is not None
    assert done.outcome == (f"round:{opened.round.id}",)
    assert {item.unit.id for item in opened.items} <= set(range(160, 200))
    assert opened.round.audit_share == 0, "nothing of it was drawn at random"
    project.undo(done.event)
    assert project.verifying.state().open is None


def test_texts_that_nobody_read_become_a_code(project: Project) -> None:
    question = asked(project, "unread")
    project.teaching.answer(question.id, "create", text="Food")
    shown = {unit.id for side in question.sides for unit in side.units}
    assert present(project, codes_of(project)["Food"]) == shown
    project.undo()
    assert "Food" not in codes_of(project)


def test_a_memo_says_why(project: Project) -> None:
    question = asked(project, "alike")
    project.teaching.answer(question.id, "memo", text="A pet is [[Animal]] with a name.")
    (memo,) = project.exploring.memos()
    assert (memo.about, memo.text) == ("code", "A pet is [[Animal]] with a name.")
    assert {f"code:{code}" for name, code in codes_of(project).items() if name in (PET, ANIMAL)} <= {
        *memo.links,
        f"code:{memo.about_id}",
    }
    project.undo()
    assert project.exploring.memos() == ()


def test_set_aside_it_rests_and_comes_back_when_that_is_undone(project: Project) -> None:
    question = asked(project, "two_senses", OUTSIDE)
    assert project.teaching.set_aside(question.id).state == "set_aside"
    with pytest.raises(NotFound):
        project.teaching.answer(question.id, "keep")
    assert question.id not in {one.id for one in every(project)}
    project.undo()
    assert asked(project, "two_senses", OUTSIDE).id == question.id


def test_an_answer_that_is_none_is_refused(project: Project) -> None:
    with pytest.raises(BadInput, match="cannot be answered by"):
        project.teaching.answer(asked(project, "alike").id, "perhaps")
    with pytest.raises(NotFound, match="Nobody asks"):
        project.teaching.set_aside("alike-0")


def test_the_client_and_the_background_give_the_same(workspace: Workspace, project: Project) -> None:
    first = project.teaching.questions(wait=False)
    assert first.thinking
    assert first.items == ()
    for job in workspace.jobs.list():
        workspace.jobs.wait(job.id)
    found = project.teaching.questions(wait=False)
    assert not found.thinking
    with served(workspace) as server, Client(server.url, TOKEN) as client:
        remote = client.project(NAME).teaching
        assert [one.id for one in remote.questions().items] == [one.id for one in found.items]
        done = remote.answer(asked(project, "empty").id, "memo", text="Nothing yet.")
        assert done.state == "answered"
        assert remote.set_aside(asked(project, "twins").id).state == "set_aside"


def test_without_codes_it_says_what_is_missing(tmp_path: Path) -> None:
    with Workspace(tmp_path / "bare.linewise") as workspace:
        found = workspace.create("Bare").teaching.questions()
    assert found.items == ()
    assert "Questions come when" in found.words
