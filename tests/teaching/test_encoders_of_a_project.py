"""Another encoder for a project: tried beside the one in use, resumed after a stop, compared, chosen, taken back."""

import csv
from pathlib import Path

import numpy as np
import pytest

from linewise.core.errors import BadInput, Conflict, NotFound, NotReady
from linewise.jobs import Cancelled
from linewise.workbench import Project, open_workspace
from linewise.workbench.encoders.vectors import ROWS
from tests.support.tiny import make_tiny, tiny_texts, torch_or_skip

UNITS = ROWS + 40
GERMAN = (
    "Gestern habe ich meine alte Schulfreundin wiedergesehen",
    "Der Kuchen ist mir richtig gut gelungen",
    "Unser Hund schläft jetzt die ganze Nacht durch",
    "Mein Bruder hat die Prüfung endlich bestanden",
    "Wir haben am Abend zusammen gekocht und gelacht",
)


def begun(path: Path, texts: list[str], *, labels: list[int] | None = None, decided: int = 0) -> Project:
    """A project of these texts, encoded by their words, with a code for each label and the first units decided."""
    file = path / "texts.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["text"], *([text] for text in texts)])
    project = open_workspace(path / "study.linewise").create("Study", exclusive=True, seed=1)
    project.importing.run(file)
    project.teaching.offer_encoder("lexical")
    codes = [project.grouping.create(name).code.id for name in ("food", "sport", "work")] if labels else []
    for unit in range(decided):
        assert labels
        project.coding.code(unit, {codes[labels[unit]]: "present"})
    return project


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Project:
    texts, labels = tiny_texts(UNITS)
    return begun(
        tmp_path_factory.mktemp("study"), [f"{text} {n}" for n, text in enumerate(texts)], labels=labels, decided=60
    )


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch_or_skip()
    return make_tiny(tmp_path_factory.mktemp("models") / "tiny")


def test_where_none_is_in_use_the_first_one_is(study: Project) -> None:
    (only,) = study.teaching.encoders().encoders
    assert (only.source, only.in_use, only.encoded, only.languages) == ("lexical", True, UNITS, ("*",))


def test_one_that_was_stopped_goes_on_where_it_was_is_compared_and_chosen_and_the_choice_undone(
    study: Project, tiny: Path
) -> None:
    study.teaching.train()
    before = study.teaching.models()[0]
    asked: list[tuple[int, str]] = []

    def stop(done: int, total: int, message: str) -> None:
        if done == ROWS:
            raise Cancelled

    with pytest.raises(Cancelled):
        study.teaching.offer_encoder(f"folder:{tiny}", progress=stop)
    stopped = next(one for one in study.teaching.encoders().encoders if not one.in_use)
    assert (stopped.encoded, stopped.comparison) == (ROWS, None)
    with pytest.raises(NotReady, match="Not every unit"):
        study.teaching.use_encoder(stopped.id)

    made = study.teaching.offer_encoder(f"folder:{tiny}", progress=lambda *told: asked.append((told[0], told[2])))
    assert made.id == stopped.id, "what was fitted is not fitted again"
    assert [done for done, message in asked if message == "encoding"] == [UNITS], "the first block is not encoded again"
    found = made.comparison
    assert found is not None and found.right is not None and found.loss is not None
    assert (found.units, found.sample, found.measure) == (60, "decided", "units right")
    assert found.right.low <= found.right.difference <= found.right.high
    assert found.right.now > 0.8, "the words tell these texts apart"
    assert "not drawn at random" in found.words
    assert study.teaching.encoders().encoders[0].id != made.id, "nothing changes by itself"

    study.teaching.use_encoder(made.id, teach=False)
    after = study.teaching.train()
    assert (after.encoding, after.current) == (made.id, True)
    assert study.state().undo and study.state().undo.kind == "encoder_chosen"
    study.undo()
    assert study.teaching.encoders().encoders[0].source == "lexical"
    assert next(card for card in study.teaching.models() if card.current).id == before.id
    study.redo()
    assert study.teaching.encoders().encoders[0].id == made.id
    study.undo()


def test_space_can_be_freed_but_not_under_the_one_in_use(study: Project, tiny: Path) -> None:
    made = study.teaching.offer_encoder(f"folder:{tiny}", words=False)
    assert made.dimensions == 32
    assert study.teaching.forget_encoder(made.id).encoded == 0
    with pytest.raises(Conflict, match="in use"):
        study.teaching.forget_encoder(study.teaching.encoders().encoders[0].id)
    with pytest.raises(NotFound):
        study.teaching.use_encoder("000000000000")
    with pytest.raises(BadInput, match="names no encoder"):
        study.teaching.offer_encoder("gpt")


def test_with_few_decisions_nothing_is_claimed(tmp_path: Path) -> None:
    texts, labels = tiny_texts(40)
    project = begun(tmp_path, texts, labels=labels, decided=5)
    first = project.teaching.encoders().encoders[0]
    project.importing.run(_more(tmp_path, [f"{text} again" for text in tiny_texts(60, seed=1)[0]]))
    assert "learned its words from 40 texts; now there are 100" in project.state().notices[0]
    made = project.teaching.offer_encoder("lexical")
    assert made.id != first.id, "an outgrown vocabulary is learned anew"
    assert (made.encoded, made.stale) == (100, "")
    assert made.comparison is not None and made.comparison.right is None
    assert "Too few decisions" in made.comparison.words


def test_an_encoder_that_does_not_read_the_texts_says_so_and_names_one_that_does(tmp_path: Path) -> None:
    project = begun(tmp_path, [f"{GERMAN[n % 5]} {n}" for n in range(24)])
    assert [(one.name, one.share) for one in project.teaching.encoders().languages] == [("German", 1.0)]
    assert project.state().notices == (), "the words of the corpus are read in any language"
    english = project.teaching.offer_encoder("default")
    project.teaching.use_encoder(english.id, teach=False)
    (notice,) = project.state().notices
    assert notice.startswith("Nearly all of the texts are German, but MiniLM")
    assert project.teaching.encoders().suited == ("hub:sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2")


def test_units_that_shaped_an_encoder_are_left_out_of_the_comparison(study: Project) -> None:
    from linewise.encoders import chosen_encoder
    from linewise.workbench.encoders.offering import offer

    desk = study._desk
    choice = chosen_encoder("lexical", ["i had lunch", "we went to the gym", "my boss got a raise"], seed=5)
    made = offer(desk, choice, source="tuned:test", seen=np.arange(30))
    card = study.teaching.offer_encoder(made.id)
    assert card.seen == 30
    assert card.comparison is not None and card.comparison.units == 30


def _more(path: Path, texts: list[str]) -> Path:
    file = path / "more.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["text"], *([text] for text in texts)])
    return file
