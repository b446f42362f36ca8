"""Which tests go to one worker together when several share the work."""

import pytest
from xdist.scheduler import LoadScopeScheduling

# Two browsers on two cores wait for each other and for nothing else; two builds of the pages write to one place.
TOGETHER = {"browser": "[chromium", "builds": "tests/house/"}
# It waits for 14,125 vectors more than for the browser.
APART = "tests/thread/test_browser_thread.py"


class Sharing(LoadScopeScheduling):
    """Tests one by one to whoever is free, but for those that stay together."""

    def _split_scope(self, nodeid: str) -> str:
        if not nodeid.startswith(APART):
            for group, sign in TOGETHER.items():
                if sign in nodeid:
                    return group
        return nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    return Sharing(config, log)
