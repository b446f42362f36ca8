"""Teach by keyboard: its sections, models compared, pinned and let go of, one taken away."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import linewise
from tests.support.person import Person
from tests.support.served import served
from tests.support.words import NAME, decide_round, make_words

pytestmark = pytest.mark.slow


@pytest.fixture
def person(tmp_path: Path, page: Page) -> Iterator[Person]:
    where = make_words(tmp_path / "study.linewise", texts=100, coded=40)
    with linewise.open_workspace(where) as workspace:
        project = workspace.project(NAME)
        decide_round(project, 12)
        project.teaching.train()
        project_id = project.id
    expect.set_options(timeout=20_000)
    with served(tmp_path, str(where)) as server:
        found = Person(page, server.start())
        page.goto(f"{found.address}/p/{project_id}/teach")
        expect(page.get_by_text("is in use")).to_be_visible()
        yield found


def test_models_are_compared_pinned_and_taken_away_by_keys(person: Person, tmp_path: Path) -> None:
    page = person.page
    sections = page.get_by_role("navigation", name="Sections").get_by_role("link")
    expect(sections.first).to_have_attribute("aria-current", "page")
    person.press("Control+k")
    person.write("Teach: Models")
    person.press("Enter")
    expect(page).to_have_url(re.compile(r"view=models"))
    rows = page.locator("tbody tr")
    expect(rows.first).to_contain_text("in use")
    newest = int(rows.first.locator("b").first.inner_text())

    person.press("ArrowUp", "x", "j", "x", "=")
    comparison = page.get_by_role("region", name="Side by side")
    expect(comparison).to_contain_text(re.compile(r"Of 12 units drawn at random, new to both, model \d has"))
    expect(comparison.get_by_role("heading", name="Where they part")).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []

    second = rows.nth(1)
    expect(second).to_be_focused()
    person.press("p")
    person.is_told(f"Model {newest - 1} is pinned.")
    expect(second).to_contain_text("pinned")
    expect(page.get_by_text("1 newer model waits beside it.")).to_be_visible()
    expect(second).to_be_focused()
    person.press("Control+z")
    expect(rows.first).to_contain_text("in use")
    expect(second).not_to_contain_text("pinned")

    person.press("e")
    person.reach(page.get_by_role("textbox", name=re.compile("Licence")))
    person.write("CC0-1.0")
    with page.expect_download() as taken:
        person.press("Enter")
    taken.value.save_as(tmp_path / "model.zip")
    assert linewise.load_model(tmp_path / "model.zip").manifest.number == newest - 1
    person.press("ArrowLeft")
    expect(page.get_by_role("link", name="Questions")).to_be_focused()
