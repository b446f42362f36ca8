"""The student asks on the page; a person answers by keyboard, sees what it did, and takes it back."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.person import Person
from tests.support.served import Server, served
from tests.teaching.planted import NAME, make_planted


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    study = make_planted(tmp_path / "study.linewise")
    shutil.copyfile(study, tmp_path / "copy.linewise")
    with served(tmp_path / "home", str(tmp_path / "copy.linewise")) as server:
        yield server


def test_questions_are_answered_by_keyboard_and_taken_back(server: Server, page: Page) -> None:
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    person = Person(page, server.start())
    page.get_by_role("link", name=re.compile(NAME)).first.click()
    page.get_by_role("link", name="Teach", exact=True).click()
    tab = page.get_by_role("link", name=re.compile(r"^Questions\s*\d*$"))
    expect(tab).to_have_text(re.compile(r"\d"), timeout=60_000)
    tab.click()
    questions = page.locator("[data-question]")
    expect(questions.first).to_be_visible()
    many = questions.count()

    # Down to the code of two senses; its first answer asks for a name.
    senses = page.get_by_role("article", name="Does “Outside” mean two things?")
    expect(senses).to_be_visible()
    for _ in range(many):
        if senses.get_attribute("tabindex") == "0":
            break
        person.press("j")
    expect(senses).to_have_attribute("tabindex", "0")
    person.press("1")
    expect(page.get_by_label("Name of the new code")).to_be_focused()
    person.write("Sport")
    person.press("Enter")
    person.is_told("Answered and kept.")
    expect(senses).to_have_count(0)
    codes = {card["code"]["name"]: card for card in person.asks("/group/codes")["codes"]}
    assert codes["Sport"]["units"] in (39, 40)

    # One step back, and it is asked again.
    person.press("Control+z")
    person.is_told(re.compile("answered a question"))
    expect(senses).to_be_visible()
    assert "Sport" not in {card["code"]["name"] for card in person.asks("/group/codes")["codes"]}

    # What is set aside stands among the settled ones.
    alike = page.get_by_role("article", name=re.compile("two codes, or one"))
    alike.click()
    person.press("s")
    person.is_told("Set aside")
    expect(alike).to_have_count(0)
    page.get_by_text("Answered and set aside").click()
    expect(page.get_by_role("listitem").filter(has_text="set aside").first).to_contain_text("Pet")
