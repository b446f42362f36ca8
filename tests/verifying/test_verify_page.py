"""The Verify page by keyboard: words, neighbours, blind answers, one code at a time, and what a round says."""

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

LONG = "It was a long day and much of it was dull. " * 90 + "In the end my brother came to visit us. 🎉"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = make_moments(tmp_path_factory.mktemp("moments") / "made.linewise", texts=120, noted=50)
    with linewise.open_workspace(where) as workspace:
        project = workspace.project(NAME)
        table = where.with_name("long.csv")
        table.write_text(f'id,text\nlong,"{LONG}"\nrtl,"قضيت يوما جميلا مع أخي"\n', encoding="utf-8")
        project.importing.run(table)
        project.teaching.encode()
        project.teaching.train()
    return where


@pytest.fixture
def person(made: Path, tmp_path: Path, page: Page) -> Iterator[Person]:
    where = tmp_path / "study.linewise"
    where.write_bytes(made.read_bytes())
    expect.set_options(timeout=20_000)
    with served(tmp_path, str(where)) as server:
        link = server.start()
        with linewise.open_workspace(where) as workspace:
            project_id = workspace.project(NAME).id
        found = Person(page, link)
        page.goto(f"{found.address}/p/{project_id}/verify")
        expect(page.get_by_role("button", name=re.compile("Start the round"))).to_be_enabled()
        yield found


def _begins(person: Person, **fields: str) -> None:
    for name, value in fields.items():
        person.page.get_by_role("spinbutton", name=re.compile(name, re.IGNORECASE)).fill(value)
    person.press("Enter")
    expect(person.page.get_by_role("article")).to_be_visible()


def _is_at(person: Person, position: int, size: int) -> None:
    expect(person.page.get_by_role("article", name=f"{position} of {size}")).to_be_visible()


def _item(person: Person, position: int) -> dict[str, object]:
    found: dict[str, object] = person.asks("/verify")["open"]["items"][position]
    return found


def test_words_and_neighbours_come_by_key_and_stay_from_unit_to_unit(person: Person) -> None:
    page = person.page
    _begins(person, units="4", audit="50")
    text = page.locator("article [data-unit]")
    before = text.inner_text()
    person.press("w")
    expect(page.get_by_text(re.compile("speaks? (for|against) it|No single word"))).to_be_visible()
    assert text.inner_text() == before
    person.press("r")
    beside = page.get_by_role("complementary", name="Decided, and most like this")
    expect(beside.get_by_role("listitem").first).to_contain_text("alike")
    assert not [one["id"] for one in Axe().run(page).response["violations"]]
    person.press("y")
    _is_at(person, 2, 4)
    expect(page.get_by_text(re.compile("speaks? (for|against) it|No single word"))).to_be_visible()
    expect(beside).to_be_visible()
    person.press("r", "w")
    expect(beside).to_have_count(0)
    # Why the first one was shown could be told only now.
    reason = "accepted.*(Drawn at random|expected to be wrong|close to even)"
    expect(page.locator("main")).to_contain_text(re.compile(reason, re.DOTALL))


def test_a_blind_unit_shows_its_prediction_after_the_first_answer_and_keeps_both(person: Person) -> None:
    page = person.page
    _begins(person, units="3", blind="100")
    person.sees("Your own answer first")
    expect(page.get_by_role("checkbox").first).not_to_contain_text("%")
    choices = page.get_by_role("list", name="Codes for this unit").get_by_role("checkbox")
    for index in range(choices.count()):
        person.press(str(index + 1))
    person.press("Enter")
    person.sees("The model says:")
    expect(choices.first).to_contain_text("%")
    person.is_saved()
    assert _item(person, 0)["state"] == "pending"
    person.press("1", "Enter")
    _is_at(person, 2, 3)
    person.is_saved()
    item = _item(person, 0)
    assert item["state"] in ("accepted", "corrected")
    assert len(item["unaided"]) == len(item["codes"]) + 1  # type: ignore[arg-type]


def test_one_code_at_a_time_is_answered_with_one_key(person: Person) -> None:
    page = person.page
    page.get_by_role("radio", name=re.compile("One code at a time")).check()
    page.get_by_role("combobox", name="Code").select_option(label="Affection")
    expect(page.get_by_role("radio", name=re.compile(r"Borderline \d+ unread texts"))).to_be_enabled()
    page.get_by_role("radio", name=re.compile("Borderline")).check()
    _begins(person, units="3")
    person.sees("Is this “Affection”?")
    person.press("y")
    _is_at(person, 2, 3)
    person.press("x")
    _is_at(person, 3, 3)
    person.press("u")
    _is_at(person, 2, 3)
    person.press("x")
    person.press("y")
    person.sees("All 3 units are decided.")
    person.is_saved()
    items = person.asks("/verify")["open"]["items"]
    assert [len(item["codes"]) for item in items] == [1, 0, 1]
    person.press("Enter")
    expect(page.get_by_role("heading", name="After round 1")).to_be_visible()
    expect(page.get_by_role("region", name="Whether to go on")).to_contain_text("too early to tell")


def test_a_long_text_scrolls_while_the_choices_stay_and_nothing_overflows(person: Person) -> None:
    page = person.page
    page.get_by_role("radio", name="Another way").check()
    page.get_by_label("Way of choosing").select_option(label="At random")
    _begins(person, units="160")
    items = person.asks("/verify")["open"]["items"]
    long = next(at for at, item in enumerate(items) if len(item["unit"]["text"]) > 3_000)
    right_to_left = next(at for at, item in enumerate(items) if item["unit"]["text"].startswith("قضيت"))
    for width, height in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        for at in (long, right_to_left):
            page.get_by_role("group", name=re.compile("decided")).get_by_role("button").nth(at).click()
            _is_at(person, at + 1, len(items))
            expect(page.get_by_role("button", name=re.compile("Accept|None of the codes"))).to_be_in_viewport()
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert not wide
    assert page.locator("article [data-unit]").evaluate("element => getComputedStyle(element).direction") == "rtl"
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("group", name=re.compile("decided")).get_by_role("button").nth(long).click()
    person.press("w")
    person.sees("Only the strongest sentences of this long text were looked into.")
    expect(page.get_by_role("checkbox").first).to_be_in_viewport()
