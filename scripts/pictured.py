"""The study that the pictures of the documentation show: a part of the demo corpus as it may look after two days.

Made through the Python API: notes, codes, models, rounds, an application, memos. Seeds and the clock are fixed, so
that two runs on one machine differ as little as can be.
"""

import csv
import itertools
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Self
from unittest.mock import patch

import uvicorn

from linewise.demo import happydb_path
from linewise.importing.plan import ImportPlan
from linewise.web.app import create_app
from linewise.web.serve import bind
from linewise.workbench import Project, Workspace

TEXTS = 1_500
NOTED = 240
SEED = 7
BEGAN = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)

# What this coder writes when a moment speaks of something.
HEARD = {
    "children": r"\b(daughter|son|kids?|child(ren)?|baby|grand\w+)\b",
    "family": r"\b(mom|mother|dad|father|brother|sister|parents?|family|cousins?)\b",
    "partner": r"\b(wife|husband|boyfriend|girlfriend|fianc\w+|partner)\b",
    "pets": r"\b(dogs?|cats?|puppy|kittens?|pets?)\b",
    "time with friends": r"\bfriends?\b",
    "celebration": r"\b(birthday|party|wedding|anniversary)\b",
    "success at work": r"\b(job|work|boss|promot\w+|client|office)\b",
    "monetary gain": r"\b(money|paid|bonus|dollars?|raise|salary|\$\d+)",
    "goal reached": r"\b(finish\w*|complet\w*|finally|won|goal|achiev\w*)\b",
    "learning": r"\b(exam|class|school|college|learn\w*|stud(y|ied))\b",
    "good food": r"\b(ate|eat|dinner|lunch|food|cook\w*|delicious|ice cream|coffee)\b",
    "something new": r"\b(bought|new|purchas\w*|gift)\b",
    "fun and games": r"\b(games?|movies?|book|watch\w*|play\w*|music|show)\b",
    "moving my body": r"\b(gym|ran|run|walk\w*|workout|exercis\w*|bike|yoga)\b",
    "outdoors": r"\b(weather|sun\w*|rain\w*|garden\w*|flowers?|park|beach)\b",
    "travel": r"\b(trip|vacation|travel\w*|visit\w*)\b",
}
CODES = {
    "Close ones": (("children", "family", "partner"), "Joy in the people one belongs to: partner, children, kin."),
    "Animals": (("pets",), "A pet, one's own or somebody else's, is what makes the moment."),
    "Company": (("time with friends", "celebration"), "Being with people beyond the family, planned or by chance."),
    "Getting somewhere": (("goal reached", "success at work", "learning"), "Effort that led to something one wanted."),
    "Money": (("monetary gain",), "Money that came in, was found, or was saved."),
    "Small pleasures": (("good food", "something new", "fun and games"), "Enjoying a thing for its own sake."),
    "Body and nature": (("moving my body", "outdoors"), "Movement, weather, plants, the open air."),
}
# Before the words for things are settled they are put in several ways.
WAYS = {
    "children": ("children", "proud of my children", "a child laughs"),
    "family": ("family", "all the family together", "a visit to the family"),
    "partner": ("partner", "love of my partner", "a day with my partner"),
    "time with friends": ("time with friends", "an old friend", "friends for dinner"),
    "success at work": ("success at work", "praise at work", "a good day at work"),
    "goal reached": ("goal reached", "a goal reached at last", "finished it"),
    "good food": ("good food", "cooking good food", "a good dinner"),
    "fun and games": ("fun and games", "a good game", "a game with friends"),
    "something new": ("something new", "a new thing bought", "new and shiny"),
}
MEMOS = (
    "Mostly people, rarely things. Look at work again: pride, or relief?",
    "#gratitude stands behind many of these, and nobody says it.",
    "People write of what *ended well*, not of what went on being well.",
)
# A longer text, for the layout in which one reads it as a text.
TALK = """The happiest I have been this month? Let me think. It was the Sunday when my daughter rode her bicycle
without my hand on the saddle. She did not look back once. I stood there with my hand still in the air, and
I laughed so much that the neighbour came out to see what had happened.

We had practised for weeks. Every evening after work, twenty minutes, up and down the same piece of road. I
was tired, and I will not pretend that I always wanted to. But she did, every single evening, with her
helmet on before I had my coat off.

Afterwards we bought ice cream for everybody who was on the street. That was my husband's idea. There were
seven of us in the end, and the woman from the shop would not take money for hers. It was only ice cream.
Still, I think of it when I cannot sleep.

At work there was something too, I suppose. The client signed. My boss said "well done" in front of the
others, which she never does. I was proud for an hour or so. It is strange: I worked for half a year on
that, and what I remember is the saddle."""
SAID = (
    "letting go; pride in a child",
    "",
    "laughing aloud",
    "practice",
    "",
    "tired and willing",
    "",
    "small pleasures; time with neighbours",
)


@dataclass(frozen=True)
class Pictured:
    """The projects to be seen: the study, the talk, and the pilot, in which nothing is grouped yet."""

    study: Project
    talk: Project
    pilot: Project


class Clock(datetime):
    """A clock that goes on by some seconds whenever somebody looks."""

    _seconds = itertools.count(step=23)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(BEGAN.timestamp() + next(cls._seconds), tz)


def heard(text: str) -> list[str]:
    """What this coder would write about a text."""
    return [note for note, pattern in HEARD.items() if re.search(pattern, text, re.IGNORECASE)]


def moments(target: Path, texts: int) -> Path:
    """The first texts of the demo corpus as a CSV file."""
    with happydb_path() as source, source.open(newline="", encoding="utf-8") as file:
        rows = list(itertools.islice(csv.DictReader(file), texts))
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ("id", "text", "label"))
        writer.writeheader()
        writer.writerows(rows)
    return target


def work(workspace: Workspace, folder: Path) -> Pictured:
    """Everything, on a clock of its own."""
    with patch("linewise.workbench.clock.datetime", Clock):
        pilot = begun(workspace, folder)
        talk = spoken(workspace, folder)
        study = studied(workspace, folder)
    for job in workspace.jobs.list():
        workspace.jobs.wait(job.id, timeout=60)
    return Pictured(study, talk, pilot)


def studied(workspace: Workspace, folder: Path) -> Project:
    """The study itself."""
    project = workspace.create("Happy moments", coder="Mira", seed=SEED)
    project.importing.run(moments(folder / "moments.csv", TEXTS), ImportPlan(text=("text",), id="id"))
    for number, unit in enumerate(project.coding.units(order="random", limit=NOTED).units):
        notes = heard(unit.text)
        if notes:
            project.coding.write(unit.id, "; ".join(notes[:3]))
        else:
            project.coding.mark(unit.id, "unsure" if number % 3 else "skipped")
    known = {line.text for line in project.grouping.tray(limit=500).items}
    for name, (open_codes, definition) in CODES.items():
        project.grouping.create(name, norms=[one for one in open_codes if one in known], definition=definition)
    project.teaching.encode()
    project.teaching.train()
    for number in range(2):
        opened = project.verifying.open(size=40, audit_share=0.4, seed=number)
        for item in opened.items:
            decide(project, opened.round.id, item.position, item.unit.text)
        project.verifying.close(opened.round.id)
        project.teaching.train()
    project.applying.run(confidence=0.8)
    for memo in MEMOS:
        project.exploring.write_memo("project", project.id, memo)
    code = project.grouping.codebook().codes[0].code
    project.exploring.write_memo("code", code.id, "Is a friend of thirty years a close one? See Company.")
    project.change(blind_share=0.2)
    opened = project.verifying.open(size=25, seed=SEED)
    for item in opened.items[:9]:
        if not item.blind:
            decide(project, opened.round.id, item.position, item.unit.text)
    return project


def begun(workspace: Workspace, folder: Path) -> Project:
    """A project in which the words for things are not settled yet."""
    project = workspace.create("Pilot, first hundred", coder="Mira", seed=SEED)
    project.importing.run(moments(folder / "pilot.csv", 100), ImportPlan(text=("text",), id="id"))
    for unit in project.coding.units(limit=71).units:
        said = [WAYS.get(note, (note,)) for note in heard(unit.text)]
        project.coding.write(unit.id, "; ".join(ways[unit.id % len(ways)] for ways in said) or "being content")
    project.teaching.encode()
    return project


def spoken(workspace: Workspace, folder: Path) -> Project:
    """A talk, sentence by sentence."""
    file = folder / "talk with Vera.txt"
    paragraphs = (" ".join(one.split()) for one in TALK.split("\n\n"))
    file.write_text("\n\n".join(paragraphs), encoding="utf-8")
    project = workspace.create("Talk with Vera", coder="Mira", seed=SEED)
    project.importing.run(file, ImportPlan(text=("text",), segmentation="sentence"))
    for unit, note in zip(project.coding.units(limit=len(SAID)).units, SAID, strict=False):
        if note:
            project.coding.write(unit.id, note)
    return project


def decide(project: Project, round: str, position: int, text: str) -> None:
    """Answer as the coder who wrote the notes would."""
    ids = {card.code.name: card.code.id for card in project.grouping.codebook().codes}
    said = set(heard(text))
    codes = [ids[name] for name, (notes, _) in CODES.items() if said & set(notes)]
    project.verifying.decide(round, position, state="corrected" if codes else "unsure", codes=codes)


@contextmanager
def served(workspace: Workspace) -> Iterator[str]:
    """The pages of a workspace, for as long as the block lasts."""
    app = create_app(workspace, token=None)
    listening = bind("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        app.state.feeds.close()
        server.should_exit = True
        thread.join()
