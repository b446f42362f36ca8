"""Chromium as Playwright's fixtures should start it: the one on this machine, talking to nobody but us."""

from typing import Any

import machine
import pytest

from tests.support.missing import missing

# Chromium's sandbox cannot start as root or in most containers; the pages under test are our own.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's own launch arguments with the browser that was found."""
    try:
        browser = machine.find_browser() or machine.ensure_browser()
    except machine.Missing as problem:
        missing("Chromium", str(problem))
    return {**browser_type_launch_args, "executable_path": str(browser), "args": ARGUMENTS}
