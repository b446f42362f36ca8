"""Tuning an encoder in a project: audit units stay out, a stop loses nothing, and nobody reads with it unasked."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import linewise
from linewise.core.errors import BadInput, NotReady
from linewise.core.nouns import Encoding
from linewise.encoders.tuning import Recipe
from linewise.storage import artefacts
from linewise.workbench import Project
from linewise.workbench.encoders import tuning
from tests.support.study import table
from tests.support.tiny import make_tiny, tiny_texts, torch_or_skip

TEXTS, CODED = 150, 70


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch_or_skip()
    return make_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two epochs instead of eight: what is learned is tested elsewhere."""
    from dataclasses import replace

    from linewise.workbench.encoders import tuning_part

    made = tuning_part.TuningPart._recipe

    def quick(self: tuning_part.TuningPart, *asked: object) -> Recipe:
        recipe = made(self, *asked)  # type: ignore[arg-type]
        return replace(recipe, tune=replace(recipe.tune, epochs=2))

    monkeypatch.setattr(tuning_part.TuningPart, "_recipe", quick)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three codes on seventy units, the last texts of which are repeated, and a verified round, half of it audit."""
    texts, kinds = tiny_texts(TEXTS - 10)
    texts += texts[:10]
    kinds += kinds[:10]
    with linewise.open_workspace(tmp_path / "study.linewise") as workspace:
        project = workspace.create("study", coder="Ann", exclusive=True, seed=7)
        project.change(code_twins=False, audit_share=0.5, round_size=20)
        project.importing.run(table(tmp_path / "lines.csv", [(text,) for text in texts], columns=["text"]))
        codes = [project.grouping.create(name).code.id for name in ("food", "sport", "work")]
        project.teaching.encode()
        opened = project.verifying.open(strategy="random", seed=1)
        for item in opened.items:
            codes_of = [codes[kinds[item.unit.id]]]
            project.verifying.decide(opened.round.id, item.position, state="corrected", codes=codes_of)
        for unit in range(CODED):
            project.coding.code(unit, {codes[kinds[unit]]: "present"})
        yield project


def encodings(project: Project) -> list[Encoding]:
    with project._desk.reading() as (_, facts):
        return list(facts.find(Encoding))


def seen(project: Project, one: Encoding) -> set[int]:
    with project._desk.reading() as (connection, _):
        return set(np.frombuffer(artefacts.unseal(connection, project._desk.project_no, one.seen), "<i8").tolist())


def test_audit_units_and_their_twins_teach_no_encoder(project: Project, tiny: Path) -> None:
    state = project.teaching.tuning()
    assert state.units + state.audit >= CODED and state.audit >= 5
    report = project.teaching.tune(base=str(tiny), seed=1)
    (used,) = [one for one in encodings(project) if one.used_at or not one.offered]
    (made,) = [one for one in encodings(project) if one.id == report.encoder.id]
    assert made.offered and made.used_at is None and made.source == f"tuned:{tiny}" and used.id != made.id
    assert report.encoder.encoded == TEXTS and not report.encoder.in_use
    with project._desk.reading() as (_, facts):
        audit = {item.unit for item in tuning_items(facts) if item.audit}
    shaped = seen(project, made)
    texts = {unit.id: unit.text for unit in project.coding.units(limit=500).units}
    assert shaped and not {texts[unit] for unit in shaped} & {texts[unit] for unit in audit}
    assert all(twin in shaped for twin, text in texts.items() if text in {texts[unit] for unit in shaped})
    assert report.units == state.units and report.encoder.seen == len(shaped)
    assert not (Path(str(project._desk.store.path) + "-tuning") / project._desk.project_id).exists()


def tuning_items(facts):  # type: ignore[no-untyped-def]
    from linewise.core.nouns import RoundItem

    return facts.find(RoundItem)


def test_the_chosen_encoder_reads_in_another_process_as_it_did(project: Project, tiny: Path) -> None:
    report = project.teaching.tune(base=str(tiny), seed=1)
    project.teaching.use_encoder(report.encoder.id, teach=False)
    card = project.teaching.train()
    assert card.encoding == report.encoder.id
    before = project.teaching.predict(range(TEXTS))
    path = project._desk.store.path
    assert path is not None
    with linewise.open_workspace(path) as again:
        other = again.project("study")
        assert np.array_equal(other.teaching.predict(range(TEXTS)), before)
        text = other.coding.unit(3).text
        from linewise.workbench.encoders import encoding

        stored = encoding.vectors(other._desk)[3].astype(np.float32)
        fresh = encoding.vector(other._desk, text)
        assert np.allclose(fresh, stored / np.linalg.norm(stored), atol=2e-3)


def test_a_cancelled_tuning_goes_on_with_what_it_had_learned_from(project: Project, tiny: Path) -> None:
    desk = project._desk
    jobs = desk.jobs
    recipe = project.teaching._recipe("tuned", str(tiny), False, 1)

    class Enough(Exception):
        pass

    def stop(done: int, total: int, message: str) -> None:
        if done > 20:
            raise Enough

    with pytest.raises(Enough):
        tuning.tune(desk, recipe, progress=stop)
    left = project.teaching.tuning().unfinished
    assert left is not None and (left.how, left.base) == ("tuned", str(tiny))
    (code, *_) = project.grouping.codebook().codes
    project.coding.code(CODED + 5, {code.code.id: "present"})
    heard: list[int] = []
    job = project.teaching.start_tuning(base=str(tiny), seed=1)
    stop_listening = jobs.listen(lambda view: heard.append(view.done) if view.total else None)
    ended = jobs.wait(job.id, timeout=60)
    stop_listening()
    assert ended.state == "done", ended.error
    assert ended.result is not None and ended.result["units"] == left.units
    assert project.teaching.tuning().unfinished is None


def test_what_is_missing_is_said(project: Project, tiny: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no way"):
        project.teaching.tune("otherwise", base=str(tiny))  # type: ignore[arg-type]
    with linewise.open_workspace(tmp_path / "empty.linewise") as workspace:
        empty = workspace.create("empty", seed=1)
        empty.importing.run(table(tmp_path / "few.csv", [("one thing",), ("another",)], columns=["text"]))
        with pytest.raises(NotReady, match="Only 0 units"):
            empty.teaching.tune(base=str(tiny))
    left = project.teaching.discard_tuning()
    assert left.unfinished is None and {base.name for base in left.bases} >= {"minilm"}
