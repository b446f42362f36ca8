"""A study with flaws that the student should ask about: texts on five topics, and what two coders made of them."""

import csv
import itertools
from pathlib import Path

from linewise.importing.plan import ImportPlan
from linewise.workbench import Project, Workspace

NAME = "Topics"
WHEN = ("this morning", "yesterday", "on Sunday", "after work", "last week", "before noon", "at dawn", "in spring")
TOPICS = {
    "running": ("I ran five miles", "I went jogging", "my marathon training", "I sprinted a lap", "a long run uphill"),
    "garden": ("I planted roses", "the tulips bloomed", "I watered the seedlings", "I pruned the hedge", "new soil"),
    "office": ("my boss praised me", "I got a promotion", "the meeting ended", "I sent the report", "a raise at work"),
    "cat": ("my cat purred", "the kitten slept on me", "our cat caught a toy", "I fed the cat", "the kitten meowed"),
    "pasta": ("I cooked spaghetti", "we ate lasagne", "fresh ravioli", "I boiled noodles", "pasta with tomatoes"),
}
# Running and the garden are one code, the cat is two; nobody read of pasta.
OUTSIDE, WORK, PET, ANIMAL, LONELY = "Outside", "Work", "Pet", "Animal", "Weather"


def make_planted(where: Path) -> Path:
    """Texts by topic, 40 each; 160 decided by me, one of them otherwise by Bo; a code without example."""
    rows = [
        (topic, f"{what} {when}.") for topic, texts in TOPICS.items() for what, when in itertools.product(texts, WHEN)
    ]
    file = where.parent / "topics.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "text"))
        writer.writerows((f"t{at}", text) for at, (_, text) in enumerate(rows))
    with Workspace(where) as workspace:
        project = workspace.create(NAME, coder="me", seed=3, exclusive=True)
        project.importing.run(file, ImportPlan(text=("text",), id="id"))
        project.teaching.encode()
        codes = {name: project.grouping.create(name).code.id for name in (OUTSIDE, WORK, PET, ANIMAL, LONELY)}
        for unit, (topic, _) in enumerate(rows):
            if topic != "pasta":
                project.coding.code(unit, {codes[_coded(topic, unit)]: "present"})
        project.as_coder("Bo").coding.code(5, {codes[WORK]: "present"})
    return where


def _coded(topic: str, unit: int) -> str:
    if topic == "cat":
        return PET if unit * 7 % 5 < 2 else ANIMAL
    return {"running": OUTSIDE, "garden": OUTSIDE, "office": WORK}[topic]


def codes_of(project: Project) -> dict[str, str]:
    """Names of the codes in use, and their ids."""
    return {card.code.name: card.code.id for card in project.grouping.codebook().codes if card.code.status == "active"}
