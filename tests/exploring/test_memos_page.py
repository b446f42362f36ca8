"""A memo by one key, from wherever one is; what it speaks of, both ways; found, changed, withdrawn, brought back."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.person import Person
from tests.support.served import Server, served


@pytest.fixture
def server(moments: Path, tmp_path: Path) -> Iterator[Server]:
    study = tmp_path / "study.linewise"
    shutil.copyfile(moments, study)
    with served(tmp_path / "home", str(study)) as server:
        yield server


@pytest.fixture
def person(server: Server, page: Page) -> Person:
    page.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    person = Person(page, server.start())
    page.get_by_role("link", name=re.compile("Happy moments")).first.click()
    page.get_by_role("link", name="Code", exact=True).click()
    expect(page.get_by_role("main", name="Code")).to_be_visible()
    return person


def _dialog(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=re.compile(name, re.I))


def test_a_memo_from_two_places_speaks_of_things_and_is_found_changed_and_brought_back(person: Person) -> None:
    page = person.page
    code = next(card["code"] for card in person.asks("/group/codes")["codes"])

    # On Code, about the unit at hand. What is typed outlives a reload, until it is kept.
    expect(page.locator("[data-unit='0']")).to_be_visible()
    page.locator("[data-unit='0']").click()
    person.press("m")
    field = _dialog(page, "Memo on unit 0").get_by_role("textbox")
    expect(field).to_be_focused()
    person.write("Typical, or not?")
    page.reload()
    page.locator("[data-unit='0']").click()
    person.press("m")
    expect(field).to_have_value("Typical, or not?")
    person.press("Enter")
    person.write(f"Compare [[{code['name'][:3].lower()}")
    expect(page.get_by_role("option", name=re.compile(code["name"])).first).to_have_attribute("aria-selected", "true")
    person.press("Enter")
    expect(field).to_have_value(f"Typical, or not?\nCompare [[{code['name']}]]")
    person.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    person.is_told("The memo is kept.")
    person.is_saved()
    (first,) = person.asks("/explore/memos")
    assert (first["about"], first["about_id"], first["links"]) == ("unit", "0", [f"code:{code['id']}"])

    # On Explore nothing is at hand, so it is about the project; it speaks of the first memo.
    page.goto(page.url.replace("/code", "/explore"))
    expect(page.get_by_role("main", name="Explore")).to_be_visible()
    person.press("m")
    _dialog(page, "Memo on Happy moments")
    person.write("Reading plan [[typ")
    expect(page.get_by_role("option", name=re.compile("Typical"))).to_be_visible()
    person.press("Enter", "Control+Enter")
    person.is_saved()

    # On the page of memos: newest first, links both ways, found as one types, changed in place.
    person.comes_to("memos")
    memos = page.get_by_role("article")
    expect(memos).to_have_count(2)
    expect(memos.first).to_contain_text("Reading plan")
    expect(memos.last).to_contain_text(re.compile(r"spoken of in\s*Reading plan"))
    expect(memos.last.get_by_role("link", name=code["name"])).to_have_attribute("href", re.compile(code["id"]))
    person.press("/")
    person.write("plan")
    expect(memos).to_have_count(1)
    person.press("Enter")
    expect(page.locator("[id^='line-']").first).to_be_focused()
    person.press("Enter")
    expect(memos.first.get_by_role("textbox")).to_be_focused()
    person.press("Control+Home")
    person.write("The ")
    person.press("Control+Enter")
    expect(memos.first).to_contain_text("The Reading plan")
    person.is_saved()
    assert sorted(memo["text"][:8] for memo in person.asks("/explore/memos")) == ["The Read", "Typical,"]

    # Withdrawn by one key, brought back by another.
    page.locator("[id^='line-']").first.focus()
    person.press("Delete")
    expect(memos).to_have_count(0)
    person.is_told("The memo is withdrawn.")
    person.is_saved()
    page.locator("body").press("Control+z")
    expect(memos).to_have_count(1)

    # The history of the unit says it in words.
    page.goto(page.url.replace("/memos", "/code"))
    page.locator("[data-unit='0']").click()
    person.press("h")
    history = page.get_by_role("complementary", name=re.compile("History of unit 0", re.I))
    expect(history).to_contain_text("wrote a memo on unit 0: “Typical, or not?”")


def test_recall_takes_the_codes_of_a_text_that_is_alike(person: Person) -> None:
    page = person.page
    unread = person.asks("/code/units?status=unread&limit=1")["units"][0]["id"]
    page.goto(f"{page.url.partition('?')[0]}?unit={unread}")
    page.locator(f"[data-unit='{unread}']").click()
    person.press("r")
    recall = page.get_by_role("complementary", name="Recall")
    wanted = person.asks(f"/code/units/{unread}/similar")["said"][0]["unit"]
    expect(recall.get_by_role("link", name=f"Open unit {wanted['id']}")).to_be_visible()
    recall.get_by_role("button", name=re.compile("^Note ")).first.focus()
    person.press("1")
    person.is_told(re.compile("is noted on unit"))
    person.is_saved()
    noted = person.asks(f"/code/units/{unread}")["notes"]
    assert [note["text"] for note in noted] == ["; ".join(p["text"] for n in wanted["notes"] for p in n["pieces"])]
    expect(page.locator(f"#row-{unread}")).to_contain_text(noted[0]["text"])


def test_where_a_later_change_stands_in_the_way_the_log_says_which_and_goes_past_it(person: Person) -> None:
    page = person.page
    # The notes were written before the codes took them in: undoing such a note needs the grouping undone first.
    entry = next(one for one in person.asks("/audit/log?limit=200&kind=note_written")["entries"])
    page.goto(page.url.replace("/code", "/audit").partition("?")[0])
    expect(page.get_by_role("main", name="Audit")).to_be_visible()
    person.press("/")
    unit = entry["detail"]["unit"]
    person.write(f"#{unit}")
    line = page.locator(f"[data-seq='{entry['seq']}']")
    expect(line).to_contain_text(f"“{entry['detail']['text']}”")
    line.locator("summary").focus()
    person.press("u")
    first = line.get_by_role("button", name=re.compile(r"Undo event \d+ first, then this"))
    expect(first).to_be_visible()
    for _ in range(4):
        first.click()
        expect(first.or_(line.get_by_text("taken back")).first).to_be_visible()
        if line.get_by_text("taken back").is_visible():
            break
    expect(line.get_by_role("button", name="Bring this back")).to_be_visible()
    assert person.asks(f"/code/units/{unit}")["notes"] == []
    person.press("u")
    expect(line.get_by_role("button", name="Undo this")).to_be_visible()
    assert person.asks(f"/code/units/{unit}")["notes"][0]["text"] == entry["detail"]["text"]
