"""A study of happy moments without the sentence encoder: words alone, which takes a moment to fit, load and score."""

from pathlib import Path

import pytest

import linewise
from linewise.demo import happydb_gold
from linewise.encoders import minilm
from linewise.workbench import Project
from tests.support.moments import import_moments

NAME = "Words alone"


def make_words(where: Path, *, texts: int = 150, coded: int = 50) -> Path:
    """A workspace with one project: a code for each gold label, found in some units, and a model."""
    gold = happydb_gold()
    with linewise.open_workspace(where) as workspace, pytest.MonkeyPatch.context() as patch:
        patch.setattr(minilm, "WEIGHTS_PACKAGE", "not_installed_here")
        project = workspace.create(NAME, coder="me", seed=5)
        import_moments(project, where.parent, texts=texts)
        for unit in project.coding.units(order="random", limit=coded).units:
            name = code_name(gold[str(unit.external_id)])
            found = codes(project).get(name) or project.grouping.create(name, definition=f"It is {name}.").code.id
            project.coding.code(unit.id, {found: "present"})
            project.coding.mark(unit.id, "done")
        project.teaching.encode()
        project.teaching.train()
    return where


def code_name(label: str) -> str:
    """What the code for a gold label is called."""
    return label.replace("_", " ").capitalize()


def codes(project: Project) -> dict[str, str]:
    """Ids of the codes in use, by name."""
    return {card.code.name: card.code.id for card in project.grouping.codebook().codes if card.code.status == "active"}


def decide_round(project: Project, size: int) -> None:
    """A round drawn at random, decided as the gold labels say; the models that this brings are there afterwards."""
    gold, known = happydb_gold(), codes(project)
    view = project.verifying.open(strategy="random", size=size, audit_share=1.0)
    for item in view.items:
        name = code_name(gold[str(item.unit.external_id)])
        project.verifying.decide(view.round.id, item.position, codes=[known[name]] if name in known else [])
    project.verifying.close(view.round.id)
    jobs = project._desk.jobs
    for job in jobs.list():
        jobs.wait(job.id)
