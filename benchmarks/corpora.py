"""The labelled corpora that benchmarks learn on, and their vectors, which are computed once and kept.

HappyDB comes with the package. The others lie in the folder that the environment variable LINEWISE_DATA names; a
benchmark that finds one missing says so and does without.
"""

import csv
import hashlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linewise.demo import happydb_path

# A tag that fewer projects have is no code to learn, but a memory of single texts.
COMMON = 30


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Texts, the codes there are, and which text has which: `gold` (texts, codes)."""

    name: str
    texts: tuple[str, ...]
    codes: tuple[str, ...]
    gold: NDArray[np.bool_]
    exclusive: bool

    @property
    def twins(self) -> NDArray[np.int64]:
        """A number for every text (texts,), equal for equal texts."""
        _, found = np.unique(np.array(self.texts, dtype=object), return_inverse=True)
        return found.astype(np.int64)

    def distinct(self) -> "Corpus":
        """Each text once, with the codes of its first row."""
        first = {text: row for row, text in reversed(list(enumerate(self.texts)))}
        rows = sorted(first.values())
        return replace(
            self,
            name=f"{self.name}, distinct texts",
            texts=tuple(self.texts[row] for row in rows),
            gold=self.gold[rows],
        )

    def vectors(self, encoder: str = "default") -> NDArray[np.float16]:
        """Vectors (texts, d) by "default" (hybrid), "lexical" or "minilm", kept in the folder of temporary files."""
        from linewise.encoders import MiniLM, default_encoder, fit_lexical

        made: dict[str, Callable[[], NDArray[np.float16]]] = {
            "default": lambda: default_encoder(self.texts).encoder.encode(self.texts),
            "lexical": lambda: fit_lexical(self.texts).encode(self.texts),
            "minilm": lambda: MiniLM.load().encode(self.texts),
        }
        digest = hashlib.sha256("\0".join((encoder, *self.texts)).encode()).hexdigest()[:16]
        kept = Path(tempfile.gettempdir()) / f"linewise-bench-{digest}.npy"
        if not kept.exists():
            whole = kept.with_suffix(f".{os.getpid()}.npy")
            np.save(whole, made[encoder]())
            whole.replace(kept)
        found: NDArray[np.float16] = np.load(kept)
        return found


def happydb() -> Corpus:
    """14,125 happy moments of seven kinds that exclude one another (Asai et al. 2018)."""
    with happydb_path() as path:
        return _table("HappyDB", path)


def others() -> Iterator[Corpus]:
    """SMS spam, Made With ML's tags (several a project) and its four classes, as far as they are at hand."""
    folder = os.environ.get("LINEWISE_DATA")
    if not folder:
        return
    if (path := Path(folder, "sms_spam", "sms_spam.csv")).is_file():
        yield _table("SMS spam", path)
    if (path := Path(folder, "madewithml", "projects.json")).is_file():
        yield _projects(path)
    if (path := Path(folder, "madewithml", "dataset.csv")).is_file():
        yield _table("Made With ML, classes", path, text=("title", "description"), label="tag")


def every() -> Iterator[Corpus]:
    """All corpora at hand."""
    yield happydb()
    yield from others()


def left_out() -> str:
    """What to say on a page where the other corpora were not at hand; empty where they were."""
    if next(others(), None) is not None:
        return ""
    return "Only HappyDB was at hand; the other corpora are read where LINEWISE_DATA names their folder."


def _table(name: str, path: Path, *, text: Sequence[str] = ("text",), label: str = "label") -> Corpus:
    with path.open(newline="", encoding="utf-8") as file:
        rows = [(". ".join(row[one] for one in text), row[label]) for row in csv.DictReader(file)]
    codes = sorted({code for _, code in rows})
    column = {code: at for at, code in enumerate(codes)}
    gold = np.zeros((len(rows), len(codes)), bool)
    gold[np.arange(len(rows)), [column[code] for _, code in rows]] = True
    return Corpus(name, tuple(text for text, _ in rows), tuple(codes), gold, exclusive=True)


def _projects(path: Path) -> Corpus:
    projects = json.loads(path.read_text(encoding="utf-8"))
    often = Counter(tag for one in projects for tag in set(one["tags"]))
    codes = sorted(tag for tag, count in often.items() if count >= COMMON)
    gold = np.array([[code in one["tags"] for code in codes] for one in projects], bool)
    texts = tuple(f"{one['title']}. {one['description']}" for one in projects)
    return Corpus("Made With ML, tags", texts, tuple(codes), gold, exclusive=False)
