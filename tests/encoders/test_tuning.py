"""Changing an encoder: it learns, it is kept as it is, and a stop costs nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from linewise.core.errors import NotReady
from linewise.encoders.transformer import Transformer
from linewise.encoders.tuning import Lessons, Recipe
from linewise.encoders.tuning.making import Made, estimate, make, politely
from tests.support.tiny import make_tiny, tiny_texts, torch_or_skip


class Enough(Exception):
    """The test has seen enough."""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch_or_skip()
    return make_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def headless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch_or_skip()
    return make_tiny(tmp_path_factory.mktemp("headless"), head=False)


def lessons(number: int = 176) -> Lessons:
    texts, kinds = tiny_texts(number)
    labels = np.eye(3, dtype=np.float32)[kinds]
    _, groups = np.unique(texts, return_inverse=True)
    return Lessons(texts, labels, np.ones_like(labels), groups.astype(np.int64), True)


def recipe(how: str, base: Path, **more: object) -> Recipe:
    plain = Recipe(how=how, base=str(base), seed=3, **more)  # type: ignore[arg-type]
    fast = {"rate": 1e-4, "epochs": 2, "batch": 16}
    return replace(
        plain,
        adapt=replace(plain.adapt, **fast),
        tune=replace(plain.tune, **{**fast, "epochs": 4, "batch": 8}),
        contrast=replace(plain.contrast, **fast),
    )


def ignore(done: int, total: int, message: str) -> None:
    assert 0 <= done <= total and message


def weights(folder: Path) -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    return load_file(folder / "model.safetensors")


def centred(made: Made, texts: Sequence[str]) -> np.ndarray:
    vectors = Transformer.load(made.folder, device="cpu").encode(texts).astype(np.float32)
    return vectors - vectors.mean(axis=0)


@pytest.mark.parametrize("how", ["adapted", "tuned", "contrastive"])
def test_what_was_learned_is_what_is_loaded(tiny: Path, tmp_path: Path, how: str) -> None:
    lesson = lessons()
    made = make(recipe(how, tiny), lesson.texts, lesson, tmp_path, ignore, device="cpu")
    first, second = (Transformer.load(made.folder, device="cpu") for _ in range(2))
    assert np.array_equal(first.encode(lesson.texts), second.encode(lesson.texts))
    assert first.fingerprint == second.fingerprint
    before = Transformer.load(tiny, device="cpu")
    assert not np.allclose(first.encode(lesson.texts), before.encode(lesson.texts), atol=1e-3)
    old, new = weights(tiny), weights(made.folder)
    moved = [name for name in new if not np.allclose(new[name], old[f"bert.{name}"], atol=1e-4)]
    assert any("layer.0.attention" in name for name in moved) and any("layer.1.output" in name for name in moved)


def test_tuned_vectors_tell_codes_apart_on_texts_they_did_not_teach(tiny: Path, tmp_path: Path) -> None:
    plain = recipe("tuned", tiny)
    long = replace(plain, tune=replace(plain.tune, epochs=8))
    made = make(long, (), lessons(), tmp_path, ignore, device="cpu")
    (end,) = made.stages.values()
    assert min(end.judged) == end.judged[end.kept - 1] < 0.5 * np.log(3)
    others, kinds = tiny_texts(60, seed=9)
    told = np.array(kinds)
    vectors = centred(made, others)
    middles = np.array([vectors[told == kind].mean(axis=0) for kind in range(3)])
    assert ((vectors @ middles.T).argmax(axis=1) == told).mean() > 0.7


def test_unknown_labels_and_several_codes_a_text(tiny: Path, tmp_path: Path) -> None:
    lesson = lessons()
    labels = lesson.labels.copy()
    labels[::2, 1] = np.nan
    labels[:, 2] = np.maximum(labels[:, 2], labels[:, 0])
    several = Lessons(lesson.texts, labels, lesson.weights, lesson.groups, False)
    made = make(recipe("tuned", tiny), (), several, tmp_path, ignore, device="cpu")
    (end,) = made.stages.values()
    assert end.judged[-1] < end.judged[0] and np.isfinite(end.judged).all()


@pytest.mark.parametrize("stage", [0, 1])
def test_a_stop_changes_nothing(tiny: Path, tmp_path: Path, stage: int) -> None:
    lesson, plan = lessons(), recipe("tuned", tiny, pretrain=True)
    whole = make(plan, lesson.texts, lesson, tmp_path / "whole", ignore, device="cpu")
    said = ("reading", "learning")[stage]
    seen = 0

    def until(done: int, total: int, message: str) -> None:
        nonlocal seen
        seen += message.startswith(said)
        if seen == 6:
            raise Enough

    with pytest.raises(Enough):
        make(plan, lesson.texts, lesson, tmp_path / "parts", until, device="cpu")
    first: list[int] = []
    resumed = make(
        plan, lesson.texts, lesson, tmp_path / "parts", lambda done, total, message: first.append(done), device="cpu"
    )
    assert first[0] > 0, "it began anew"
    assert resumed.stages == whole.stages
    one, other = weights(whole.folder), weights(resumed.folder)
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_a_killed_process_goes_on_to_the_same_end(tiny: Path, tmp_path: Path) -> None:
    lesson, plan = lessons(), recipe("contrastive", tiny)
    whole = make(plan, (), lesson, tmp_path / "whole", ignore, device="cpu")
    code = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from tests.encoders.test_tuning import lessons, make, recipe
def progress(done, total, message):
    if "held-out" in message:
        print("judged", flush=True)
        import time
        time.sleep(60)
base, place = Path({str(tiny)!r}), Path({str(tmp_path / "parts")!r})
make(recipe("contrastive", base), (), lessons(), place, progress, device="cpu")
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "judged"
        os.kill(process.pid, signal.SIGKILL)
    first: list[int] = []
    resumed = make(plan, (), lesson, tmp_path / "parts", lambda done, total, message: first.append(done), device="cpu")
    assert first[0] > 0
    one, other = weights(whole.folder), weights(resumed.folder)
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_a_head_that_came_without_weights_is_tied_and_learns(headless: Path, tmp_path: Path) -> None:
    texts, _ = tiny_texts(500)
    plain = recipe("adapted", headless)
    fresh = replace(plain, adapt=replace(plain.adapt, epochs=3))
    made = make(fresh, texts, None, tmp_path, ignore, device="cpu")
    (end,) = made.stages.values()
    assert end.judged[-1] < end.judged[0] - 0.2


def test_other_codings_begin_anew(tiny: Path, tmp_path: Path) -> None:
    lesson, plan = lessons(), recipe("tuned", tiny)

    def stop(done: int, total: int, message: str) -> None:
        if done > 40:
            raise Enough

    with pytest.raises(Enough):
        make(plan, (), lesson, tmp_path, stop, device="cpu")
    first: list[int] = []
    less = lesson.part(np.arange(len(lesson.texts) - 1))
    make(plan, (), less, tmp_path, lambda done, total, message: first.append(done), device="cpu")
    assert first[0] == 0


def test_too_little_to_learn_from_is_said(tiny: Path, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="Only 10 units"):
        make(recipe("tuned", tiny), (), lessons().part(np.arange(10)), tmp_path, ignore)


def test_the_cost_is_measured(tiny: Path) -> None:
    lesson = lessons()
    plan = recipe("tuned", tiny, pretrain=True)
    cost = estimate(plan, lesson.texts, lesson, corpus=1_000, units=2_000, device="cpu")
    assert set(cost.stages) == {"adapt", "tune"} and min(cost.stages.values()) > 0
    assert cost.seconds > cost.encoding > 0


def test_an_interrupt_stops_the_work_that_was_waited_for() -> None:
    ended = []

    def work(progress: object) -> None:
        try:
            while True:
                time.sleep(0.01)
                progress(1, 2, "working")  # type: ignore[operator]
        finally:
            ended.append(True)

    def interrupted(done: int, total: int, message: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        politely(work, interrupted)
    assert ended
