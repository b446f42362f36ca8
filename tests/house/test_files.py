"""Files stay small, dependencies say why they are there, no lock names a mirror."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "ui/src", "scripts", "tests", "benchmarks")
LONGEST = {".py": 500, ".ts": 500, ".css": 500, ".svelte": 250}
GENERATED = ("ui/src/lib/schema.d.ts",)


def written_files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            written = not any(part in name for part in ("/static/", "/migrations/versions/", *GENERATED))
            if path.suffix in LONGEST and written:
                yield path


def test_no_file_is_too_long_to_hold_one_idea() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in written_files()}
    assert lengths, "no source files were found"
    too_long = {
        path.relative_to(ROOT).as_posix(): lines for path, lines in lengths.items() if lines > LONGEST[path.suffix]
    }
    assert not too_long


def test_every_dependency_says_why_it_is_there_and_under_which_licence() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    for requirement in wanted:
        if requirement.startswith("linewise["):
            continue
        reason = re.search(rf'^\s*"{re.escape(requirement)}",\s*#\s*\S.*\(.+\)\s*$', text, re.MULTILINE)
        assert reason, f"{requirement} needs a comment on its line: the reason, then the licence in brackets"


def test_the_pages_dependencies_come_without_addresses() -> None:
    lock = json.loads((ROOT / "ui" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert not [name for name, package in packages.items() if "integrity" not in package and not package.get("link")]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md"])
def test_pages_of_prose_point_only_at_files_that_exist(name: str) -> None:
    page = ROOT / name
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert not [target for target in local if not (page.parent / target).exists()]
