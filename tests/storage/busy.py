"""A process to be killed: it writes (or imports, or opens) until it dies, telling each write that was acknowledged.

Run as `python busy.py write|import|open DATABASE [FILE]`.
"""

import sys
from itertools import count
from pathlib import Path

import linewise


def write(where: str) -> None:
    project = linewise.open(where)
    code = project.grouping.codebook().codes[0].code.id
    print("ready", flush=True)
    for number in count():
        unit = number % 8
        if number % 3:
            project.coding.write(unit, f"thought {number}")
            print(f"note {unit} thought {number}", flush=True)
        else:
            value = ("present", "absent", "unsure")[number // 3 % 3]
            project.coding.code(unit, {code: value})
            print(f"code {unit} {value}", flush=True)


def load(where: str, file: str) -> None:
    project = linewise.open(where)
    project.importing.run(Path(file), progress=lambda done, total: print(f"at {done} {total}", flush=True))
    print("done", flush=True)


def reopen(where: str) -> None:
    for number in count():
        with linewise.open_workspace(where) as workspace:
            workspace.projects()
        print(f"opened {number}", flush=True)


if __name__ == "__main__":
    {"write": write, "import": load, "open": reopen}[sys.argv[1]](*sys.argv[2:])
