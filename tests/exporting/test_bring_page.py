"""A project's file on the first page: chosen, its name taken, brought in under another; and the codebook's page."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import linewise
from linewise.interchange.formats import codebook_html
from tests.exporting.books import PARCEL
from tests.support.served import Server, served
from tests.support.study import empty


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    study = Path(shutil.copy(empty(), tmp_path / "other.linewise"))
    with linewise.open_workspace(study) as workspace:
        workspace.create("study")
    with served(tmp_path / "home", str(study)) as server:
        yield server


def test_a_project_comes_in_from_its_file(server: Server, page: Page, study_zip: Path) -> None:
    page.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    page.goto(server.start())
    expect(page.get_by_role("button", name="Bring in a project file")).to_be_visible()
    page.locator("input[type=file]").set_input_files(study_zip)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("There is another project called 'study' here already.")
    told.get_by_role("textbox", name="Another name").fill("Study of Ann")
    told.get_by_role("button", name="Bring in under this name").click()
    page.wait_for_url("**/code**")
    expect(page.get_by_text("I found a coin on the road").first).to_be_visible()
    page.goto(server.address)
    expect(page.get_by_role("link", name="Study of Ann")).to_be_visible()


def test_the_codebook_reads_well_in_a_browser(page: Page, tmp_path: Path) -> None:
    codebook_html.FORMAT.pack(tmp_path / "book.html", PARCEL, {"counts": True})
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto((tmp_path / "book.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "nothing should stick out on a phone"
    expect(page.get_by_role("heading", level=1)).to_have_text("Happy moments <2026>")
    page.get_by_role("link", name="Money").click()
    expect(page.get_by_role("heading", name="Money")).to_be_in_viewport()
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert told == []
