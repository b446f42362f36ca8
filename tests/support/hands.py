"""A person with one hand at work: keys alone, or the pointer alone. Whatever the hand does is counted."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.original import Effort
from tests.support.person import Person


class Hand(Person):
    """Counts key presses (each letter of a text is one) and clicks."""

    def __init__(self, page: Page, link: str) -> None:
        super().__init__(page, link)
        self.spent = Effort()

    def press(self, *keys: str) -> None:
        self.spent += Effort(keys=len(keys))
        super().press(*keys)

    def write(self, text: str) -> None:
        self.spent += Effort(keys=len(text))
        super().write(text)

    def click(self, target: Locator) -> None:
        self.spent += Effort(clicks=1)
        target.click()

    def offered(self, letters: str, text: str) -> Locator | None:
        """Type letters; the offer of an earlier code that is this text, where it comes first."""
        self.write(letters)
        first = self.page.get_by_role("listbox", name="Earlier codes").get_by_role("option").first
        try:
            expect(first).to_contain_text(text, timeout=800)
        except AssertionError:
            return None
        return first


class Keyboard(Hand):
    """Never touches the mouse."""

    def click(self, target: Locator) -> None:
        raise AssertionError(f"a click on {target}, and there are only keys")

    def begins(self, unit: int) -> None:
        field = self.page.locator(f"#note-{unit}")
        if self.page.locator("textarea:focus").count() == 0:
            self.press("Enter")
        expect(field).to_be_focused()

    def takes(self, offer: Locator) -> None:
        self.press("ArrowRight")
        expect(offer).to_have_count(0)

    def submits(self) -> None:
        self.press("Enter")

    def leaves(self) -> None:
        self.press("Escape")

    def goes(self, place: str) -> None:
        if self.page.locator("input:focus").count():
            self.press("Escape")
        self.press("]")
        expect(self.page.get_by_role("main", name=place)).to_be_visible()

    def searches(self, word: str) -> None:
        field = self.page.get_by_role("searchbox")
        if not field.input_value():
            self.press("f")
        expect(field).to_be_focused()
        self.write(word)

    def selects_all(self) -> None:
        self.press("Enter")
        expect(self.page.locator("#tray-0")).to_be_focused()
        self.press("a")

    def names(self, code: str) -> None:
        self.press("/")
        expect(self.page.get_by_role("combobox", name="new code, or one there is")).to_be_focused()
        self.write(code)
        self.press("Enter")
        # Nothing is left of what was searched for: the next search is at hand.
        expect(self.page.get_by_role("searchbox")).to_be_focused()

    def trains(self) -> None:
        expect(self.page.get_by_role("button", name=re.compile("^Teach a model"))).to_be_enabled()
        self.press("t")

    def starts(self, *, again: bool) -> None:
        if again:
            self.press("o")
        expect(self.page.get_by_role("button", name="Start the round")).to_be_visible()
        self.press("Enter")

    def agrees(self) -> None:
        self.press("y")

    def corrects(self, code: str, index: int) -> None:
        if index < 9:
            self.press(str(index + 1))
        else:
            self.press("/")
            self.write(code[:3])
            self.press("Enter")
        expect(self.page.get_by_role("checkbox", name=code)).to_be_checked()
        self.press("Enter")

    def ends(self) -> None:
        self.press("Enter")

    def continues(self) -> None:
        self.press("c")


class Pointer(Hand):
    """Types texts into fields, and clicks everything else."""

    def press(self, *keys: str) -> None:
        raise AssertionError(f"{keys} pressed, and there is only a pointer")

    def begins(self, unit: int) -> None:
        self.click(self.page.locator(f"#note-{unit}"))

    def takes(self, offer: Locator) -> None:
        self.click(offer)
        expect(offer).to_have_count(0)

    def submits(self) -> None:
        """Going to the next note keeps this one."""

    def leaves(self) -> None:
        self.goes("Group")

    def goes(self, place: str) -> None:
        link = self.page.get_by_role("navigation", name="Places").get_by_role("link", name=place)
        if link.get_attribute("aria-current") is None:
            self.click(link)
        expect(self.page.get_by_role("main", name=place)).to_be_visible()

    def searches(self, word: str) -> None:
        field = self.page.get_by_role("searchbox")
        self.spent += SELECTED
        field.select_text()
        self.write(word)

    def selects_all(self) -> None:
        self.click(self.page.get_by_role("button", name="select all"))

    def names(self, code: str) -> None:
        self.click(self.page.get_by_role("combobox", name="new code, or one there is"))
        self.write(code)
        self.click(self.page.get_by_role("option", name=re.compile(f"New code “{code}”")))

    def trains(self) -> None:
        self.click(self.page.get_by_role("button", name=re.compile("^Teach a model")))

    def starts(self, *, again: bool) -> None:
        if again:
            self.click(self.page.get_by_role("button", name=re.compile("^New round")))
        self.click(self.page.get_by_role("button", name="Start the round"))

    def agrees(self) -> None:
        self.click(self.page.get_by_role("button", name=re.compile("^Accept")))

    def corrects(self, code: str, index: int) -> None:
        box = self.page.get_by_role("checkbox", name=code)
        if index < 9:
            self.click(box)
        else:
            self.click(self.page.get_by_role("combobox", name="another code, or a new one"))
            self.write(code[:3])
            self.click(self.page.get_by_role("option", name=code))
        expect(box).to_be_checked()
        self.click(self.page.get_by_role("button", name=re.compile("^Submit")))

    def ends(self) -> None:
        self.click(self.page.get_by_role("button", name=re.compile("^See how it went")))

    def continues(self) -> None:
        self.click(self.page.get_by_role("button", name=re.compile("^Continue to Apply")))


# A double or triple click marks what stands in a field; it counts as two.
SELECTED = Effort(clicks=2)
