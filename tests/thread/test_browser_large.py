"""What is large stays usable: 100,000 rows, 5,000 open codes, lines of 4,000 characters."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from linewise.demo import happydb_path
from linewise.importing.plan import ImportPlan
from linewise.workbench import Project, Workspace
from tests.web.server import served

ROWS, OPEN_CODES, PIECES = 100_000, 5_000, 50
LONG = 4_000
COLOURS = ("amber", "blue", "crimson", "dun", "emerald")
TO_THE_END = """async (last) => {
  let scroller = document.querySelector(".unit").parentElement;
  while (!["auto", "scroll"].includes(getComputedStyle(scroller).overflowY)) scroller = scroller.parentElement;
  const until = Date.now() + 90_000;
  const end = () => document.querySelector(`#row-${last}`);
  while (!end() && Date.now() < until) {
    scroller.scrollTop = scroller.scrollHeight;
    await new Promise((go) => setTimeout(go, 16));
  }
  return { nodes: document.querySelectorAll(".unit").length, there: end() !== null };
}"""

# One worker makes the corpus for all of them.
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Site:
    """A running server with a project of many rows, and a project of many open codes and long lines."""

    url: str
    rows: Project
    codes: Project


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("large")
    with happydb_path() as path, path.open(newline="", encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    plan = ImportPlan(text=("text",))
    with Workspace(folder / "large.linewise", cause="ui") as workspace:
        rows = workspace.create("Many rows", seed=7)
        rows.importing.run(_table(folder / "rows.csv", [texts[at % len(texts)] for at in range(ROWS)]), plan)
        codes = workspace.create("Many open codes", seed=7)
        story = " ".join(texts)
        lines = [story[at * LONG : (at + 1) * LONG] for at in range(OPEN_CODES // PIECES)]
        codes.importing.run(_table(folder / "lines.csv", lines), plan)
        for unit in codes.coding.units(limit=len(lines)).units:
            first = unit.id * PIECES
            said = (f"thought {at} of {COLOURS[unit.id % 5]}" for at in range(first, first + PIECES))
            codes.coding.write(unit.id, "; ".join(said))
        with served(workspace, token=None) as server:
            yield Site(server.url, rows, codes)


def _table(path: Path, texts: list[str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("text",), *((text,) for text in texts)])
    return path


@pytest.fixture(autouse=True)
def patience() -> None:
    expect.set_options(timeout=30_000)


def test_a_hundred_thousand_rows_can_be_scrolled_to_the_end_and_gone_to(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/p/{site.rows.id}/code")
    expect(page.locator(".unit").first).to_be_visible()
    seen = page.evaluate(TO_THE_END, ROWS - 1)
    assert seen["there"] and seen["nodes"] < 120
    expect(page.get_by_text("These were all.")).to_be_visible()
    # The list may lay itself out once more when its last page has come.
    assert page.evaluate(TO_THE_END, ROWS - 1)["there"]

    page.locator(f"#row-{ROWS - 1}").click()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.get_by_role("spinbutton").or_(page.get_by_role("textbox", name="Number of the unit")).fill("50000")
    page.keyboard.press("Enter")
    expect(page.locator("#row-50000")).to_be_in_viewport()


def test_five_thousand_open_codes_are_searched_selected_and_grouped(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/p/{site.codes.id}/group")
    expect(page.get_by_text("5,000 open codes")).to_be_visible()
    page.keyboard.press("f")
    page.keyboard.type("of crimson")
    page.get_by_label("Where to search").select_option("open_code")
    expect(page.get_by_text("1,000 open codes")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#tray-0")).to_be_focused()
    page.keyboard.press("a")
    expect(page.get_by_text("1,000 selected go into")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("Crimson")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status", name="Messages")).to_contain_text("into “Crimson”")
    (card,) = site.codes.grouping.codebook().codes
    assert (card.code.name, card.open_codes) == ("Crimson", OPEN_CODES // 5)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("status", name="Messages")).to_contain_text("Undid")
    expect(page.get_by_text("1,000 open codes")).to_be_visible()
    assert site.codes.grouping.codebook().codes == ()


def test_long_lines_fold_and_open_and_hide_no_other(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/p/{site.codes.id}/code")
    row = page.locator("#row-1")
    expect(row).to_be_visible()
    folded = row.bounding_box()
    assert folded is not None and folded["height"] < 700
    row.get_by_role("button", name="more").click()
    page.wait_for_function(
        "folded => document.getElementById('row-1').getBoundingClientRect().height > folded", arg=folded["height"]
    )
    expect(row.locator(".reading").first).to_contain_text(site.codes.coding.unit(1).text[-40:])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
