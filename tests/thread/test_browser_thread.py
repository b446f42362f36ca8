"""One person walks the whole thread in the browser, by keyboard alone, on the demo corpus with the real encoder."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import linewise
from linewise.demo import happydb_gold
from tests.support.person import Person
from tests.support.served import Server, served

pytestmark = pytest.mark.slow

# How this person writes what the gold label says, in changing words.
WORDS = {
    "achievement": ("a goal reached", "proud of it"),
    "affection": ("love of family", "being cared for"),
    "bonding": ("time with friends", "a shared laugh"),
    "enjoy_the_moment": ("a small pleasure", "simple joy"),
    "exercise": ("working out", "feeling fit"),
    "leisure": ("free time", "a good film"),
    "nature": ("fine weather", "being outdoors"),
}
CODES = {label: label.replace("_", " ").capitalize() for label in WORDS}
NOTED = 14
ROUND = 10
VECTORS = 420_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with served(tmp_path / "home", "--demo") as server:
        yield server


class Reader(Person):
    """Knows the gold label of every unit."""

    def __init__(self, page: Page, link: str) -> None:
        super().__init__(page, link)
        self.gold = happydb_gold()
        self.noted: dict[int, str] = {}
        self.coded: dict[int, set[str]] = {}

    def label(self, unit: int) -> str:
        return self.gold[self.asks(f"/code/units/{unit}")["external_id"]]

    def unit_at_hand(self) -> int:
        """The unit whose note field has the focus."""
        field = self.page.locator("textarea:focus")
        expect(field).to_have_attribute("id", re.compile(r"^note-\d+$"))
        return int((field.get_attribute("id") or "").removeprefix("note-"))

    def note(self, *, second: bool) -> None:
        """Write a note on the unit at hand, or on the next that has none, and go on to the one after it."""
        unit = self.unit_at_hand()
        while self.page.locator(f"#note-{unit}").input_value():
            self.press("Tab")
            expect(self.page.locator(f"#note-{unit}")).not_to_be_focused()
            unit = self.unit_at_hand()
        first, other = WORDS[self.label(unit)]
        text = f"{first}; {other}" if second else first
        self.write(text)
        if self.page.get_by_role("listbox", name="Earlier codes").is_visible():
            self.press("Escape")
        self.press("Enter")
        expect(self.page.locator(f"#note-{unit}")).not_to_be_focused()
        self.noted[unit] = text


def test_the_whole_thread_by_keyboard(server: Server, page: Page, tmp_path: Path) -> None:
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    reader = Reader(page, server.start())

    _opens_the_demo(reader)
    _codes(reader)
    _groups(reader)
    _teaches(reader)
    _verifies(reader)
    exported = _applies(reader, tmp_path / "codings.csv")
    _audits(reader)

    server.kill()
    with linewise.open_workspace(server.home / "demo.linewise", create=False) as workspace:
        (card,) = workspace.projects()
        project = workspace.project(card.id)
        assert project.auditing.verify().ok
        assert project.applying.frame("long").height == len(exported)


def _opens_the_demo(reader: Reader) -> None:
    reader.reach(reader.page.get_by_role("link", name=re.compile("Happy moments")))
    reader.press("Enter")
    expect(reader.page).to_have_title(re.compile("Happy moments"))
    if reader.page.url.endswith("/import"):
        reader.comes_to("code")
    expect(reader.page.get_by_role("article").first).to_be_visible()
    reader.sees("14,125 left")


def _codes(reader: Reader) -> None:
    page = reader.page
    order = page.get_by_role("combobox", name="Order")
    reader.reach(order)
    with page.expect_response(re.compile("order=random")):
        reader.press("r")
    expect(order).to_have_value("random")
    expected = reader.asks("/code/units?order=random&limit=1")["units"][0]["text"]
    expect(page.get_by_role("article").first).to_contain_text(expected[:40])
    reader.reach(page.locator(".unit.active"))
    reader.press("Enter")

    for number in range(NOTED):
        reader.note(second=number % 4 == 1)
    _accepts_an_earlier_code(reader)
    for word in ("gym", "weather"):
        _finds(reader, word)
        reader.note(second=False)
        reader.note(second=True)
        reader.press("Escape")
    reader.is_saved()
    for unit, text in reader.noted.items():
        (note,) = reader.asks(f"/code/units/{unit}")["notes"]
        assert note["text"] == text
        assert [piece["text"] for piece in note["pieces"]] == text.split("; ")

    _undoes_and_redoes_the_last_note(reader)


def _accepts_an_earlier_code(reader: Reader) -> None:
    """Type the beginning of a code, take what is offered, and write another one behind it."""
    unit = reader.unit_at_hand()
    earlier = next(iter(reader.noted.values())).partition(";")[0]
    reader.write(earlier[:4])
    offers = reader.page.get_by_role("listbox", name="Earlier codes")
    expect(offers.get_by_role("option", name=re.compile(earlier))).to_be_visible()
    reader.press("ArrowDown")
    while not re.search(earlier, offers.get_by_role("option", selected=True).inner_text()):
        reader.press("ArrowDown")
    reader.press("Enter")
    field = reader.page.locator(f"#note-{unit}")
    expect(field).to_have_value(earlier)
    expect(field).to_be_focused()
    reader.write("; surprise")
    reader.press("Enter")
    reader.noted[unit] = f"{earlier}; surprise"
    expect(reader.page.locator(f"#row-{unit}")).to_contain_text("surprise")
    reader.press("Escape")


def _finds(reader: Reader, word: str) -> None:
    """Search the units, and begin to write on the first that was found."""
    search = reader.page.get_by_role("searchbox")
    reader.press("/")
    expect(search).to_be_focused()
    with reader.page.expect_response(re.compile(f"search={word}")):
        reader.write(word)
    reader.sees(re.compile(r"\d+ match"))
    expect(reader.page.get_by_role("article").first).to_contain_text(re.compile(word, re.IGNORECASE))
    reader.press("Escape", "Enter")
    expect(reader.page.locator("textarea:focus")).to_have_count(1)


def _undoes_and_redoes_the_last_note(reader: Reader) -> None:
    unit, text = list(reader.noted.items())[-1]
    row = reader.page.locator(f"#row-{unit}")
    reader.press("Control+z")
    reader.is_told("Undid: wrote a note.")
    assert reader.asks(f"/code/units/{unit}")["notes"] == []
    expect(row).not_to_contain_text(text.partition(";")[0])
    reader.press("Control+Shift+z")
    reader.is_told("Redid: wrote a note.")
    assert reader.asks(f"/code/units/{unit}")["notes"][0]["text"] == text
    expect(row).to_contain_text(text.partition(";")[0])


def _groups(reader: Reader) -> None:
    reader.comes_to("group")
    page = reader.page
    lines = page.get_by_role("checkbox")
    expect(lines.first).to_be_visible()
    reader.reach(lines.first)
    written = {piece for text in reader.noted.values() for piece in text.split("; ")}
    made = {label: [piece for piece in pieces if piece in written] for label, pieces in WORDS.items()}
    made = {label: pieces for label, pieces in made.items() if pieces}
    assert len(made) >= 3
    left = len(written)
    for label, pieces in made.items():
        expect(lines).to_have_count(left)
        expect(page.locator("[id^=tray-]:focus")).to_have_count(1)
        _selects(reader, pieces)
        reader.sees(f"{len(pieces)} selected go into")
        reader.press("/")
        expect(page.get_by_role("combobox", name="new code, or one there is")).to_be_focused()
        reader.write(CODES[label])
        reader.sees(f"New code “{CODES[label]}”")
        reader.press("Enter")
        reader.is_told(f"into “{CODES[label]}”.")
        left -= len(pieces)
    # What fits nowhere stays in the tray and holds nobody up.
    expect(lines).to_have_count(left)
    expect(lines).to_contain_text("surprise")
    codes = {card["code"]["name"]: card for card in reader.asks("/group/codes")["codes"]}
    assert set(codes) == {CODES[label] for label in made}
    for label, pieces in made.items():
        noted = {unit for unit, text in reader.noted.items() if set(text.split("; ")) & set(pieces)}
        assert codes[CODES[label]]["open_codes"] == len(pieces)
        assert codes[CODES[label]]["units"] >= len(noted)


def _selects(reader: Reader, pieces: list[str]) -> None:
    """Walk down the tray and select these lines."""
    lines = reader.page.get_by_role("checkbox")
    expect(lines.first).to_be_visible()
    for index in range(lines.count()):
        line = reader.page.locator(f"#tray-{index}")
        if any(piece in line.inner_text() for piece in pieces):
            while not line.evaluate("element => element === document.activeElement"):
                reader.press("j" if _position(reader) < index else "k")
            reader.press("x")
            expect(line).to_be_checked()


def _position(reader: Reader) -> int:
    return int(reader.page.evaluate("document.activeElement.id.replace('tray-', '')"))


def _teaches(reader: Reader) -> None:
    reader.comes_to("teach")
    expect(reader.page.get_by_text("14,125 of 14,125 units have vectors")).to_be_visible(timeout=VECTORS)
    reader.press("t")
    reader.is_told("A new model is taught.")
    expect(reader.page.get_by_text("is in use")).to_be_visible()
    (model,) = reader.asks("/teach")["models"]
    assert model["current"] and len(model["codes"]) >= 3


def _verifies(reader: Reader) -> None:
    reader.comes_to("verify")
    page = reader.page
    for name, value in (("Units", str(ROUND)), ("Audit share, %", "50")):
        reader.reach(page.get_by_role("spinbutton", name=name))
        reader.press("Control+a")
        reader.write(value)
    reader.press("Enter")
    expect(page.get_by_role("article", name=f"1 of {ROUND}")).to_be_visible()

    for position in range(ROUND):
        expect(page.get_by_role("article", name=f"{position + 1} of {ROUND}")).to_be_visible()
        match position:
            case 2:
                _makes_a_code_on_the_spot(reader, position, "Good news")
            case 4:
                reader.press("n")
            case 5:
                reader.press("s")
            case 7:
                _decides(reader, position)
                expect(page.get_by_role("article", name=f"9 of {ROUND}")).to_be_visible()
                _goes_back_and_changes(reader, position)
            case 8:
                _decides(reader, position)
                expect(page.get_by_role("article", name=f"10 of {ROUND}")).to_be_visible()
                reader.press("u")
                expect(page.get_by_role("article", name=f"9 of {ROUND}")).to_be_visible()
                reader.is_saved()
                assert _item(reader, position)["state"] == "pending"
                _decides(reader, position)
            case _:
                _decides(reader, position)

    reader.sees(f"All {ROUND} units are decided.")
    reader.is_saved()
    states = [item["state"] for item in reader.asks("/verify")["open"]["items"]]
    assert (states[2], states[4], states[5], states[7]) == ("corrected", "unsure", "skipped", "corrected")
    assert set(states) <= {"accepted", "corrected", "unsure", "skipped"}
    reader.press("Enter")
    expect(page.get_by_role("heading", name="After round 1")).to_be_visible()
    (summary,) = reader.asks("/verify")["rounds"]
    accepted, corrected = states.count("accepted"), states.count("corrected")
    assert (summary["decided"], summary["accepted"], summary["corrected"]) == (ROUND, accepted, corrected)
    reader.sees(f"{ROUND} decided: {accepted} accepted, {corrected} corrected, 2 unsure or skipped.")
    assert summary["all_rounds"]["words"]
    reader.sees(summary["all_rounds"]["words"])
    assert summary["all_rounds"]["accuracy"]["of"] >= 3
    names = _names(reader)
    for unit, codes in reader.coded.items():
        said = [one for one in reader.asks(f"/code/units/{unit}")["codings"] if one["via"] == "decision"]
        assert {names[one["code"]] for one in said if one["value"] == "present"} == codes
        assert {one["origin"] for one in said} == {"person"}


def _item(reader: Reader, position: int) -> Any:
    return reader.asks("/verify")["open"]["items"][position]


def _decides(reader: Reader, position: int) -> None:
    """`y` when the model is right; else take its codes off and choose the right one by digit, or by name."""
    codes = {name: code for code, name in _names(reader).items()}
    item = _item(reader, position)
    unit = item["unit"]["id"]
    name = CODES[reader.label(unit)]
    wanted = codes.get(name)
    digits = [one["code"] for one in item["predictions"][:9]]
    suggested = [one["code"] for one in item["predictions"] if one["suggested"]]
    if suggested == [wanted]:
        reader.press("y")
        reader.coded[unit] = {name}
        return
    for code in suggested:
        if code != wanted:
            reader.press(str(digits.index(code) + 1))
    if wanted in digits and wanted not in suggested:
        reader.press(str(digits.index(wanted) + 1))
    elif wanted not in digits:
        _picks(reader, name)
    expect(reader.page.get_by_role("checkbox", checked=True)).to_have_count(1)
    expect(reader.page.get_by_role("checkbox", name=name)).to_be_checked()
    reader.press("Enter")
    reader.coded[unit] = {name}


def _picks(reader: Reader, name: str) -> None:
    """Find a code by typing, or make it of what was typed."""
    reader.press("/")
    expect(reader.page.get_by_role("combobox", name="another code, or a new one")).to_be_focused()
    reader.write(name)
    reader.press("Enter")
    expect(reader.page.get_by_role("checkbox", name=name)).to_be_checked()


def _makes_a_code_on_the_spot(reader: Reader, position: int, name: str) -> None:
    assert name not in _names(reader).values()
    _picks(reader, name)
    reader.press("Enter")
    expect(reader.page.get_by_role("article", name=f"{position + 2} of {ROUND}")).to_be_visible()
    reader.is_saved()
    _remembers(reader, position)
    assert name in reader.coded[_item(reader, position)["unit"]["id"]]


def _names(reader: Reader) -> dict[str, str]:
    """The codebook as it stands: names by id."""
    return {card["code"]["id"]: card["code"]["name"] for card in reader.asks("/group/codes")["codes"]}


def _remembers(reader: Reader, position: int) -> None:
    """Keep what the server says was decided."""
    item, names = _item(reader, position), _names(reader)
    reader.coded[item["unit"]["id"]] = {names[code] for code in item["codes"]}


def _goes_back_and_changes(reader: Reader, position: int) -> None:
    """Back to the unit decided last, to give it one more code: the likeliest that the model does not suggest."""
    page = reader.page
    reader.is_saved()
    before = _item(reader, position)
    reader.press("ArrowLeft")
    expect(page.get_by_role("article", name=f"{position + 1} of {ROUND}")).to_be_visible()
    more = next(
        index
        for index, one in enumerate(before["predictions"])
        if not one["suggested"] and one["code"] not in before["codes"]
    )
    reader.press(str(more + 1))
    choices = page.get_by_role("list", name="Codes for this unit").get_by_role("checkbox")
    expect(choices.nth(more)).to_be_checked()
    reader.press("Enter")
    expect(page.get_by_role("article", name=f"{position + 2} of {ROUND}")).to_be_visible()
    reader.is_saved()
    item = _item(reader, position)
    assert item["state"] == "corrected"
    assert set(item["codes"]) == {*before["codes"], before["predictions"][more]["code"]}
    _remembers(reader, position)


def _applies(reader: Reader, target: Path) -> list[dict[str, str]]:
    page = reader.page
    reader.press("c")
    expect(page).to_have_url(re.compile("/apply$"))
    # The decisions of the round have been learned from in the background.
    expect(page.get_by_role("banner").get_by_role("progressbar")).to_have_count(0)
    dial = page.get_by_role("slider").first
    reader.reach(dial)
    reader.press("Home")
    expect(page.locator("output")).to_have_text("50%")
    reader.reach(page.get_by_role("button", name="Apply at this confidence"))
    reader.press("Enter")
    reader.is_told("Applied to the whole corpus.")
    reader.sees(re.compile("Last applied: no. 1, .* at 50%"))
    assert reader.asks("/apply")["application"]["confidence"] == 0.5

    reader.reach(page.get_by_role("button", name="Export …"))
    reader.press("Enter")
    expect(page.get_by_role("dialog", name="Export")).to_be_visible()
    reader.reach(page.get_by_role("dialog", name="Export").get_by_role("button", name="Export", exact=True))
    with page.expect_download() as download:
        reader.press("Enter")
    download.value.save_as(target)
    with target.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["origin"] for row in rows} == {"person", "model"}
    by_people = {row["unit"] for row in rows if row["origin"] == "person"}
    by_machine = {row["unit"] for row in rows if row["origin"] == "model"}
    assert {str(unit) for unit in reader.coded} <= by_people
    assert by_machine - by_people and all(float(row["confidence"]) >= 0.5 for row in rows if row["origin"] == "model")
    assert not by_machine & {str(unit) for unit in reader.coded}
    return rows


def _audits(reader: Reader) -> None:
    reader.comes_to("audit")
    page = reader.page
    expect(page.get_by_role("listitem").filter(has_text="applied a model")).to_be_visible()
    for deed in ("closed round", "decided", "taught model"):
        expect(page.get_by_role("listitem").filter(has_text=deed).first).to_be_visible()
    older = page.get_by_role("button", name="Older entries")
    while older.is_visible():
        reader.reach(older)
        with page.expect_response("**/audit/log*"):
            reader.press("Enter")
        expect(older.and_(page.locator(":disabled"))).to_have_count(0)
    for deed in ("created the project", "imported 14,125 units", "coded", "took back", "brought back", "made the code"):
        expect(page.get_by_role("listitem").filter(has_text=deed).first).to_be_visible()
    reader.reach(page.get_by_role("button", name="Check the chain"))
    reader.press("Enter")
    reader.sees(re.compile(r"Whole: [\d,]+ events, [\d,]+ facts and 14,125 units agree"))
    assert reader.asks("/audit/log?limit=1")["entries"][0]["kind"] == "model_applied"
