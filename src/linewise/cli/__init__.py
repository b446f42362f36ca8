"""The command line: every stage word is a command, each with `--json`, on the same workbench as the other doors."""


def main() -> None:
    """The `linewise` command."""
    from linewise.cli.app import app

    app(prog_name="linewise")


__all__ = ["main"]
