"""A whole study by keyboard alone, and again by pointer alone; what each costs, beside the interface of 2022."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support import original
from tests.support.hands import Keyboard, Pointer
from tests.support.served import Server, served
from tests.support.whole import LINES, ROUND, Study, make_texts

# One worker makes the texts for both, and the second hand's counts stand beside the first's.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_texts(tmp_path_factory.mktemp("texts") / "study.linewise")


@pytest.fixture
def server(texts: Path, tmp_path: Path) -> Iterator[Server]:
    workspace = tmp_path / "study.linewise"
    shutil.copyfile(texts, workspace)
    with served(tmp_path / "home", str(workspace)) as server:
        yield server


@pytest.mark.parametrize("hand", [Keyboard, Pointer])
def test_a_whole_study_by_one_hand_takes_fewer_actions_than_in_2022(
    server: Server, page: Page, hand: type[Keyboard | Pointer], capsys: pytest.CaptureFixture[str]
) -> None:
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    study = Study.begin(hand(page, server.start()))
    study.run()
    done, spent = study.done, study.hand.spent
    before = original.by_keyboard(done) if hand is Keyboard else original.by_pointer(done)
    with capsys.disabled():
        print(f"\n{hand.__name__}: {spent.keys} keys, {spent.clicks} clicks; in 2022 {before.keys} and {before.clicks}")
    assert len(study.notes) == LINES and [len(answers) for answers in study.rounds] == [ROUND, ROUND]
    assert spent.actions < before.actions
