"""The Code page in a browser: a hand on the keyboard never loses its place, and nothing that was written is lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from linewise.importing.plan import ImportPlan
from linewise.workbench import Project, Workspace
from tests.support.study import table
from tests.web.server import served

SELECT = """([unit, words]) => {
  const host = document.querySelector(`[data-unit="${unit}"]`);
  const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  let text = walker.nextNode();
  while (text && !text.data.includes(words)) text = walker.nextNode();
  const range = document.createRange();
  range.setStart(text, text.data.indexOf(words));
  range.setEnd(text, text.data.indexOf(words) + words.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
STORY = "A fine morning 😀 it was. We walked to the sea. Then it rained, and we laughed."
ROWS = (
    ("a0", "So 😀 very happy today", "glad", "30", ""),
    ("a1", "שלום עולם, יום יפה", "calm", "41", "family; luck"),
    ("a2", " ".join(f"Sentence number {number} of a long story." for number in range(110)), "calm", "77", ""),
    *((f"b{n}", f"Line {n} of many", ("glad", "calm", "sad")[n % 3], str(20 + n % 50), "") for n in range(120)),
)


@dataclass(frozen=True)
class Site:
    """A running server with a survey, and with stories that were cut into sentences."""

    url: str
    survey: Project
    stories: Project

    def note(self, unit: int) -> list[tuple[str, int | None, int | None]]:
        return [(note.text, note.start, note.end) for note in self.survey.coding.unit(unit).notes]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    expect.set_options(timeout=15_000)
    with Workspace(tmp_path / "study.linewise", cause="ui") as workspace:
        survey = workspace.create("Survey", coder="me")
        plan = ImportPlan(
            text=("text",),
            id="id",
            attributes=(("mood", "category"), ("age", "integer")),
            codes="codes",
            encoding="utf-8",
        )
        survey.importing.run(table(tmp_path / "survey.csv", ROWS), plan)
        survey.coding.write(5, "monetary gain; friends")
        stories = workspace.create("Stories", coder="me")
        told = [("s0", STORY, "", "", ""), ("s1", "Another day. It was short.", "", "", "")]
        cut = ImportPlan(text=("text",), id="id", segmentation="sentence", encoding="utf-8")
        stories.importing.run(table(tmp_path / "stories.csv", told), cut)
        with served(workspace, token=None) as server:
            yield Site(server.url, survey, stories)


def opens(page: Page, site: Site, project: Project) -> Page:
    page.set_default_timeout(15_000)
    page.goto(f"{site.url}/p/{project.id}/code")
    expect(page.locator("#row-0")).to_be_visible()
    return page


def at_hand(page: Page) -> Locator:
    return page.locator(":focus")


def saved(page: Page) -> None:
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "saved")


def test_a_hand_on_the_keyboard_never_loses_its_place(site: Site, page: Page) -> None:
    opens(page, site, site.survey)
    page.locator("#row-0").focus()
    page.keyboard.press("Enter")
    for number in range(100):
        expect(at_hand(page)).to_have_id(f"note-{number}")
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(at_hand(page)).to_have_id("note-99")

    page.keyboard.type("half written")
    page.get_by_role("combobox", name="Which units").select_option("noted")
    expect(page.locator(".unit")).to_have_count(2)
    expect(at_hand(page)).to_have_id("row-5")
    saved(page)
    assert site.note(99) == [("half written", None, None)]
    page.get_by_role("button", name="Take away the filter").click()
    expect(page.locator("#row-0")).to_be_focused()

    page.keyboard.press("g")
    page.keyboard.type("122")
    page.keyboard.press("Enter")
    expect(at_hand(page)).to_have_id("row-122")
    page.keyboard.press("Enter")
    page.keyboard.type("the last")
    page.keyboard.press("Enter")
    expect(at_hand(page)).to_have_id("note-122")
    saved(page)
    assert site.note(122) == [("the last", None, None)]


def test_selected_words_become_a_code_with_one_key_or_bear_a_note(site: Site, page: Page) -> None:
    opens(page, site, site.survey)
    page.evaluate(SELECT, [0, "😀 very happy"])
    expect(page.get_by_role("group", name="The selected words")).to_be_visible()
    page.keyboard.press("i")
    expect(page.locator("#row-0")).to_be_focused()
    saved(page)
    assert site.note(0) == [("😀 very happy", 3, 15)]
    page.keyboard.press("Control+z")
    expect(page.locator("#row-0 mark")).to_have_count(0)
    assert site.note(0) == []

    page.evaluate(SELECT, [1, "עולם"])
    page.keyboard.press("Enter")
    expect(at_hand(page)).to_have_id("note-draft-1")
    page.keyboard.type("world")
    page.keyboard.press("Enter")
    expect(page.locator("#row-1")).to_be_focused()
    saved(page)
    assert site.note(1) == [("world", 5, 9)]


def test_what_one_has_already_is_offered_and_taken_with_one_key(site: Site, page: Page) -> None:
    opens(page, site, site.survey)
    page.locator("#row-0").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("gains monetary")
    offer = page.get_by_role("listbox", name="Earlier codes").get_by_role("option", name=re.compile("monetary gain"))
    expect(offer).to_contain_text("you already have")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("; freinds")
    expect(page.get_by_role("option", name=re.compile("friends"))).to_contain_text("once")
    page.keyboard.press("ArrowRight")
    expect(at_hand(page)).to_have_value("monetary gain; friends")
    page.keyboard.press("Enter")
    expect(at_hand(page)).to_have_id("note-1")
    saved(page)
    assert site.note(0) == [("monetary gain; friends", None, None)]


def test_columns_filters_and_views_say_what_is_shown(site: Site, page: Page) -> None:
    page.set_viewport_size({"width": 1500, "height": 800})
    opens(page, site, site.survey)
    page.get_by_role("button", name="Sort by age").click()
    expect(page.locator(".unit").first).to_have_attribute("id", "row-3")
    page.get_by_role("button", name=re.compile("Sort by age")).click()
    expect(page.locator(".unit").first).to_have_attribute("id", "row-2")
    page.get_by_role("button", name="Filter by mood").click()
    page.get_by_role("group", name="Filter by mood").get_by_role("button", name=re.compile("sad")).click()
    expect(page.get_by_role("button", name="Take away the filter “mood: sad”")).to_be_visible()
    page.keyboard.press("v")
    page.keyboard.type("sad, oldest first")
    page.keyboard.press("Enter")
    views = page.get_by_title(re.compile("Saved views"))
    expect(views).to_have_text("sad, oldest first")
    page.get_by_role("button", name="show all").click()
    expect(page.locator("#row-2")).to_be_visible()
    page.reload()
    expect(page.locator("#row-2")).to_be_visible()
    page.keyboard.press("v")
    page.get_by_role("group", name="Views").get_by_role("button", name="sad, oldest first", exact=True).click()
    expect(views).to_have_text("sad, oldest first")
    expect(page.locator("#row-2")).to_have_count(0)
    ages = [
        int(text) for text in page.locator(".unit .figure").all_inner_texts()[:5] for text in re.findall(r"\d+", text)
    ]
    assert ages == sorted(ages, reverse=True)
    assert site.survey.coding.view("sad, oldest first").query["attributes"] == {"mood": "sad"}


def test_imported_codes_bookmarks_and_long_texts_answer_to_keys(site: Site, page: Page) -> None:
    opens(page, site, site.survey)
    row = page.locator("#row-1")
    row.focus()
    page.keyboard.press("b")
    row.get_by_role("button", name="Reject luck").click()
    row.focus()
    page.keyboard.press("y")
    expect(row.get_by_role("button", name="Remove family")).to_be_visible()
    saved(page)
    said = {one.code: one.value for one in site.survey.coding.unit(1).codings if one.via == "decision"}
    assert sorted(said.values()) == ["absent", "present"]
    assert site.survey.coding.unit(1).bookmarked
    page.keyboard.press("c")
    page.keyboard.type("brand new")
    page.keyboard.press("Enter")
    expect(row.get_by_role("button", name="Remove brand new")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row).to_be_focused()

    page.keyboard.press("ArrowDown")
    long = page.locator("#row-2")
    folded = long.bounding_box()
    page.keyboard.press("f")
    expect(long.get_by_role("button", name=re.compile("less"))).to_be_visible()
    opened = long.bounding_box()
    assert folded and opened and opened["height"] > 2 * folded["height"]
    expect(long).to_be_focused()


def test_a_text_is_read_as_it_runs_with_notes_at_the_height_of_the_words(site: Site, page: Page) -> None:
    opens(page, site, site.stories)
    page.keyboard.press("l")
    flow = page.locator(".flow")
    expect(flow).to_have_text(STORY)
    page.keyboard.press("ArrowDown")
    expect(at_hand(page)).to_have_id("row-1")
    page.keyboard.press("Enter")
    page.keyboard.type("sea")
    page.keyboard.press("Enter")
    expect(at_hand(page)).to_have_id("note-2")
    page.keyboard.press("Escape")
    page.evaluate(SELECT, [2, "we laughed"])
    page.keyboard.press("i")
    quote = page.locator(".said", has_text="“we laughed”")
    expect(quote).to_be_visible()
    words = page.locator("mark", has_text="we laughed").bounding_box()
    beside = quote.bounding_box()
    assert words and beside and abs(words["y"] - beside["y"]) < 120
    page.keyboard.press("ArrowRight")
    expect(flow).to_have_text("Another day. It was short.")
    page.keyboard.press("l")
    expect(at_hand(page)).to_have_id("row-3")
    saved(page)
    assert [note.text for note in site.stories.coding.unit(2).notes] == ["we laughed"]


def test_a_note_changed_in_another_window_is_shown_beside_ones_own(site: Site, page: Page, new_context: Any) -> None:
    other: BrowserContext = new_context()
    there = opens(other.new_page(), site, site.survey)
    opens(page, site, site.survey)
    for window, text in ((page, "mine"), (there, "theirs; shared")):
        window.locator("#row-0").focus()
        window.keyboard.press("Enter")
        window.keyboard.type(text)
    there.keyboard.press("Enter")
    saved(there)
    expect(page.locator("#note-0")).to_have_value("mine")
    page.keyboard.press("Enter")
    clash = page.locator("#row-0").get_by_role("group", name="This note was changed elsewhere meanwhile.")
    expect(clash).to_contain_text("theirs; shared")
    expect(clash).to_contain_text("mine")
    assert site.note(0) == [("theirs; shared", None, None)]

    page.reload()
    expect(clash).to_contain_text("mine")
    clash.get_by_role("button", name="Join both").click()
    expect(clash).to_have_count(0)
    saved(page)
    assert site.note(0) == [("theirs; shared; mine", None, None)]
    expect(there.locator("#row-0")).to_contain_text("mine")


def test_a_note_written_without_connection_on_what_changed_meanwhile_is_not_lost(site: Site, page: Page) -> None:
    opens(page, site, site.survey)
    page.route("**/note", lambda route: route.abort())
    page.locator("#row-0").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("written offline")
    page.keyboard.press("Enter")
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "offline")
    site.survey.coding.write(0, "written elsewhere")
    page.unroute("**/note")
    clash = page.locator("#row-0").get_by_role("group", name="This note was changed elsewhere meanwhile.")
    expect(clash).to_contain_text("written offline")
    clash.get_by_role("button", name="Keep mine").click()
    saved(page)
    expect(clash).to_have_count(0)
    assert site.note(0) == [("written offline", None, None)]


def test_progress_leads_to_its_units(site: Site, page: Page) -> None:
    site.survey.coding.mark(0, "skipped")
    opens(page, site, site.survey)
    page.get_by_role("button", name="2 seen").click()
    expect(page.locator(".unit")).to_have_count(2)
    page.get_by_role("button", name="1 coded").click()
    expect(page.locator(".unit")).to_have_count(1)
    page.get_by_role("button", name="121 left").click()
    expect(page.locator("#row-0")).to_have_count(0)
