"""What a coder says of words, as something to learn from: the words alone, the text without them.

Zaidan, Eisner and Piatko 2007 ("Using annotator rationales to improve machine learning for text categorization") had
annotators mark the words that made them decide, and asked of the model that a text without them score lower. Here, for
a code and a unit that has it:

- words that are the *reason*: a text of these words alone has the code, too (`alone`); and what the whole text has
  beyond the text without them must score for the code (`contrast`: the difference of the two vectors, which is
  Zaidan's pseudo-example, once as present and once, turned round, as absent, so that the intercept learns nothing);
- words that are *no reason*: the text without them has the code all the same (`kept`).

Such examples teach and do nothing else: they belong to their unit's group, so that no copy of a model is judged on a
unit whose examples it saw, and no probability is calibrated on them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import NOTHING_MORE, Context, Fitted, Floats, Learner, Vectors
from linewise.teaching.words import Span, left_out

ALONE, CONTRAST, KEPT = 0.3, 0.3, 0.2


class Said(NamedTuple):
    """A coder's word on a stretch of a unit's text, about a code (by column): it is a reason, or none."""

    unit: int
    code: int
    span: Span
    reason: bool


class Lesson(NamedTuple):
    """Texts to learn from: `whole` of a unit that has the code, the reasons alone, and the text without words."""

    unit: int
    code: int
    whole: str
    alone: str
    without: str
    kept: str


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Rows to learn from beside the labelled ones: vectors (m, d), labels and weights (m, codes), groups (m,)."""

    vectors: Floats
    labels: Floats
    weights: Floats
    groups: NDArray[np.int64]


def lessons(said: Iterable[Said], texts: Mapping[int, str], has: Mapping[tuple[int, int], bool]) -> list[Lesson]:
    """What is to be learned of each unit and code, where the unit has the code by what people said (`has`).

    What several coders marked is put together; what one calls a reason and another none is left out.
    """
    spans: dict[tuple[int, int], dict[bool, list[Span]]] = {}
    for one in said:
        if has.get((one.unit, one.code), False) and one.unit in texts:
            spans.setdefault((one.unit, one.code), {True: [], False: []})[one.reason].append(one.span)
    found = []
    for (unit, code), of in sorted(spans.items()):
        text = texts[unit]
        reasons, none = (_apart(of[kind], of[not kind]) for kind in (True, False))
        alone = " ".join(text[start:end].strip() for start, end in reasons)
        lesson = Lesson(
            unit, code, text, alone, left_out(text, reasons) if reasons else "", left_out(text, none) if none else ""
        )
        if lesson.alone or lesson.kept:
            found.append(lesson)
    return found


def examples(
    lessons: Sequence[Lesson],
    vectors: Mapping[str, Floats],
    groups: Mapping[int, int],
    codes: int,
    *,
    alone: float = ALONE,
    contrast: float = CONTRAST,
    kept: float = KEPT,
) -> Examples:
    """The lessons as rows; `vectors` holds one for each text in them, `groups` the group of each unit."""
    rows: list[tuple[Floats, int, int, float, float]] = []
    for one in lessons:
        group = groups[one.unit]
        if one.alone:
            rows.append((vectors[one.alone], group, one.code, 1.0, alone))
            beyond = vectors[one.whole] - vectors[one.without] if one.without else vectors[one.whole]
            rows.append((beyond, group, one.code, 1.0, contrast))
            rows.append((-beyond, group, one.code, 0.0, contrast))
        if one.kept:
            rows.append((vectors[one.kept], group, one.code, 1.0, kept))
    rows = [row for row in rows if row[4] > 0]
    labels = np.full((len(rows), codes), np.nan, np.float32)
    weights = np.zeros((len(rows), codes), np.float32)
    for at, (_, _, code, label, weight) in enumerate(rows):
        labels[at, code], weights[at, code] = label, weight
    stacked = np.stack([row[0] for row in rows]).astype(np.float32) if rows else np.empty((0, 0), np.float32)
    return Examples(stacked, labels, weights, np.array([row[1] for row in rows], dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Reasoned:
    """A learner that learns from examples beside the rows it is given: from those whose group is among the rows."""

    learner: Learner
    examples: Examples

    @property
    def recipe(self) -> Mapping[str, object]:
        return {**self.learner.recipe, "rationales": len(self.examples.groups)}

    def fit(
        self,
        vectors: Vectors,
        labels: Floats,
        weights: Floats,
        *,
        seed: int,
        groups: NDArray[np.int64] | None = None,
        context: Context = NOTHING_MORE,
    ) -> Fitted:
        """As the learner fits; without `groups` nobody can say where an example belongs, and none is used."""
        more = np.isin(self.examples.groups, groups if groups is not None else ())
        if groups is None or not more.any():
            return self.learner.fit(vectors, labels, weights, seed=seed, groups=groups, context=context)
        trusted = np.ones(len(labels), bool) if context.trusted is None else context.trusted
        return self.learner.fit(
            np.vstack([vectors.astype(np.float32, copy=False), self.examples.vectors[more]]),
            np.vstack([labels, self.examples.labels[more]]),
            np.vstack([weights, self.examples.weights[more]]),
            seed=seed,
            groups=np.concatenate([groups, self.examples.groups[more]]),
            context=replace(context, trusted=np.concatenate([trusted, np.zeros(int(more.sum()), bool)])),
        )

    def settled(self, fitted: Fitted) -> "Reasoned":
        """The same with the learner settled."""
        return Reasoned(self.learner.settled(fitted), self.examples)


def _apart(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Spans in order, overlapping ones joined, without those that overlap one of the others."""
    against = list(others)
    found: list[Span] = []
    for start, end in sorted(spans):
        if any(start < last and first < end for first, last in against):
            continue
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
