"""Somebody who works in the pages by keyboard alone, and what the server says about it meanwhile."""

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect


class Person:
    """Presses keys at a page; looks at it as people do; asks the server, with the page's own session, what stands."""

    def __init__(self, page: Page, link: str) -> None:
        self.page = page
        self.address = "{0.scheme}://{0.netloc}".format(urlsplit(link))
        page.goto(link)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def reach(self, wanted: Locator) -> None:
        """Press Tab until something has the focus."""
        expect(wanted).to_be_enabled()
        for _ in range(60):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {wanted}")

    def sees(self, words: str | re.Pattern[str]) -> None:
        """Some part of the page says so."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def is_told(self, words: str | re.Pattern[str]) -> None:
        """A message at the edge of the page says so."""
        expect(self.page.get_by_role("status", name="Messages")).to_contain_text(words)

    def comes_to(self, stage: str) -> None:
        """Walk to the next place and find oneself there."""
        self.press("]")
        expect(self.page).to_have_url(re.compile(rf"/{stage}$"))
        expect(self.page.get_by_role("main", name=stage.capitalize())).to_be_visible()

    def is_saved(self) -> None:
        """Everything written so far has reached the server."""
        expect(self.page.locator("[data-state]")).to_have_attribute("data-state", "saved")

    @property
    def project(self) -> str:
        """The id of the project in view."""
        found = re.search(r"/p/([^/]+)/", self.page.url)
        assert found, f"no project at {self.page.url}"
        return found[1]

    def asks(self, path: str) -> Any:
        """What the API answers about the project in view."""
        response = self.page.request.get(f"{self.address}/api/projects/{self.project}{path}")
        assert response.ok, response.text()
        return response.json()
