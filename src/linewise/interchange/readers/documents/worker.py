"""Run as a program of its own: reads the documents it is asked for, one after another.

The question is JSON (`format`, `path`); the answer is a document as JSON, or what is wrong with it (`message`,
`remedy`).
"""

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from linewise.core.errors import BadInput
from linewise.interchange.limits import serve
from linewise.interchange.readers.documents.building import Found, packed

FORMATS = ("docx", "odt", "rtf", "html", "markdown", "epub", "pdf")


def answer(question: bytes) -> Iterator[bytes]:
    asked = json.loads(question)
    try:
        yield packed(read(asked["format"], Path(asked["path"])))
    except BadInput as error:
        yield _refusal(error.message, error.remedy, error.where)
    except RecursionError:
        yield _refusal("it is nested too deeply.", "Save it as plain text.", {})
    except MemoryError:
        raise
    # Whatever a damaged file does to a parser, the one that asked hears of it, and the next is read as if nothing was.
    except Exception as error:
        yield _refusal(f"it is damaged ({type(error).__name__}).", "Open it in its own program and save it again.", {})


def read(kind: str, path: Path) -> Found:
    """Read a document, in this process."""
    module: Any = import_module(f"linewise.interchange.readers.documents.{kind}")
    reader: Callable[[Path], Found] = module.read
    return reader(path)


def _refusal(message: str, remedy: str | None, where: dict[str, Any]) -> bytes:
    return json.dumps({"message": message, "remedy": remedy, "where": where}, default=str).encode()


if __name__ == "__main__":
    # Elements of a document may stand in one another as deep as the limits of XML say.
    sys.setrecursionlimit(5_000)
    serve(answer)
