"""What the same study costs in the interface of 2022, as its paper describes it (figures 4 to 7): a model that counts.

The paper names these keys: Tab and Shift-Tab between the text boxes, Enter for the button of a form, Space for "Next",
`y` for a right prediction, `t` to train again, `c` to continue. What has no key is clicked. Wherever the paper leaves
open how a thing is done, the model assumes the cheapest way that the pictures allow, in the original's favour:

- The counts begin at the first line with everything loaded, and end when the results are in view. Waiting is free.
- Nothing is mistyped, nothing is scrolled to, nothing is looked up twice, and no page loses what was typed.
- Annotations that are equal are listed once, and one search shows all those of a group and no others.
- "Select all" is one click, though figure 7 shows a checkbox on each annotation; `ticked` counts those instead.
- A wrong prediction is mended with the list beside it: a click opens it, a click chooses. By keyboard, Tab to the list
  and the first letter of the code.
- A code that the prediction does not offer is in the list (in fact nobody can make one there).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """Key presses, letters of texts among them, and clicks."""

    keys: int = 0
    clicks: int = 0

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(self.keys + other.keys, self.clicks + other.clicks)

    def __mul__(self, times: int) -> "Effort":
        return Effort(self.keys * times, self.clicks * times)

    @property
    def actions(self) -> int:
        return self.keys + self.clicks


@dataclass(frozen=True, slots=True)
class Group:
    """A code as it was made: the word that its annotations were searched by, how many these were, its name."""

    word: str
    annotations: int
    name: str


@dataclass(frozen=True, slots=True)
class Done:
    """A finished study: what was written on each line, how it was grouped, which predictions were right."""

    notes: Sequence[str]
    groups: Sequence[Group]
    rounds: Sequence[Sequence[bool]]


KEY, CLICK = Effort(keys=1), Effort(clicks=1)


def typed(text: str) -> Effort:
    """A text, letter by letter."""
    return Effort(keys=len(text))


def by_keyboard(study: Done, *, ticked: bool = False) -> Effort:
    """The least with the keys that there are, and clicks for what has none."""
    written = _all(typed(note) + KEY for note in study.notes)  # Tab to the next; the first Tab is the last one's
    grouped = _all(_group(group, KEY, ticked=ticked) for group in study.groups)
    right, wrong = KEY + KEY, KEY * 2 + KEY + KEY  # y, Space; Tab and a letter, Enter, Space
    rounds = _all(right if one else wrong for answers in study.rounds for one in answers)
    turns = KEY * len(study.rounds)  # t between the rounds, c after the last
    return written + KEY + grouped + KEY + rounds + turns + KEY  # Space leaves each page


def by_pointer(study: Done, *, ticked: bool = False) -> Effort:
    """Texts are typed; everything else is clicked."""
    written = _all(CLICK + typed(note) for note in study.notes)
    grouped = _all(_group(group, CLICK, ticked=ticked) for group in study.groups)
    right, wrong = CLICK + CLICK, CLICK * 2 + CLICK + CLICK
    rounds = _all(right if one else wrong for answers in study.rounds for one in answers)
    return written + CLICK + grouped + CLICK + rounds + CLICK * len(study.rounds) + CLICK


def _group(group: Group, confirm: Effort, *, ticked: bool) -> Effort:
    """Search, select, name, create; the field of the search is emptied by typing over what is marked in it."""
    searched = CLICK + typed(group.word)
    chosen = CLICK * group.annotations if ticked else CLICK
    return searched + chosen + CLICK + typed(group.name) + confirm


def _all(parts: Iterable[Effort]) -> Effort:
    return sum(parts, start=Effort())
