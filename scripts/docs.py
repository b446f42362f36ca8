"""Write what the code says about itself: the API's description, its types for the pages, the command line, the keys.

python scripts/docs.py
"""

import json
import subprocess
import sys
from pathlib import Path

import ui

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTION = ROOT / "ui" / "openapi.json"
COMMANDS = ROOT / "docs" / "reference" / "cli.md"
KEYS = ROOT / "docs" / "reference" / "keys.md"


def write_description() -> None:
    """The OpenAPI description of the JSON API, and the TypeScript types that the pages import."""
    from linewise.web.app import bare_app
    from linewise.web.openapi import describe

    text = json.dumps(describe(bare_app()), indent=1, ensure_ascii=False)
    DESCRIPTION.write_text(text + "\n", encoding="utf-8")
    ui.npm("run", "api")


def write_commands() -> None:
    """The command line's reference, by Typer's own writer."""
    COMMANDS.parent.mkdir(parents=True, exist_ok=True)
    reference = ["utils", "docs", "--name", "linewise", "--title", "The command line", "--output", str(COMMANDS)]
    subprocess.run([sys.executable, "-m", "typer", "linewise.cli.app", *reference], check=True)


def write_keys(target: Path = KEYS) -> None:
    """The list of keys, from the keymap that the pages use."""
    ui.npm("run", "keys", "--silent", "--", str(target))


if __name__ == "__main__":
    ui.install()
    write_description()
    write_commands()
    write_keys()
