"""The export dialog by keyboard alone: opened, a format chosen, the file taken, and what it has no place for."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import linewise
from tests.exporting.conftest import SPANS
from tests.support.served import Server, served
from tests.support.study import empty


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Server, str]]:
    study = shutil.copy(empty(), tmp_path / "study.linewise")
    (tmp_path / "spans.jsonl").write_text(json.dumps(SPANS) + "\n", encoding="utf-8")
    with linewise.open_workspace(study) as workspace:
        project = workspace.create("study")
        project.importing.run(tmp_path / "spans.jsonl")
    with served(tmp_path / "home", str(study)) as server:
        yield server, project.id


def test_a_file_leaves_by_keyboard_and_says_what_it_has_no_place_for(site: tuple[Server, str], page: Page) -> None:
    page.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    server, project = site
    page.goto(server.start())
    page.goto(f"{server.address}/p/{project}/apply")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog", name="Export")
    doccano = dialog.get_by_role("radio", name="doccano")
    expect(doccano).to_be_visible()
    for _ in range(12):
        if page.evaluate("document.activeElement.type") == "radio":
            break
        page.keyboard.press("Tab")
    for _ in range(40):
        if doccano.is_checked():
            break
        page.keyboard.press("ArrowUp")
    expect(dialog).to_contain_text("Texts with labels and labelled passages")
    assert not Axe().run(page).response["violations"]
    with page.expect_download() as coming:
        dialog.get_by_role("textbox", name="Name of the file").press("Enter")
    assert coming.value.suggested_filename.endswith(".doccano.jsonl")
    rows = [json.loads(line) for line in coming.value.path().read_text(encoding="utf-8").splitlines()]
    assert any(row["text"].startswith("Ann 🎉 went home.") for row in rows)
    expect(dialog.get_by_role("status")).to_contain_text("one file of doccano does not say whose labels they are")
    assert not Axe().run(page).response["violations"]
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
