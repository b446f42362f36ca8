"""A part of the demo corpus with its gold codes, read and encoded once a session."""

import csv
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from linewise.demo import happydb_path
from linewise.encoders import Lexical, fit_lexical

TEXTS = 1_500


@dataclass(frozen=True, slots=True, eq=False)
class Happy:
    """Distinct texts, the code of each as a number, and the codes' names."""

    texts: list[str]
    gold: NDArray[np.int64]
    names: list[str]

    @property
    def labels(self) -> NDArray[np.float32]:
        return np.eye(len(self.names), dtype=np.float32)[self.gold]


@pytest.fixture(scope="session")
def happy() -> Happy:
    with happydb_path() as path, path.open(newline="", encoding="utf-8") as file:
        gold = {row["text"]: row["label"] for row in csv.DictReader(file)}
    names = sorted(set(gold.values()))
    texts = list(gold)[:TEXTS]
    return Happy(texts, np.array([names.index(gold[text]) for text in texts]), names)


@pytest.fixture(scope="session")
def lexical(happy: Happy) -> Lexical:
    return fit_lexical(happy.texts)


@pytest.fixture(scope="session")
def vectors(happy: Happy, lexical: Lexical) -> NDArray[np.float16]:
    return lexical.encode(happy.texts)
