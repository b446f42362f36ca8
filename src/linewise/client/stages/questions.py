"""What the model of a remote project asks."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from linewise.client.route import get, post
from linewise.client.stages.stage import Stage
from linewise.teaching.questions.views import Answered
from linewise.teaching.questions.views import Questions as Asked


class Questions(Stage):
    """Questions and answers."""

    @get("teach/questions")
    def questions(self, *, wait: bool = True) -> Asked: ...

    @post("teach/questions/{question}/answer")
    def answer(self, question: str, answer: str, *, text: str = "") -> Answered: ...

    @post("teach/questions/{question}/aside")
    def set_aside(self, question: str) -> Answered: ...
