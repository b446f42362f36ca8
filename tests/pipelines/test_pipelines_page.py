"""What is new since the model is one click away, and an address is told, tested and taken away in Settings."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from linewise.workbench import Workspace
from tests.pipelines.receiver import Receiver
from tests.support.person import Person
from tests.support.served import Server, served


@pytest.fixture
def server(moments: Path, tmp_path: Path) -> Iterator[Server]:
    study = tmp_path / "study.linewise"
    shutil.copyfile(moments, study)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "late.csv").write_text("id,text\nx,A late moment.\ny,A later one.\n", encoding="utf-8")
    with Workspace(study) as workspace:
        assert workspace.project("Happy moments").importing.arrive(tmp_path / "inbox", settle=0.05).units == 2
    with served(tmp_path / "home", str(study)) as server:
        yield server


def test_new_units_are_found_and_another_system_hears_of_them(server: Server, page: Page, receiver: Receiver) -> None:
    page.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    person = Person(page, server.start())

    # From the list of projects to what is new, and back to everything.
    page.get_by_role("link", name="2 new since the model").click()
    expect(page.get_by_role("main", name="Code")).to_be_visible()
    rows = page.locator("[data-unit]")
    expect(rows).to_have_count(2)
    person.sees("A later one.")
    new = page.get_by_role("button", name="2 new", exact=True)
    expect(new).to_have_attribute("aria-pressed", "true")
    new.click()
    expect(page.get_by_role("button", name=re.compile("Take away the filter"))).to_have_count(0)

    # An address on this machine is only told where somebody says that it is meant.
    page.get_by_role("button", name="Settings").click()
    dialog = page.get_by_role("dialog", name="Settings")
    dialog.get_by_role("button", name="Tell an address").click()
    expect(dialog.get_by_label("Address")).to_be_focused()
    person.write(receiver.url)
    dialog.get_by_role("button", name="Tell it from now on").click()
    person.is_told("on this machine")
    dialog.get_by_label("It is on this machine").check()
    dialog.get_by_role("button", name="Tell it from now on").click()
    receiver.secret = dialog.get_by_label("Secret").input_value()
    dialog.get_by_role("button", name="I have it").click()
    expect(dialog.get_by_label("Secret")).to_have_count(0)
    dialog.get_by_role("button", name=re.compile("Send a test")).click()
    person.is_told("The test was taken.")
    assert receiver.wait(1)[0]["type"] == "test"
    dialog.get_by_role("button", name="What was sent").click()
    expect(dialog.get_by_role("listitem")).to_contain_text("taken · 204")
    dialog.get_by_role("button", name=re.compile("^Remove")).click()
    dialog.get_by_role("button", name="Remove it, with its secret").click()
    expect(dialog.get_by_text(receiver.url)).to_have_count(0)
    assert person.asks("/hooks") == []
