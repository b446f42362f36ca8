"""A whole study in the pages by one hand: 50 lines coded, 12 codes grouped, two rounds of 25 verified, results read.

The texts are HappyDB's. What this person finds in one follows its gold label, told apart further by words in it, so
that both hands decide alike. Every annotation says what its code says, in one of two ways of putting it.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from linewise.demo import happydb_path
from linewise.importing.plan import ImportPlan
from linewise.workbench import Workspace
from tests.support.hands import Keyboard, Pointer
from tests.support.original import Done, Group

LINES, TEXTS, ROUND = 50, 1_500, 25
NAME = "Happy moments"
# Letters typed before what was written earlier is offered, and before a search has found all that it should.
BEGINNING, SEARCHED = 4, 5

CODES = {
    "Parenthood": ("parenthood brings joy", "glad of parenthood"),
    "Romance": ("romance of every day", "shared romance"),
    "Kinship": ("kinship renewed", "warm kinship"),
    "Companionship": ("companionship by chance", "old companionship"),
    "Vocation": ("vocation that pays", "praised in a vocation"),
    "Scholarship": ("scholarship pays off", "keen scholarship"),
    "Mastery": ("mastery of a skill", "hard-won mastery"),
    "Nourishment": ("nourishment shared", "tasty nourishment"),
    "Serenity": ("serenity at home", "quiet serenity"),
    "Pastime": ("pastime enjoyed", "favourite pastime"),
    "Stamina": ("stamina built up", "fresh stamina"),
    "Panorama": ("panorama to look at", "mild panorama"),
}
TOLD_APART = {
    "affection": (
        ("Parenthood", r"\b(daughter|son|sons|kids?|child(ren)?|baby)\b"),
        ("Romance", r"\b(wife|husband|boyfriend|girlfriend|fianc\w+|partner)\b"),
        ("Kinship", ""),
    ),
    "bonding": (("Companionship", ""),),
    "achievement": (
        ("Vocation", r"\b(job|work|boss|promot\w+|client|office|paid|bonus)\b"),
        ("Scholarship", r"\b(exam|class|school|college|learn\w*|stud(y|ied)|test)\b"),
        ("Mastery", ""),
    ),
    "enjoy_the_moment": (
        ("Nourishment", r"\b(ate|eat|dinner|lunch|food|cook\w*|delicious|coffee)\b"),
        ("Serenity", ""),
    ),
    "leisure": (("Pastime", ""),),
    "exercise": (("Stamina", ""),),
    "nature": (("Panorama", ""),),
}


def code_of(text: str, label: str) -> str:
    """What this person finds in a text."""
    return next(code for code, pattern in TOLD_APART[label] if re.search(pattern, text, re.IGNORECASE))


def note_on(position: int, code: str, seen: int) -> str:
    """What this person writes: two ways of putting it in turn, and both on every eighth line."""
    return "; ".join(CODES[code]) if position % 8 == 5 else CODES[code][seen % 2]


def make_texts(where: Path) -> Path:
    """A workspace with texts that nobody has read, the first lines of which speak of all twelve codes."""
    with happydb_path() as path, path.open(newline="", encoding="utf-8") as file:
        rows = [(row["id"], row["text"], row["label"]) for row in csv.DictReader(file)][:TEXTS]
    rows = list(_mixed(rows))
    table = where.with_suffix(".csv")
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "text"), *((number, text) for number, text, _ in rows)])
    with Workspace(where) as workspace:
        project = workspace.create(NAME, coder="me", exclusive=True, seed=7)
        project.change(round_size=ROUND, code_twins=False)
        project.importing.run(table, ImportPlan(text=("text",), id="id"))
        project.teaching.encode()
    return where


def _mixed(rows: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """The same rows, the first ones going round the codes."""
    heaps: dict[str, list[tuple[str, str, str]]] = {code: [] for code in CODES}
    for row in rows:
        heaps[code_of(row[1], row[2])].append(row)
    first = [heaps[code][turn] for turn in range(LINES // len(CODES) + 1) for code in CODES][:LINES]
    yield from first
    yield from (row for row in rows if row not in first)


@dataclass
class Study:
    """The study as this hand has done it."""

    hand: Keyboard | Pointer
    """What this person finds in each text, by its number in the file."""
    codes: dict[str, str]
    notes: list[str] = field(default_factory=list)
    rounds: list[list[bool]] = field(default_factory=list)

    @classmethod
    def begin(cls, hand: Keyboard | Pointer) -> "Study":
        """At the first line, with the pages open."""
        with happydb_path() as path, path.open(newline="", encoding="utf-8") as file:
            codes = {row["id"]: code_of(row["text"], row["label"]) for row in csv.DictReader(file)}
        (project,) = hand.page.request.get(f"{hand.address}/api/projects").json()
        hand.page.goto(f"{hand.address}/p/{project['id']}/code")
        return cls(hand, codes)

    @property
    def done(self) -> Done:
        """The same study, for the model of the original's interface."""
        written = {code: {note for note in self.notes if code.lower() in note} for code in CODES}
        groups = [Group(code[:SEARCHED].lower(), len(notes), code) for code, notes in written.items()]
        return Done(self.notes, groups, self.rounds)

    def run(self) -> None:
        """From the first line to the results."""
        self.code()
        self.group()
        self.teach()
        for number in range(1, 3):
            self.verify(number)
        self.read()

    def code(self) -> None:
        page = self.hand.page
        units = self.hand.asks(f"/code/units?limit={LINES}")["units"]
        expect(page.get_by_role("article").first).to_be_visible()
        seen: dict[str, int] = {}
        for position, unit in enumerate(units):
            code = self.codes[unit["external_id"]]
            note = note_on(position, code, seen.setdefault(code, 0))
            seen[code] += 1
            self.hand.begins(unit["id"])
            for place, piece in enumerate(note.split("; ")):
                self.writes(piece, first=place == 0)
            self.hand.submits()
            self.notes.append(note)
        self.hand.leaves()
        self.hand.is_saved()
        for unit, text in zip(units, self.notes, strict=True):
            assert [one["text"] for one in self.hand.asks(f"/code/units/{unit['id']}")["notes"]] == [text]

    def writes(self, piece: str, *, first: bool) -> None:
        """A piece of a note: where it was written before, a beginning is enough."""
        if not first:
            self.hand.write("; ")
        known = any(piece in note.split("; ") for note in self.notes)
        offer = self.hand.offered(piece[:BEGINNING], piece) if known else None
        if offer is not None:
            self.hand.takes(offer)
        else:
            self.hand.write(piece[BEGINNING:] if known else piece)

    def group(self) -> None:
        self.hand.goes("Group")
        page = self.hand.page
        expect(page.locator("#tray-0")).to_be_visible()
        for code in CODES:
            self.hand.searches(code[:SEARCHED].lower())
            count = len({piece for note in self.notes for piece in note.split("; ") if code.lower() in piece})
            expect(page.locator("[id^=tray-]").filter(has_text=code.lower())).to_have_count(count)
            expect(page.locator("[id^=tray-]")).to_have_count(count)
            self.hand.selects_all()
            expect(page.locator("[id^=tray-]").first).to_be_checked()
            self.hand.names(code)
            self.hand.is_told(f"into “{code}”")
        cards = {card["code"]["name"]: card for card in self.hand.asks("/group/codes")["codes"]}
        assert set(cards) == set(CODES)
        for code, card in cards.items():
            assert card["units"] == sum(code.lower() in note for note in self.notes)

    def teach(self) -> None:
        self.hand.goes("Teach")
        self.hand.trains()
        self.hand.is_told("A new model is taught.")

    def verify(self, number: int) -> None:
        page = self.hand.page
        if number == 1:
            self.hand.goes("Verify")
        self.hand.starts(again=number > 1)
        expect(page.get_by_role("article", name=f"1 of {ROUND}")).to_be_visible()
        answers: list[bool] = []
        ids = {card["code"]["name"]: card["code"]["id"] for card in self.hand.asks("/group/codes")["codes"]}
        items = self.hand.asks("/verify")["open"]["items"]
        for item in items:
            expect(page.get_by_role("article", name=f"{item['position'] + 1} of {ROUND}")).to_be_visible()
            code = self.codes[item["unit"]["external_id"]]
            right = [one["code"] for one in item["predictions"] if one["suggested"]] == [ids[code]]
            answers.append(right)
            if right:
                self.hand.agrees()
            else:
                self.hand.corrects(code, [one["code"] for one in item["predictions"]].index(ids[code]))
        self.hand.sees(f"All {ROUND} units are decided.")
        self.hand.ends()
        expect(page.get_by_role("heading", name=f"After round {number}")).to_be_visible()
        self.rounds.append(answers)
        closed = self.hand.asks(f"/verify/rounds/{self._round(number)}")["items"]
        decided = {one["unit"]["id"]: one["codes"] for one in closed}
        wanted = {one["unit"]["id"]: [ids[self.codes[one["unit"]["external_id"]]]] for one in items}
        assert decided == wanted

    def _round(self, number: int) -> str:
        rounds: list[Any] = self.hand.asks("/verify")["rounds"]
        return next(str(one["round"]["id"]) for one in rounds if one["round"]["number"] == number)

    def read(self) -> None:
        self.hand.continues()
        expect(self.hand.page).to_have_url(re.compile("/apply$"))
        expect(self.hand.page.get_by_role("slider").first).to_be_visible()
