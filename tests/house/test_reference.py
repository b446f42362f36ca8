"""What the tree says of the code is that of the code: the API's description, and the list of keys."""

import json
from pathlib import Path
from typing import Any

import pytest

import docs
from linewise.web.app import bare_app
from linewise.web.openapi import describe

ROOT = Path(__file__).resolve().parents[2]


def outline(document: dict[str, Any]) -> dict[str, Any]:
    """What a caller relies on, without the wording, which varies with the libraries' versions."""
    operations = {
        f"{method.upper()} {path}": sorted(one["name"] for one in operation.get("parameters", []))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    shapes = {name: sorted(shape.get("properties", {})) for name, shape in document["components"]["schemas"].items()}
    return {"operations": operations, "shapes": shapes}


def test_the_pages_are_typed_by_the_api_that_the_server_has() -> None:
    written = json.loads((ROOT / "ui" / "openapi.json").read_text(encoding="utf-8"))
    assert outline(written) == outline(describe(bare_app())), "run `make docs`"


@pytest.mark.slow
def test_the_list_of_keys_is_that_of_the_pages(tmp_path: Path) -> None:
    docs.write_keys(tmp_path / "keys.md")
    assert (tmp_path / "keys.md").read_text() == docs.KEYS.read_text(), "run `make docs`"
