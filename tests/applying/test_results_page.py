"""The results in the browser: the slider moves every number, every number leads to its units, and all of it leaves."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from linewise.workbench import Project, Workspace
from tests.support.moments import make_moments
from tests.web.server import served


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Project]]:
    where = make_moments(tmp_path_factory.mktemp("results") / "study.linewise", texts=150, noted=50)
    with Workspace(where, cause="ui") as workspace:
        project = workspace.project("Happy moments")
        opened = project.verifying.open(strategy="random", size=40, audit_share=1.0)
        for item in opened.items:
            project.verifying.decide(opened.round.id, item.position, codes=[item.predictions[0].code])
        project.verifying.close(opened.round.id)
        project.applying.run(confidence=0.8)
        with served(workspace, token=None) as server:
            yield server.url, project


@pytest.fixture
def results(site: tuple[str, Project], page: Page) -> Page:
    expect.set_options(timeout=20_000)
    page.goto(f"{site[0]}/p/{site[1].id}/apply")
    expect(page.get_by_text("Last applied")).to_be_visible()
    expect(page.locator("output")).to_have_text("80%")
    return page


def test_the_slider_moves_every_number(results: Page, site: tuple[str, Project]) -> None:
    points = site[1].applying.curve().points
    settled = results.locator("dl div", has_text="settled by the model").locator("dd")
    for key, place in (("ArrowLeft", 29), ("ArrowLeft", 28), ("ArrowRight", 29)):
        results.keyboard.press(key)
        expect(settled).to_have_text(f"{points[place].settled:,}")
        expect(results.get_by_text(points[place].effort)).to_be_visible()
    plot = results.get_by_role("img", name=re.compile("Coverage against precision"))
    box = plot.bounding_box()
    assert box is not None
    results.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    results.mouse.down()
    results.mouse.move(box["x"] + box["width"] - 14, box["y"] + box["height"] / 2)
    results.mouse.up()
    expect(results.locator("output")).to_have_text(f"{max(p.confidence for p in points if p.left == 0):.0%}")


def test_a_number_leads_to_its_units_and_back(results: Page) -> None:
    number = results.get_by_role("button", name=re.compile("by the model, .*show the units")).first
    name = number.get_attribute("aria-label") or ""
    number.click()
    aside = results.get_by_role("complementary", name=re.compile("by the model"))
    expect(aside.get_by_role("listitem")).to_have_count(min(30, int(name.split()[0].replace(",", ""))))
    assert not Axe().run(results).response["violations"]
    results.keyboard.press("Escape")
    expect(aside).to_have_count(0)
    expect(number).to_be_focused()


def test_everything_leaves_as_a_file_by_keyboard(results: Page) -> None:
    results.keyboard.press("e")
    dialog = results.get_by_role("dialog", name="Export")
    expect(dialog.get_by_role("cell", name="present", exact=True).first).to_be_visible()
    assert not Axe().run(results).response["violations"]
    dialog.get_by_role("radio", name=re.compile("^Codes")).focus()
    results.keyboard.press("Space")
    expect(dialog.get_by_role("columnheader", name="counted_share")).to_be_visible()
    dialog.get_by_label("Name of the file").fill("for the paper")
    with results.expect_download() as coming:
        results.keyboard.press("Enter")
    assert coming.value.suggested_filename == "for the paper.csv"
    with Path(coming.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows and all(float(row["low"]) <= float(row["share"]) <= float(row["high"]) for row in rows if row["share"])
    expect(dialog).to_have_count(0)
    results.keyboard.press("e")
    expect(dialog.get_by_role("radio", name=re.compile("^Codes"))).to_be_checked()


def test_the_shortest_way_opens_a_round(results: Page, site: tuple[str, Project]) -> None:
    results.keyboard.press("r")
    expect(results).to_have_url(re.compile(r"/verify$"))
    opened = site[1].verifying.state().open
    assert opened is not None and opened.round.strategy in ("spread", "borderline")
    site[1].undo()
