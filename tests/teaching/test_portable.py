"""Models away from home: the same answers as in the project, and nothing taken on trust."""

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import linewise
from linewise.core.errors import BadInput, Broken, Conflict, LinewiseError, NotFound, NotReady
from linewise.encoders import minilm
from linewise.portable import TaughtModel
from linewise.portable.manifest import read
from linewise.teaching.packing import pack, unpack
from linewise.workbench import Project
from tests.support.moments import NAME as MOMENTS
from tests.support.words import NAME, make_words

# How far vectors of a text may differ with the texts beside it in a batch.
SLACK = 0.005


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_words(tmp_path_factory.mktemp("words") / "study.linewise")


@pytest.fixture
def project(words: Path, tmp_path: Path) -> Iterator[Project]:
    where = tmp_path / "study.linewise"
    where.write_bytes(words.read_bytes())
    with linewise.open_workspace(where) as workspace:
        yield workspace.project(NAME)


@pytest.fixture(scope="module")
def exported(words: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model to be copied and tampered with."""
    place = tmp_path_factory.mktemp("exported")
    with linewise.open_workspace(words) as workspace:
        workspace.project(NAME).teaching.export_model(place / "model", licence="CC0-1.0")
    return place / "model"


@pytest.fixture
def copy(exported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(exported, tmp_path / "copy"))


def _agrees(project: Project, model: TaughtModel, *, slack: float) -> None:
    units = project.coding.units(limit=60).units
    (card,) = (card for card in project.teaching.models() if card.current)
    told = project.teaching.predict([unit.id for unit in units])
    columns = [card.codes.index(code.id) for code in model.codebook]
    found = model.predict_proba([unit.text for unit in units])
    assert found.dtype == np.float32
    assert np.abs(found - told[:, columns]).max() <= slack


@pytest.mark.parametrize(("exclusive", "place"), [(True, "model"), (False, "model.zip")])
def test_a_model_answers_away_from_home_as_it_does_there(
    project: Project, tmp_path: Path, exclusive: bool, place: str
) -> None:
    project.change(exclusive=exclusive)
    project.teaching.train()
    made = project.teaching.export_model(tmp_path / place)
    assert made.tried > 0
    assert made.complete
    model = linewise.load_model(tmp_path / place)
    _agrees(project, model, slack=0)
    texts = np.array(["I got a promotion at work.", "My daughter hugged me."], dtype=object)
    found = model.predict(texts)
    if exclusive:
        assert found.tolist() == [names[0] for names in model.codes(texts)]
        assert set(found) <= set(model.classes_)
        assert (model.predict_proba(texts).sum(axis=1) < 1.01).all()
    else:
        assert found.shape == (2, len(model.classes_))
        assert [{*model.classes_[row == 1]} for row in found] == [set(names) for names in model.codes(texts)]


def test_the_sentence_encoder_is_found_where_it_is_installed_or_comes_along(
    moments: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "study.linewise"
    where.write_bytes(moments.read_bytes())
    with linewise.open_workspace(where) as workspace:
        project = workspace.project(MOMENTS)
        assert not project.teaching.export_model(tmp_path / "parts").complete
        assert project.teaching.export_model(tmp_path / "whole.zip", complete=True).complete
        monkeypatch.setattr(minilm, "WEIGHTS_PACKAGE", "not_installed_here")
        _agrees(project, linewise.load_model(tmp_path / "whole.zip"), slack=SLACK)
    with pytest.raises(NotReady, match="not installed"):
        linewise.load_model(tmp_path / "parts")


def test_merged_codes_speak_with_one_voice_and_retired_ones_are_silent(project: Project, tmp_path: Path) -> None:
    first, second, third, *rest = (card.code for card in project.grouping.codebook().codes)
    project.grouping.describe(first.id, name="Renamed")
    project.grouping.merge([second.id], into=first.id)
    project.grouping.retire(third.id)
    project.teaching.export_model(tmp_path / "model", model="1")
    model = linewise.load_model(tmp_path / "model")
    assert model.classes_.tolist() == ["Renamed", *(code.name for code in rest)]
    (card,) = project.teaching.models()
    unit = project.coding.units(limit=1).units[0]
    told = dict(zip(card.codes, project.teaching.predict([unit.id])[0].tolist(), strict=True))
    assert model.predict_proba([unit.text])[0, 0] == pytest.approx(max(told[first.id], told[second.id]), abs=SLACK)


def test_what_was_applied_is_what_predict_gives_from(project: Project, tmp_path: Path) -> None:
    project.applying.run(confidence=0.8)
    project.teaching.export_model(tmp_path / "model")
    assert set(linewise.load_model(tmp_path / "model").thresholds.values()) == {0.8}


def test_the_page_beside_it_says_what_it_is_and_how_good(exported: Path) -> None:
    page = (exported / "README.md").read_text(encoding="utf-8")
    assert "| Affection | It is Affection. |" in page
    assert "from 50 decisions" in page
    assert "Nothing can be said" in page
    assert "CC0-1.0" in page


def test_loading_and_predicting_needs_neither_database_nor_server(exported: Path) -> None:
    script = (
        "import sys, linewise\n"
        "assert not [name for name in sys.modules if name.partition('.')[0] in ('numpy', 'sqlalchemy')]\n"
        "print(linewise.load_model(sys.argv[1]).predict(['At the office again']).tolist())\n"
        "heavy = {'sqlalchemy', 'fastapi', 'pydantic', 'polars', 'typer', 'torch', 'alembic'}\n"
        "assert not heavy & {name.partition('.')[0] for name in sys.modules}, heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, exported], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("[[")


def test_texts_come_in_any_order_of_things_and_nothing_else(exported: Path) -> None:
    model = linewise.load_model(exported)
    texts = ["one day at work", "", "at home 🏡 with everybody"]
    same = model.predict_proba(texts)
    assert (model.predict_proba(np.array(texts)) == same).all()
    assert (model.predict_proba(tuple(texts)) == same).all()
    assert (model.predict_proba(text for text in texts) == same).all()
    assert model.predict_proba([]).shape == model.predict([]).shape == (0, len(model.classes_))
    with pytest.raises(BadInput, match=r"\[text\]"):
        model.predict("one text")
    with pytest.raises(BadInput, match="float"):
        model.predict(["a text", float("nan")])  # type: ignore[list-item]
    assert "Words alone" in repr(model)


def test_nothing_is_written_over(project: Project, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep me")
    (tmp_path / "empty").mkdir()
    with pytest.raises(Conflict, match="already"):
        project.teaching.export_model(tmp_path / "mine")
    project.teaching.export_model(tmp_path / "empty")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
    with pytest.raises(Conflict, match="already"):
        project.teaching.export_model(tmp_path / "empty")


def _manifest(**changes: object) -> Callable[[Path], None]:
    """Change what the manifest says."""

    def tamper(folder: Path) -> None:
        path = folder / "manifest.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))

    return tamper


def _resealed(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Change a file and let the manifest agree, as somebody would who means it."""

    def tamper(folder: Path) -> None:
        data = change((folder / name).read_bytes())
        (folder / name).write_bytes(data)
        told = json.loads((folder / "manifest.json").read_text())
        told["files"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        (folder / "manifest.json").write_text(json.dumps(told))

    return tamper


def _heads(**changes: Callable[[Any], Any]) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        meta, arrays = unpack("linear model", data)
        return pack("linear model", meta, arrays | {name: made(arrays[name]) for name, made in changes.items()})

    return change


def _encoder(data: bytes, **told: object) -> bytes:
    meta, arrays = unpack("encoder", data)
    return pack("encoder", {**meta, **told}, arrays)


def _cut(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:-1])  # type: ignore[return-value]


def _flipped(name: str) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        data = bytearray((folder / name).read_bytes())
        data[-1] ^= 1
        (folder / name).write_bytes(data)

    return tamper


def _link(name: str) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        other = folder.parent / "elsewhere"
        (folder / name).rename(other)
        (folder / name).symlink_to(other)

    return tamper


OTHER_FILES = {"../heads.bin": {"bytes": 1, "sha256": ""}, "heads.bin": {"bytes": 1, "sha256": ""}}
CODE = {"id": "a", "name": "A", "definition": "", "use_when": "", "not_when": "", "columns": [7], "threshold": 0.5}

TAMPERED: dict[str, tuple[Callable[[Path], object], str]] = {
    "another format": (_manifest(format="pickle"), "no exported model"),
    "a later version": (_manifest(version=2), "version 2"),
    "no JSON": (lambda folder: (folder / "manifest.json").write_text("{"), "no JSON"),
    "deep JSON": (lambda folder: (folder / "manifest.json").write_text("[" * 200_000), "no JSON"),
    "a huge manifest": (lambda folder: (folder / "manifest.json").write_bytes(b" " * (9 << 20)), "far larger"),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "no manifest"),
    "files elsewhere": (_manifest(files=OTHER_FILES), "other files"),
    "a column too many": (_manifest(codes=[CODE]), "column"),
    "no codes": (_manifest(codes=[]), "no probabilities"),
    "a count that is none": (_manifest(columns=True), "columns"),
    "more columns than there are": (_manifest(columns=99), "not the one"),
    "a threshold that is none": (_manifest(codes=[{**CODE, "columns": [0], "threshold": "high"}]), "threshold"),
    "heads cut short": (_cut("heads.bin"), "bytes, not"),
    "heads flipped": (_flipped("heads.bin"), "hash"),
    "an encoder flipped": (_flipped("encoder.bin"), "hash"),
    "heads by link": (_link("heads.bin"), "plain file"),
    "a manifest by link": (_link("manifest.json"), "no manifest"),
    "heads missing": (lambda folder: (folder / "heads.bin").unlink(), "missing"),
    "heads of another shape": (_resealed("heads.bin", _heads(priors=lambda old: old[:-1])), "fit together"),
    "heads that give nothing": (
        _resealed("heads.bin", _heads(priors=lambda old: old * np.nan, taught=np.zeros_like)),
        "no probabilities",
    ),
    "heads of a million rows": (
        _resealed("heads.bin", lambda data: re.sub(rb'"shape":\[\d\]', b'"shape":[9]', data)),
        "cut short|damaged|fit together",
    ),
    "heads of a shape below nothing": (
        _resealed("heads.bin", lambda data: re.sub(rb'"shape":\[\d+,', b'"shape":[-1,', data)),
        "not a stored|damaged|no possible shape|fit together",
    ),
    "a pickle for heads": (_resealed("heads.bin", lambda _: b"\x80\x04K\x01."), "not a stored"),
    "another encoder": (_resealed("encoder.bin", lambda data: _encoder(data, fingerprint="0" * 64)), "another version"),
    "an encoder from somewhere": (
        _resealed("encoder.bin", lambda data: _encoder(data, transformer={"place": "evil/model", "own": False})),
        "not inside",
    ),
}


@pytest.mark.parametrize("way", TAMPERED)
def test_what_was_tampered_with_is_refused_and_said(copy: Path, way: str) -> None:
    tamper, words = TAMPERED[way]
    tamper(copy)
    with pytest.raises(LinewiseError, match=words) as caught:
        linewise.load_model(copy)
    assert isinstance(caught.value, Broken | BadInput | NotReady)


def _zipped(**entries: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 and then nothing", "no zip"),
        (_zipped(**{"../../evil": b"x"}), "other things"),
        (_zipped(**{"/etc/passwd": b"x"}), "other things"),
        (_zipped(**{"README.md": b"x"}), "no manifest"),
        (_zipped(**{"manifest.json": b" " * (20 << 20)}), "far larger"),
    ],
)
def test_a_zip_that_is_no_model_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "model.zip").write_bytes(data)
    with pytest.raises(LinewiseError, match=words):
        linewise.load_model(tmp_path / "model.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["model.zip"]


def test_a_zip_of_a_folder_is_the_same_model_and_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    from linewise.portable import folder

    told = read((exported / "manifest.json").read_bytes())
    contents: dict[str, bytes | Path] = {name: exported / name for name in told.files}
    for name in ("a.zip", "b.zip"):
        folder.write(tmp_path / name, told, contents)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    texts = ["a long day at work", "home"]
    here, there = linewise.load_model(exported), linewise.load_model(tmp_path / "a.zip")
    assert (here.predict_proba(texts) == there.predict_proba(texts)).all()


def test_a_place_without_a_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no model"):
        linewise.load_model(tmp_path / "nothing")
    with pytest.raises(BadInput, match="no manifest"):
        linewise.load_model(tmp_path)
