"""Who may import what from outside; import-linter checks who may import whom inside."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "linewise"
# Only these packages of ours may import that library.
DOORS = {
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "sqlite3": {"storage", "interchange"},
    "psycopg": {"storage"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "pydantic": {"web", "client"},
    "uvicorn": {"web", "cli"},
    "httpx2": {"client", "webhooks"},
    "typer": {"cli"},
    "rich": {"cli"},
    "onnxruntime": {"encoders"},
    "tokenizers": {"encoders"},
    "torch": {"encoders"},
    "safetensors": {"encoders"},
    "py3langid": {"encoders"},
    "huggingface_hub": {"encoders"},
    "transformers": {"encoders"},
}


def imports(path: Path) -> Iterator[str]:
    """Top-level names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def modules() -> list[tuple[str, Path]]:
    found = [(path.relative_to(PACKAGE).parts[0], path) for path in sorted(PACKAGE.rglob("*.py"))]
    assert found, "no modules were found"
    return found


def test_the_core_stands_on_the_standard_library() -> None:
    allowed = sys.stdlib_module_names | {"linewise"}
    foreign = {
        (path.name, name)
        for package, path in modules()
        if package == "core"
        for name in imports(path)
        if name not in allowed
    }
    assert not foreign


def test_each_library_has_its_door() -> None:
    astray = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for package, path in modules()
        for name in imports(path)
        if package not in DOORS.get(name, {package})
    }
    assert not astray


def test_what_starts_the_server_waits_for_no_heavy_library() -> None:
    heavy = ["sklearn", "scipy", "polars", "onnxruntime", "tokenizers", "torch"]
    ask = f"import sys, linewise.cli, linewise.web.app; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
