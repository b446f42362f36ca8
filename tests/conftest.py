"""Fixtures for every test: databases, a browser, the folder of example corpora."""

from pathlib import Path

import pytest

from tests.support.missing import MARK, missing

pytest_plugins = ["tests.support.postgres", "tests.support.browser", "tests.support.moments", "tests.support.sharing"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of labelled corpora that lies beside a developer's checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        missing("The folder of example corpora", f"{folder} does not exist")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly, once for each reason, what was left untested."""
    skips = (report.longrepr for report in terminalreporter.stats.get("skipped", []))
    reasons = {str(skip[2]) for skip in skips if isinstance(skip, tuple) and MARK in str(skip[2])}
    for reason in sorted(reasons):
        terminalreporter.write_sep("!", "NOT TESTED", red=True, bold=True)
        terminalreporter.write_line(reason.removeprefix("Skipped: "), red=True, bold=True)
