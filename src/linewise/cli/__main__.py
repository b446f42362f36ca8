"""`python -m linewise.cli`: the command, where the script is not on the path."""

from linewise.cli import main

main()
