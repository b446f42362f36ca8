"""The Group page in a browser: the same things by pointer and by keys, and the focus never lost."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import linewise
from linewise.importing.plan import ImportPlan
from tests.support.person import Person
from tests.support.served import served
from tests.support.study import table

LINES = (
    "My dog greeted me at the door",
    "The cat slept on my lap",
    "Dinner with my family",
    "I finished the marathon",
    "A raise at work, finally",
    "Found a coin on the road",
)
NOTES = ("dog; welcome", "cat", "family; dinner", "running; pride", "money; pride", "money; luck")


@pytest.fixture
def person(tmp_path: Path, browser: Browser) -> Iterator[Person]:
    """Somebody at the Group page of a small study with three codes, some open codes in the first."""
    with linewise.open_workspace(tmp_path / "study.linewise") as workspace:
        project = workspace.create("study", coder="You")
        rows = [(str(number), text) for number, text in enumerate(LINES)]
        plan = ImportPlan(text=("text",), id="id")
        project.importing.run(table(tmp_path / "lines.csv", rows, columns=("id", "text")), plan)
        for unit, text in enumerate(NOTES):
            project.coding.write(unit, text)
        animals = project.grouping.create("Animals", norms=["dog", "cat"]).code.id
        for name in ("People", "Gains"):
            project.grouping.create(name)
        project.coding.code(3, {animals: "present"})
        project.grouping.describe(animals, definition="An animal makes the moment.")
        where = f"/p/{quote(project.id)}/group"
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "study.linewise").rename(home / "study.linewise")
    with served(home, str(home / "study.linewise")) as server:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        someone = Person(context.new_page(), server.start())
        someone.page.goto(someone.address + where)
        expect(someone.page.locator("#tray-0")).to_be_visible()
        yield someone
        context.close()


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("treeitem", name=re.compile(f"^{name},"))


def line(page: Page, text: str) -> Locator:
    return page.get_by_role("checkbox", name=re.compile(f"^{text}"))


def chip(page: Page, code: str, text: str) -> Locator:
    return row(page, code).get_by_role("listitem").filter(has_text=text)


def drag(page: Page, what: Locator, onto: Locator, *, at: float = 0.5, let_go: bool = True) -> None:
    """Press, move and let go at this share of the target's height."""
    start, end = what.bounding_box(), onto.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 40, start["y"] + 9)
    page.mouse.down()
    page.mouse.move(end["x"] + 80, end["y"] + end["height"] * at, steps=6)
    if let_go:
        page.mouse.up()


def tree(person: Person) -> list[tuple[str, int]]:
    """Names and levels of the codebook as it is shown."""
    rows = person.page.get_by_role("treeitem").all()
    return [
        ((one.get_attribute("aria-label") or "").partition(",")[0], int(one.get_attribute("aria-level") or 0))
        for one in rows
    ]


def inside(person: Person, name: str) -> set[str]:
    code = next(card["code"]["id"] for card in person.asks("/group/codes")["codes"] if card["code"]["name"] == name)
    return set(person.asks(f"/group/tray/norms?code={code}")["norms"])


def test_by_pointer_lines_chips_and_codes_are_dragged(person: Person) -> None:
    page = person.page
    head = ".head"
    line(page, "money").click()
    line(page, "luck").click()
    drag(page, line(page, "luck"), row(page, "Gains").locator(head))
    person.is_told("Put 2 open codes into “Gains”.")
    expect(line(page, "money")).to_have_count(0)
    assert inside(person, "Gains") == {"money", "luck"}
    # Escape lets go, and nothing happens.
    drag(page, line(page, "family"), row(page, "Animals").locator(head), let_go=False)
    expect(row(page, "Animals")).to_have_attribute("data-over", "on")
    person.press("Escape")
    page.mouse.up()
    expect(page.locator(".dragged")).to_have_count(0)
    assert inside(person, "Animals") == {"dog", "cat"}
    # From one code to another, and back to the tray.
    page.get_by_role("button", name="Open codes in Animals").click()
    drag(page, chip(page, "Animals", "cat"), row(page, "People").locator(head))
    person.is_told("Moved 1 open code from “Animals” to “People”.")
    expect(chip(page, "Animals", "cat")).to_have_count(0)
    drag(page, chip(page, "Animals", "dog"), page.locator("#tray-1"))
    person.is_told("Took 1 open code out of “Animals”.")
    assert inside(person, "Animals") == set()
    assert inside(person, "People") == {"cat"}
    # A new code is named where lines are let go.
    drag(page, line(page, "dog"), page.get_by_role("button", name="New code here"))
    expect(page.get_by_role("combobox", name="new code, or one there is")).to_be_focused()
    person.write("Dogs")
    person.press("Enter")
    person.is_told("Put 1 open code into “Dogs”.")
    # Codes: before, onto; a circle is refused by showing no place for it.
    drag(page, row(page, "Gains").locator(head), row(page, "Animals").locator(head), at=0.08)
    person.is_told("Moved “Gains”.")
    expect(page.get_by_role("treeitem").first).to_have_attribute("aria-label", re.compile("^Gains"))
    drag(page, row(page, "Dogs").locator(head), row(page, "Animals").locator(head))
    person.is_told("Moved “Dogs” under “Animals”.")
    expect(row(page, "Dogs")).to_have_attribute("aria-level", "2")
    assert tree(person) == [("Gains", 1), ("Animals", 1), ("Dogs", 2), ("People", 1)]
    drag(page, row(page, "Animals").locator(head), row(page, "Dogs").locator(head), let_go=False)
    expect(page.locator("[data-over]")).to_have_count(0)
    page.mouse.up()
    assert tree(person) == [("Gains", 1), ("Animals", 1), ("Dogs", 2), ("People", 1)]


def test_by_keys_the_same_is_done_and_the_focus_stays(person: Person) -> None:
    page = person.page
    focus = page.locator(":focus")
    person.reach(page.locator("#tray-0"))
    person.press("Shift+ArrowDown", "Shift+ArrowDown")
    person.sees("3 selected go into")
    person.press("Escape", "a")
    person.sees("7 selected go into")
    person.press("i")
    person.sees("Nothing selected:")
    # What the search found, into a code by name, then by its digit.
    person.press("f")
    person.write("raise")
    expect(page.locator("#tray-1")).to_be_visible()
    person.sees("in a text")
    expect(page.locator("#tray-2")).to_have_count(0)
    person.press("Enter")
    expect(page.locator("#tray-0")).to_be_focused()
    person.press("a")
    person.sees("2 selected go into")
    person.press("/")
    person.write("gai")
    person.press("Enter")
    person.is_told("Put 2 open codes into “Gains”.")
    person.press("f", "Control+a", "Delete", "Enter")
    expect(page.locator("#tray-0")).to_be_focused()
    person.press("x", "1")
    person.is_told("Put 1 open code into “Gains”.")
    # Into the codebook; reorder, nest, take out, rename.
    person.press("ArrowRight")
    expect(focus).to_have_attribute("aria-label", re.compile("^Gains"))
    person.press("Alt+ArrowUp")
    person.is_told("Moved “Gains”.")
    expect(focus).to_have_attribute("aria-label", re.compile("^Gains"))
    person.press("Alt+ArrowRight")
    person.is_told("Moved “Gains” under “Animals”.")
    expect(row(page, "Gains")).to_have_attribute("aria-level", "2")
    assert tree(person) == [("Animals", 1), ("Gains", 2), ("People", 1)]
    person.press("Alt+ArrowLeft")
    expect(row(page, "Gains")).to_have_attribute("aria-level", "1")
    person.press("F2")
    person.write("Fortune")
    person.press("Enter")
    person.is_told("Renamed “Gains” to “Fortune”.")
    expect(focus).to_have_attribute("aria-label", re.compile("^Fortune"))
    before = inside(person, "Fortune")
    person.press("e")
    person.reach(row(page, "Fortune").locator("[data-norm]").first)
    person.press("d")
    person.is_told("Took 1 open code out of “Fortune”.")
    assert len(inside(person, "Fortune")) == len(before) - 1
    expect(focus).to_have_attribute("data-norm", re.compile("."))


def test_an_entry_is_edited_beside_its_units_and_stale_codings_are_renewed(person: Person) -> None:
    page = person.page
    row(page, "Animals").focus()
    person.press("o")
    person.sees("1 coding was made under an older definition.")
    unit = page.get_by_label("Unit 3")
    expect(unit).to_be_focused()
    person.press("y")
    person.is_told("Kept under the present definition.")
    assert person.asks("/group/stale")["total"] == 0
    page.get_by_role("button", name=re.compile("^Units")).click()
    page.get_by_label("Unit 0").focus()
    person.press("+")
    person.is_told("Saved the entry of “Animals”.")
    page.get_by_label("Unit 3").get_by_role("button", name="counter-example").click()
    expect(page.get_by_label(re.compile("^Remove: I finished"))).to_be_visible()
    (card,) = (one["code"] for one in person.asks("/group/codes")["codes"] if one["code"]["name"] == "Animals")
    assert (card["examples"], card["counter_examples"]) == ([LINES[0]], [LINES[3]])
    person.press("Escape")
    expect(page.locator(":focus")).to_have_attribute("aria-label", re.compile("^Animals"))
    # Constant comparison: the open code goes over in place.
    person.press("=")
    person.write("Peo")
    person.press("Enter")
    page.get_by_role("button", name="Move “cat” to “People”").click()
    person.is_told("Moved 1 open code from “Animals” to “People”.")
    page.get_by_label("The difference, in your words").fill("A pet is no person.")
    page.get_by_role("button", name="Into “not when” of People").click()
    person.is_told("Saved the entry of “People”.")
    (card,) = (one["code"] for one in person.asks("/group/codes")["codes"] if one["code"]["name"] == "People")
    assert card["not_when"] == "A pet is no person."
