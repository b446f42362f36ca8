"""How the command behaves as a program: help, exit codes, JSON, what it writes where, and being stopped."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from linewise.cli import command as shared
from linewise.cli.app import app

STAGES = ("import", "code", "group", "teach", "verify", "apply", "audit", "explore")


def leaves(group=None, path=()):
    """Every command with the words that lead to it."""
    group = group or typer.main.get_command(app)
    for name, found in group.commands.items():
        if hasattr(found, "commands"):
            yield from leaves(found, (*path, name))
        else:
            yield (*path, name), found


def test_the_stage_words_are_commands():
    beside = {"up", "projects", "memos", "undo", "redo", "hooks", "watch", "recut", "export"}
    assert set(STAGES) | beside == set(typer.main.get_command(app).commands)


@pytest.mark.parametrize(
    ("words", "command"), list(leaves()), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_has_help_with_an_example_that_it_understands(run, words, command):
    text = run(*words, "--help").stdout
    example = command.epilog.removeprefix("Example: ")
    assert example.startswith(f"linewise {' '.join(words)}") and "Example" in text
    assert command.help and command.help.strip().splitlines()[0]
    if words != ("up",):
        assert {"--in", "--project", "--json"} <= {name for option in command.params for name in option.opts}


def test_every_outcome_has_a_function_that_shows_it():
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(shared.__file__).parent.glob("*.py"))
    named = re.findall(r'show="(\w+\.\w+)"', sources)
    assert len(named) == sum(1 for words, _ in leaves() if words != ("up",))
    assert all(callable(shared.shown(name)) for name in named)


def test_help_comes_without_loading_the_workbench():
    code = (
        "import sys\nfrom linewise.cli.app import app\ntry: app(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'sqlalchemy', 'numpy', 'fastapi', 'pydantic', 'httpx2', 'sklearn'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_version_and_an_empty_line(run):
    from linewise import __version__

    assert run("--version").stdout.strip() == f"linewise {__version__}"
    assert "import" in run(code=2).output


@pytest.mark.parametrize(
    "arguments",
    [("code", "lst"), ("code", "show", "x"), ("code", "list", "--limit", "0"), ("verify", "decide", "1", "maybe")],
)
def test_wrong_usage_is_a_2(run, arguments):
    run(*arguments, code=2)


def test_errors_go_to_stderr_with_a_remedy_and_a_1(run, study):
    result = run("code", "show", 4711, code=1)
    assert result.stdout == "" and result.stderr.startswith("linewise: ")
    problem = json.loads(run("code", "show", 4711, "--json", code=1).stderr)
    assert problem["error"] == "NotFound" and problem["remedy"]


def test_looking_into_a_workspace_that_is_not_there_makes_none(run, folder):
    for arguments in (("code", "list"), ("projects", "list"), ("undo",)):
        assert "linewise" in run(*arguments, "--in", "none.linewise", code=1).stderr
    run("import", "no-such-file.csv", "--in", "none.linewise", code=2)
    assert not (folder / "none.linewise").exists()


def test_the_workspace_can_be_named_by_the_environment(run, ask, study, folder, monkeypatch):
    (folder / "study.linewise").rename(folder / "other.linewise")
    monkeypatch.setenv("LINEWISE_IN", str(folder / "other.linewise"))
    assert ask("code", "progress")["units"] == 16


def test_markup_in_a_text_is_shown_as_it_is(run, study):
    run("code", "note", 2, "[bold]not markup[/bold] [/x]")
    assert "[bold]not markup[/bold]" in run("code", "list").stdout
    assert "[/x]" in run("code", "show", 2).stdout


def test_a_broken_log_is_a_1(run, study, folder):
    import sqlite3

    with sqlite3.connect(folder / "study.linewise") as database:
        database.execute("update event set payload = replace(payload, 'dog', 'cat') where payload like '%dog%'")
    result = run("audit", "verify", code=1)
    assert "Broken" in result.output


def process(*arguments, cwd, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "linewise.cli", *arguments],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
        **options,
    )


def test_an_interrupt_in_an_import_keeps_nothing_of_it(run, ask, study, folder):
    with (folder / "long.csv").open("w", encoding="utf-8") as file:
        file.write("id,text\n")
        file.writelines(
            f"row{number},some text number {number} that is long enough to take a while\n" for number in range(400_000)
        )
    before = ask("projects", "show")["seq"]
    long = process("import", "long.csv", "--text", "text", "--id", "id", cwd=folder)
    time.sleep(4)
    assert long.poll() is None, long.communicate()
    long.send_signal(signal.SIGINT)
    _, told = long.communicate(timeout=30)
    assert long.returncode == 130, told
    assert "not kept" in told and "Traceback" not in told
    shown = ask("projects", "show")
    assert (shown["seq"], shown["progress"]["units"]) == (before, 16)


def test_a_reader_that_has_seen_enough_is_no_error(run, study, folder):
    listing = process("code", "list", "--json", "--limit", "500", cwd=folder)
    listing.stdout.close()
    listing.wait(30)
    assert "Traceback" not in listing.stderr.read()
    listing.stderr.close()
