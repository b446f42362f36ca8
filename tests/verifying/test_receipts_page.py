"""Receipts on the page, by keyboard and pointer: the check, words on words, what if, what a code means."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import linewise
from tests.support.moments import NAME, make_moments
from tests.support.person import Person
from tests.support.served import served

pytestmark = pytest.mark.slow


@pytest.fixture
def person(tmp_path: Path, page: Page) -> Iterator[Person]:
    where = make_moments(tmp_path / "made.linewise", texts=120, noted=50)
    with linewise.open_workspace(where) as workspace:
        project = workspace.project(NAME)
        project_id = project.id
        project.verifying.open(size=4, seed=2)
    expect.set_options(timeout=20_000)
    with served(tmp_path, str(where)) as server:
        found = Person(page, server.start())
        page.goto(f"{found.address}/p/{project_id}/verify")
        expect(page.get_by_role("article")).to_be_visible()
        yield found


def _said(person: Person) -> list[tuple[str, str]]:
    return [(one["word"], one["verdict"]) for one in person.asks("/verify/rationales")]


def test_words_are_judged_by_key_and_pointer_and_texts_are_tried(person: Person) -> None:
    page = person.page
    text = page.locator("article [data-unit]")
    words = text.inner_text()
    person.press("w")
    expect(page.locator("p.words")).to_contain_text(re.compile("speaks? (for|against) it|No single word"))
    tools = page.get_by_role("group", name="What you say of these words")
    person.press("i")
    expect(tools).to_be_visible()
    person.press("Shift+i")
    expect(tools).to_have_count(0)
    expect(text.locator(".none")).to_have_count(1)
    refused = text.locator(".none").inner_text()
    text.locator(".none").click()
    tools.get_by_role("button", name=re.compile("^The reason for")).click()
    expect(text.locator(".reason")).to_have_text(refused)
    person.press("Control+z")
    expect(text.locator(".none")).to_have_count(1)
    assert _said(person) == [(refused, "against")]
    assert text.inner_text() == words

    person.press("e")
    beside = page.get_by_role("complementary", name="What if")
    field = beside.get_by_role("textbox")
    expect(field).to_be_focused()
    expect(field).to_have_value(words)
    expect(beside.get_by_role("listitem").first).to_contain_text("%")
    before = beside.get_by_role("list").inner_text()
    field.fill("We ran ten miles and then lifted weights in the gym 💪")
    expect(beside.locator(".reading")).to_contain_text("lifted weights")
    assert beside.get_by_role("list").inner_text() != before
    assert not [one["id"] for one in Axe().run(page).response["violations"]]
    person.press("Escape")
    expect(beside).to_have_count(0)

    page.goto(page.url.replace("/verify", "/teach"))
    page.get_by_role("button", name=re.compile("Affection")).first.click()
    expect(page.get_by_role("heading", name="Texts it cannot tell")).to_be_visible()
    expect(page.get_by_text(re.compile("counted exactly"))).to_be_visible()
