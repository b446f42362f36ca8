"""What a test needs and this machine lacks: a failure in CI, elsewhere a skip that the run announces."""

import os
from typing import NoReturn

import pytest

MARK = " is missing: "


def missing(what: str, reason: str) -> NoReturn:
    """Skip the test for want of something on this machine; with CI set, fail it instead."""
    message = f"{what}{MARK}{reason}"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
