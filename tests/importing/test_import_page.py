"""Home and Import in the browser: a file is seen as units before it is stored, and then there is a way on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from linewise.workbench import Workspace
from tests.web.server import served

ANSWERS = """nr;Antwort;Preis;Datum
1;ALL CAPS. 👍🏽 And more!;3,50;21.11.2026
2;كان يومًا جميلًا;4,25;1.3.2026
3;;1,0;2.3.2026
4;Ein Tag. Noch ein Satz.;1.234,5;3.3.2026
"""


@pytest.fixture
def home(tmp_path: Path, page: Page) -> Iterator[str]:
    expect.set_options(timeout=20_000)
    with Workspace(tmp_path / "study.linewise", cause="ui") as workspace, served(workspace, token=None) as server:
        page.goto(server.url)
        yield server.url


def test_from_nothing_to_the_first_line_by_keyboard(home: str, page: Page, tmp_path: Path) -> None:
    expect(page.get_by_text("No projects yet")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("Answers")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/import$"))

    file = tmp_path / "answers.csv"
    file.write_text(ANSWERS, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    units = page.locator("ol.units li")
    expect(units).to_have_count(4)
    expect(units.nth(1).locator("[dir=auto]").first).to_have_css("direction", "rtl")
    expect(units.nth(2)).to_contain_text("the text is empty")
    expect(units.nth(3)).to_contain_text("1234.5")
    expect(page.get_by_label("Kind of Preis")).to_have_value("comma")
    expect(page.get_by_label("Kind of Datum")).to_have_value("date")
    expect(page.get_by_text("4 rows → 3 units; 1 row cannot be imported because the text is empty")).to_be_visible()
    assert not Axe().run(page).response["violations"]

    page.get_by_label("A unit is").select_option("sentence")
    expect(page.get_by_text("4 rows → 5 units")).to_be_visible()
    page.get_by_role("button", name="Leave bad rows out").click()
    expect(page.get_by_text("1 row left out because the text is empty")).to_be_visible()
    page.keyboard.press("Control+Enter")
    begin = page.get_by_role("link", name="Begin to code")
    expect(begin).to_be_focused()
    expect(page.get_by_text("5 units imported, 1 row left out.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_count(5)

    page.goto(home)
    expect(page.get_by_text("You imported a file.")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("e")
    page.keyboard.type("Answers of 2026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Answers of 2026")).to_be_focused()
    assert not Axe().run(page).response["violations"]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/code$"))


def test_lines_are_pasted_and_files_come_one_after_the_other(home: str, page: Page, tmp_path: Path) -> None:
    page.get_by_label("Name of the project").fill("Several")
    page.get_by_role("button", name="Create").click()
    expect(page).to_have_url(re.compile("/import$"))
    expect(page.get_by_role("button", name="Paste lines")).to_be_visible()
    page.keyboard.press("p")
    page.keyboard.type("First line\nSecond line\n")
    page.keyboard.press("Control+Enter")
    expect(page.locator("ol.units li")).to_have_count(2)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 units imported")).to_be_visible()

    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for at, file in enumerate(files):
        file.write_text("text\n" + "".join(f"line {at} {row}\n" for row in range(at + 2)), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_text("1 more file after this one")).to_be_visible()
    expect(page.get_by_role("button", name="Import 2 rows")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Import 3 rows")).to_be_visible()
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.get_by_text("3 units imported")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(3)
