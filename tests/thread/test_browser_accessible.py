"""Every page can be used by everybody: no accessibility violation, no sideways scrolling, no keys within fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from linewise.workbench import Project, Workspace
from tests.support.moments import make_moments
from tests.web.server import served

# Twice the size on a screen of 1280 pixels is half as many for the page.
WIDTHS = (1280, 640, 390)

# Where a page is, and what stands on it when it is ready: with work in the project, and without any.
PAGES = {
    "import": ("Imported so far", "Choose a file"),
    "code": ("Note on unit", "Nothing to read yet"),
    "group": ("Open codes", "No open codes yet"),
    "teach": ("is in use", "No codes to teach yet"),
    "verify": ("Another code", "Start the round"),
    "apply": ("Last applied", "There is no model to apply yet"),
    "audit": ("Older entries", "created the project"),
    "explore": ("Together in a unit", "No codes yet"),
    "memos": ("Memos", "No memos yet"),
}
# Every letter and sign that is a key somewhere.
KEYS = "yntsucrdixaegfjkb[]?/19 "


@dataclass(frozen=True)
class Site:
    """A running server with a project full of work, one with a round behind it, and an empty one."""

    url: str
    full: Project
    empty: Project

    def at(self, project: Project, stage: str) -> str:
        return f"{self.url}/p/{project.id}/{stage}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    where = make_moments(tmp_path_factory.mktemp("site") / "study.linewise", texts=120, noted=50)
    with Workspace(where, cause="ui") as workspace:
        project = workspace.project("Happy moments")
        _works(project)
        empty = workspace.create("A project with nothing in it yet, and with rather a long name")
        with served(workspace, token=None) as server:
            yield Site(server.url, project, empty)


def _works(project: Project) -> None:
    """A closed round, an open one, an application, a memo, notes in no code, and a code below another."""
    first = project.verifying.open(strategy="random", size=6, audit_share=0.5)
    for item in first.items:
        project.verifying.decide(first.round.id, item.position, codes=[item.predictions[0].code])
    project.verifying.close(first.round.id)
    project.applying.run(confidence=0.6)
    codes = [card.code.id for card in project.grouping.codebook().codes]
    project.grouping.describe(codes[1], parents=[codes[0]], definition="What it means, said at some length.")
    unread = project.coding.units(status="unread", limit=2).units
    project.coding.write(unread[0].id, "a word on a few words", start=0, end=6)
    project.coding.write(unread[1].id, "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle; two")
    project.coding.mark(unread[1].id, "unsure")
    project.exploring.write_memo("project", project.id, "They are happy about people more than about things.")
    project.verifying.open(size=5)


@pytest.fixture(autouse=True)
def patience() -> None:
    expect.set_options(timeout=20_000)


def _shows(page: Page, words: str) -> None:
    """The page is there, with what it should show."""
    found = page.get_by_text(words).or_(page.get_by_label(re.compile(words, re.IGNORECASE))).first
    expect(found).to_be_attached()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def _violations(page: Page, where: str) -> list[str]:
    results = Axe().run(page).response["violations"]
    return [f"{where}: {one['id']} ({one['help']}) at {_nodes(one)}" for one in results]


def _nodes(violation: dict[str, Any]) -> str:
    return "; ".join(f"{node['html'][:160]} {node['failureSummary'][:300]}" for node in violation["nodes"][:3])


def _overflow(page: Page, where: str) -> list[str]:
    wide = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll("main, dialog")]
             .filter(element => element.scrollWidth > element.clientWidth + 1)
             .map(element => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`)"""
    )
    return [f"{where}: {one}" for one in wide]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("full", [True, False], ids=["full", "empty"])
def test_no_page_hinders_anybody(site: Site, page: Page, theme: str, full: bool) -> None:
    page.add_init_script(f"localStorage.setItem('linewise.theme', '{theme}')")
    project = site.full if full else site.empty
    found: list[str] = []
    # Colours do not change what fits, nor a width what can be read: dark is looked at once.
    for width in WIDTHS if theme == "light" else WIDTHS[:1]:
        page.set_viewport_size({"width": width, "height": 800})
        for stage, words in PAGES.items():
            page.goto(site.at(project, stage))
            _shows(page, words[0] if full else words[1])
            found += _overflow(page, f"{stage} at {width} px")
            if width == WIDTHS[0] or (width == WIDTHS[-1] and full):
                found += _violations(page, f"{stage} at {width} px")
        page.goto(site.url)
        _shows(page, "New project")
        found += _overflow(page, f"home at {width} px") + _violations(page, f"home at {width} px")
    assert not found, "\n".join(found)


class Looking:
    """Opens things over a page, and notes what hinders somebody there."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.found: list[str] = []

    def at(self, stage: str, *, full: bool = True) -> None:
        self.page.goto(self.site.at(self.site.full if full else self.site.empty, stage))
        _shows(self.page, PAGES[stage][0 if full else 1])

    def sees(self, what: str, shown: Locator) -> None:
        """What was opened is there: look at it at every width."""
        expect(shown).to_be_visible()
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.found += _overflow(self.page, f"{what} at {width} px")
            if width in (WIDTHS[0], WIDTHS[-1]):
                self.found += _violations(self.page, f"{what} at {width} px")
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 800})

    def dialog(self, what: str, name: str = "") -> None:
        """A dialog, which Escape closes."""
        self.sees(what, self.page.get_by_role("dialog", name=re.compile(name)))
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("dialog")).to_have_count(0)


@pytest.fixture(params=["light", "dark"])
def looking(site: Site, page: Page, request: pytest.FixtureRequest) -> Looking:
    page.add_init_script(f"localStorage.setItem('linewise.theme', '{request.param}')")
    return Looking(page, site)


def test_what_opens_over_any_page_hinders_nobody(looking: Looking) -> None:
    page = looking.page
    looking.at("code")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+k")
    looking.dialog("the palette", "Commands")
    page.keyboard.press(",")
    looking.dialog("the settings", "Settings")
    page.keyboard.press("m")
    looking.dialog("a memo")
    page.keyboard.press("?")
    page.get_by_role("button", name="Change the key of: Mark as unsure").click()
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Take it from there")).to_be_visible()
    looking.sees("the keys", page.get_by_role("dialog", name="Keys"))
    assert not looking.found, "\n".join(looking.found)


def test_what_opens_beside_the_texts_hinders_nobody(looking: Looking) -> None:
    page = looking.page
    looking.at("code")
    page.keyboard.press("ArrowDown")
    for key, what in (("r", "Recall"), ("o", "Saturation")):
        page.keyboard.press(key)
        beside = page.get_by_role("complementary", name=what)
        looking.sees(what, beside)
        page.keyboard.press(key)
        expect(beside).to_have_count(0)
    page.keyboard.press("l")
    looking.sees("the reading layout", page.get_by_role("button", name=re.compile("^rows")))
    page.keyboard.press("l")
    assert not looking.found, "\n".join(looking.found)


def test_what_opens_on_the_codebook_hinders_nobody(looking: Looking) -> None:
    page = looking.page
    looking.at("group")
    page.keyboard.press("p")
    looking.sees("the proposals", page.get_by_text("Nothing happens until you accept"))
    page.keyboard.press("p")
    page.get_by_role("button", name="Affection", exact=True).first.click()
    definition = page.get_by_role("textbox", name="Definition")
    looking.sees("the entry of a code", definition)
    for button in ("Merge into …", "Split …", "Retire …"):
        page.get_by_role("button", name=button).click()
        looking.dialog(button)
    assert not looking.found, "\n".join(looking.found)


def test_what_opens_on_results_and_imports_hinders_nobody(looking: Looking, tmp_path: Path) -> None:
    page = looking.page
    looking.at("apply")
    page.get_by_role("button", name="Export …").click()
    looking.dialog("the export", "Export")
    looking.at("import", full=False)
    file = tmp_path / "moments.csv"
    file.write_text("id,text,age,mood\n1,A walk in the park,31,glad\n2,Dinner with friends,42,calm\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    looking.sees("the preview of an import", page.get_by_role("button", name=re.compile("Import 2 rows")))
    assert not looking.found, "\n".join(looking.found)


@pytest.mark.parametrize("stage", ["code", "group", "verify", "audit", "explore", "memos"])
def test_keys_are_letters_while_one_types(site: Site, page: Page, stage: str) -> None:
    page.goto(site.at(site.full, stage))
    _shows(page, PAGES[stage][0])
    before = site.full.state().seq
    fields = page.locator("main").locator("textarea, input[type=text], input[type=search], input:not([type])")
    expect(fields.first).to_be_visible()
    for index in range(min(fields.count(), 4)):
        # A search that the last field asked for is not to take this one away.
        page.goto(site.at(site.full, stage))
        _shows(page, PAGES[stage][0])
        field = fields.nth(index)
        field.focus()
        page.keyboard.type(KEYS)
        expect(field).to_have_value(re.compile(re.escape(KEYS.strip())))
        expect(field).to_be_focused()
        expect(page.get_by_role("dialog")).to_have_count(0)
        # Escape takes the offers away, and then leaves a note as it was.
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    expect(page).to_have_url(site.at(site.full, stage))
    assert site.full.state().seq == before


def _is_at(page: Page, element: Locator) -> None:
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(element).to_be_focused()


def test_overlays_open_by_key_and_give_the_focus_back(site: Site, page: Page) -> None:
    page.goto(site.at(site.full, "code"))
    _shows(page, PAGES["code"][0])
    page.keyboard.press("ArrowDown")
    row = page.locator(".unit.active")
    expect(row).to_be_focused()

    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Undo")
    expect(keys).to_contain_text("Mark as unsure")
    page.keyboard.press("Escape")
    _is_at(page, row)

    page.keyboard.press("Enter")
    field = page.locator("textarea:focus")
    expect(field).to_have_count(1)
    writing = page.locator(f"#{field.get_attribute('id')}")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Commands")).to_be_focused()
    page.keyboard.press("Escape")
    _is_at(page, writing)

    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Commands")).to_be_focused()
    page.keyboard.type("go to audit")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main", name="Audit")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
