"""`linewise teach questions`, `teach answer` and `teach aside`: what the model asks."""

from typing import TYPE_CHECKING, Annotated

import typer

from linewise.cli.command import command
from linewise.cli.simulating import teach

if TYPE_CHECKING:
    from linewise.teaching.questions.views import Answered, Questions
    from linewise.workbench import Project

__all__ = ["teach"]

Which = Annotated[str, typer.Argument(metavar="QUESTION", help="The question's id, as `teach questions` tells it.")]


@command(teach, "questions", show="show_asking.questions", example="linewise teach questions --json")
def questions(project: "Project") -> "Questions":
    """The few questions that the model asks now, why, and how each can be answered."""
    return project.teaching.questions()


@command(
    teach,
    "answer",
    show="show_asking.answered",
    example='linewise teach answer two_senses-1f0c9a27b3de split --text "Yoga"',
)
def answer(
    project: "Project",
    question: Which,
    answer: Annotated[str, typer.Argument(help="The name or number of the answer.")],
    text: Annotated[str, typer.Option(help="The words that it needs: a name, a definition, a memo.")] = "",
) -> "Answered":
    """Answer a question; `linewise undo` takes the answer back with all that it did."""
    return project.teaching.answer(question, answer, text=text)


@command(teach, "aside", show="show_asking.answered", example="linewise teach aside drift-9b1d4c2e77aa")
def aside(project: "Project", question: Which) -> "Answered":
    """Put a question away: it is asked again only when much more speaks for it."""
    return project.teaching.set_aside(question)
