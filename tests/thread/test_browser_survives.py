"""What a person has entered is not lost: neither to a reload, nor to a killed server, nor to a closed browser."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.support.person import Person
from tests.support.served import Server, served

# One worker makes the study for all of them.
SIZE = 8


@pytest.fixture
def server(moments: Path, tmp_path: Path) -> Iterator[Server]:
    study = tmp_path / "study.linewise"
    shutil.copyfile(moments, study)
    with served(tmp_path / "home", str(study)) as server:
        yield server


def _opens(page: Page, link: str, stage: str) -> Person:
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    person = Person(page, link)
    person.reach(page.get_by_role("link", name=re.compile("Happy moments")))
    person.press("Enter")
    page.get_by_role("navigation", name="Places").get_by_role("link", name=stage.capitalize(), exact=True).click()
    expect(page.get_by_role("main", name=stage.capitalize())).to_be_visible()
    return person


def _notes(person: Person, unit: int) -> list[str]:
    return [note["text"] for note in person.asks(f"/code/units/{unit}")["notes"]]


def _told(person: Person, kind: str) -> list[Any]:
    """What the log says was done in this way, oldest first."""
    entries = person.asks("/audit/log?limit=100")["entries"]
    return [entry["detail"] for entry in reversed(entries) if entry["kind"] == kind]


def _begins_to_write(person: Person) -> list[int]:
    """Show the unread units, put the cursor into the first one's note; returns the unit ids in their order."""
    page = person.page
    person.reach(page.get_by_role("combobox", name="Which units"))
    with page.expect_response(re.compile("status=unread")):
        person.press("u")
    units = [unit["id"] for unit in person.asks("/code/units?status=unread&limit=20")["units"]]
    expect(page.locator(".unit").first).to_have_attribute("id", f"row-{units[0]}")
    person.reach(page.locator(".unit.active"))
    person.press("Enter")
    expect(page.locator(f"#note-{units[0]}")).to_be_focused()
    return units


def test_a_note_half_typed_survives_a_reload(server: Server, page: Page) -> None:
    person = _opens(page, server.start(), "code")
    first, second, *_ = _begins_to_write(person)
    person.write("joy; half a tho")
    page.reload()
    expect(page.locator(f"#row-{first}")).to_contain_text("half a tho")
    person.is_saved()
    assert _notes(person, first) == ["joy; half a tho"]
    assert _notes(person, second) == []


def test_notes_written_while_the_server_is_dead_arrive_once_and_in_order(server: Server, page: Page) -> None:
    person = _opens(page, server.start(), "code")
    units = _begins_to_write(person)
    person.write("before")
    person.press("Enter")
    person.is_saved()

    person.write("half")
    server.kill()
    person.write(" typed")
    person.press("Enter")
    for number in (2, 3, 4):
        expect(page.locator(f"#note-{units[number]}")).to_be_focused()
        person.write(f"entry {number}; of the dark")
        person.press("Enter")
    expect(page.locator("[data-state]")).to_have_text("offline: 4 waiting")
    expect(page.locator(f"#row-{units[3]}")).to_contain_text("entry 3")

    server.start()
    person.is_saved()
    expect(page.get_by_role("dialog")).to_have_count(0)
    texts = ["before", "half typed", *(f"entry {number}; of the dark" for number in (2, 3, 4))]
    for unit, text in zip(units, texts, strict=False):
        assert _notes(person, unit) == [text]
    written = [detail["unit"] for detail in _told(person, "note_written")][-5:]
    assert written == units[:5]

    person.write("after")
    person.press("Enter")
    expect(page.locator(f"#note-{units[6]}")).to_be_focused()
    person.is_saved()
    assert _notes(person, units[5]) == ["after"]


def _begins_a_round(person: Person) -> None:
    page = person.page
    person.reach(page.get_by_role("spinbutton", name="Units"))
    person.press("Control+a")
    person.write(str(SIZE))
    person.press("Enter")
    expect(page.get_by_role("article", name=f"1 of {SIZE}")).to_be_visible()


def _answers(person: Person, position: int, key: str) -> None:
    expect(person.page.get_by_role("article", name=f"{position + 1} of {SIZE}")).to_be_visible()
    person.press(key)


def test_a_round_goes_on_after_a_reload_and_a_killed_server(server: Server, page: Page) -> None:
    person = _opens(page, server.start(), "verify")
    _begins_a_round(person)
    _answers(person, 0, "y")
    _answers(person, 1, "n")
    page.reload()
    expect(page.get_by_role("article", name=f"3 of {SIZE}")).to_be_visible()
    _answers(person, 2, "s")
    person.is_saved()

    server.kill()
    for position in (3, 4, 5):
        _answers(person, position, "y")
    person.sees("offline: 3 waiting")
    server.start()
    person.is_saved()
    items = person.asks("/verify")["open"]["items"]
    states = [item["state"] for item in items]
    assert states == ["accepted", "unsure", "skipped", "accepted", "accepted", "accepted", "pending", "pending"]

    for position in (6, 7):
        _answers(person, position, "y")
    person.sees(f"All {SIZE} units are decided.")
    person.press("Enter")
    expect(page.get_by_role("heading", name="After round 1")).to_be_visible()
    person.sees("8 decided: 6 accepted, 0 corrected, 2 unsure or skipped.")
    assert [detail["unit"] for detail in _told(person, "unit_decided")] == [item["unit"]["id"] for item in items]


def test_a_closed_browser_comes_back_to_a_server_started_anew(
    server: Server, browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    with browser_type.launch_persistent_context(profile, **browser_type_launch_args) as browser:
        person = _opens(browser.pages[0], server.start(), "verify")
        _begins_a_round(person)
        _answers(person, 0, "y")
        person.is_saved()
        _answers(person, 1, "y")
        expect(person.page.get_by_role("article", name=f"3 of {SIZE}")).to_be_visible()
        address = person.page.url
        server.kill()
        _answers(person, 2, "n")
        person.sees(re.compile(r"offline: \d waiting"))
    server.start()
    with browser_type.launch_persistent_context(profile, **browser_type_launch_args) as browser:
        person = Person(browser.pages[0], address)
        # What was answered last, to a dead server, waited in the browser.
        expect(person.page.get_by_role("article", name=f"4 of {SIZE}")).to_be_visible()
        person.is_saved()
        states = [item["state"] for item in person.asks("/verify")["open"]["items"]]
        assert states[:4] == ["accepted", "accepted", "unsure", "pending"]


def test_where_the_session_is_gone_the_page_asks_for_the_token_and_keeps_what_was_written(
    server: Server, page: Page
) -> None:
    person = _opens(page, server.start(), "code")
    unit = _begins_to_write(person)[0]
    server.kill()
    (server.home / "session-secret").unlink()
    person.write("kept")
    person.press("Enter")
    link = server.start()
    dialog = page.get_by_role("dialog", name="Enter the token")
    expect(dialog).to_be_visible()
    person.reach(dialog.get_by_role("textbox"))
    person.write(link)
    person.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator(f"#row-{unit}")).to_contain_text("kept")
    person.is_saved()
    assert _notes(person, unit) == ["kept"]
