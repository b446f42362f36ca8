"""How the questions of the model read in a terminal."""

from linewise.cli.show import Names, Shown, line, short
from linewise.teaching.questions.views import Answered, Questions, QuestionView


def questions(found: Questions, names: Names) -> Shown:
    if found.words:
        yield line(found.words)
    for one in found.items:
        yield from question(one, names)
    if found.more:
        yield line(f"{found.more} more wait behind these.")


def question(one: QuestionView, _: Names) -> Shown:
    yield line(f"{one.title}   {one.id}")
    yield line(f"  {one.why}")
    for side in one.sides:
        words = f"   ({', '.join(side.words)})" if side.words else ""
        yield line(f"  {side.title}{words}")
        for unit in side.units:
            yield line(f"    #{unit.id}  {short(unit.text, 100)}")
    for number, answer in enumerate(one.answers, start=1):
        needs = f" --text {answer.needs.upper()}" if answer.needs != "nothing" else ""
        yield line(f"  {number}. {answer.name}{needs}: {answer.title}. {answer.effect}")
    yield line("")


def answered(one: Answered, _: Names) -> Shown:
    if one.state == "set_aside":
        yield line("Set aside; linewise undo asks it again.")
        return
    made = f" ({', '.join(one.outcome[:5])})" if one.outcome else ""
    yield line(f"Answered: {one.answer}{made}. linewise undo takes it back.")
