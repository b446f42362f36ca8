"""Teach: what the model asks, and what is answered."""

from typing import Annotated

from fastapi import Query

from linewise.teaching.questions.views import Answered, Questions
from linewise.web.at import ProjectAt
from linewise.web.fields import Body, IdentInPath, Name, Text
from linewise.web.router import stage

router = stage("teach")


class AnswerBody(Body):
    answer: Name
    text: Text = ""


@router.get("/questions")
def questions(
    project: ProjectAt,
    wait: Annotated[bool, Query(description="Or those found last, while a newer look goes on.")] = True,
) -> Questions:
    """The few questions that matter most now, with texts, reasons, and what each answer does."""
    return project.teaching.questions(wait=wait)


@router.post("/questions/{question}/answer")
def answer(project: ProjectAt, question: IdentInPath, body: AnswerBody) -> Answered:
    """Give one of the answers that a question admits, with the words that it needs: one event, one undo."""
    return project.teaching.answer(question, body.answer, text=body.text)


@router.post("/questions/{question}/aside")
def set_aside(project: ProjectAt, question: IdentInPath) -> Answered:
    """Put a question away until much more speaks for it."""
    return project.teaching.set_aside(question)
