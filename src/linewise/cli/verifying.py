"""`linewise verify`: rounds of units, decided one by one or in a conversation in the terminal."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from linewise.cli.command import command
from linewise.cli.names import code_id, code_ids, round_id

if TYPE_CHECKING:
    from linewise.core.nouns import ItemState, Rationale
    from linewise.verifying.views import (
        Advice,
        BandView,
        FiguresView,
        ForecastView,
        InfluenceView,
        ItemView,
        Neighbour,
        Reasons,
        RoundSummary,
        RoundView,
        VerifyState,
    )
    from linewise.workbench import Project

app = typer.Typer(help="Check what the model predicts, and measure how good it is.", no_args_is_help=True)

Round = Annotated[str | None, typer.Option("--round", help="A round's id; else the open one.")]
Size = Annotated[int | None, typer.Option(min=1, max=1000, help="Units in the round; else the project's choice.")]
Strategy = Annotated[
    str,
    typer.Option(
        help="How units are chosen: the best way here and now, one of `linewise verify state`, or a mixture such as "
        "margin*0.7+rare*0.3."
    ),
]

WORDS: "dict[str, ItemState]" = {
    "accept": "accepted",
    "correct": "corrected",
    "unsure": "unsure",
    "skip": "skipped",
    "take-back": "pending",
}


@command(app, "state", show="show_learning.verifying", example="linewise verify state")
def state(project: "Project") -> "VerifyState":
    """The open round, the ways of choosing units, and the figures so far."""
    return project.verifying.state()


@command(app, "open", show="show_learning.round_view", example="linewise verify open --size 20")
def open_round(
    project: "Project",
    strategy: Strategy = "auto",
    size: Size = None,
    audit_share: Annotated[float | None, typer.Option(min=0, max=1, help="Share drawn at random.")] = None,
    blind_share: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share answered before the prediction is shown.")
    ] = None,
    code: Annotated[str | None, typer.Option(help="Ask about this code alone.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="For a round that can be drawn again.")] = None,
) -> "RoundView":
    """Choose units and open a round."""
    focus = code_id(project.grouping.codebook(), code) if code else None
    return project.verifying.open(
        strategy=strategy, size=size, audit_share=audit_share, blind_share=blind_share, code=focus, seed=seed
    )


@command(app, "show", show="show_learning.round_view", example="linewise verify show")
def show_round(project: "Project", round: Round = None) -> "RoundView":
    """Show a round with its units and predictions."""
    return project.verifying.round(round_id(project, round))


@command(
    app,
    "decide",
    show="show_learning.item",
    example="linewise verify decide 3 correct --code Leisure --new 'Night out'",
)
def decide(
    project: "Project",
    position: Annotated[int, typer.Argument(min=0, help="The unit's place in the round.")],
    decision: Annotated[
        Literal["accept", "correct", "unsure", "skip", "take-back"], typer.Argument(help="What you say of it.")
    ],
    code: Annotated[list[str] | None, typer.Option(help="A code that is right; may be repeated.")] = None,
    new: Annotated[list[str] | None, typer.Option(help="The name of a new code that is right.")] = None,
    unaided: Annotated[
        bool, typer.Option("--unaided", help="Your first answer to a blind unit; then its prediction is shown.")
    ] = False,
    round: Round = None,
) -> "ItemView":
    """Decide one unit of a round."""
    return project.verifying.decide(
        round_id(project, round),
        position,
        state=WORDS[decision],
        codes=code_ids(project, code or ()),
        new_codes=tuple(new or ()),
        unaided=unaided,
    )


@command(app, "close", show="show_learning.summary", example="linewise verify close")
def close(project: "Project", round: Round = None) -> "RoundSummary":
    """End a round, and read what its audit sample says."""
    return project.verifying.close(round_id(project, round))


@command(app, "figures", show="show_learning.figures", example="linewise verify figures --json")
def figures(
    project: "Project",
    of: Annotated[
        Literal["newest", "rounds"] | None,
        typer.Option(help="The model in use (where it can be told), or the models of all rounds on their way."),
    ] = None,
) -> "FiguresView":
    """How good the model is, from all audit samples so far, with 95 % intervals."""
    return project.verifying.figures(of)


@command(app, "advice", show="show_verifying.advice", example="linewise verify advice")
def advice(project: "Project") -> "Advice":
    """Whether more rounds are worth while, and why."""
    return project.verifying.advice()


@command(app, "forecast", show="show_verifying.forecast", example="linewise verify forecast --reach 0.85")
def forecast(
    project: "Project",
    reach: Annotated[
        float | None, typer.Option(min=0.01, max=0.999, help="An accuracy; else the project's precision.")
    ] = None,
) -> "ForecastView":
    """How good the model will be after more decisions, and how many it takes."""
    return project.verifying.forecast(reach)


@command(app, "influence", show="show_verifying.influence", example="linewise verify influence")
def influence(project: "Project") -> "InfluenceView":
    """How far predictions draw your answers, from the units answered blind."""
    return project.verifying.influence()


@command(app, "bands", show="show_verifying.bands", example="linewise verify bands Leisure")
def bands(project: "Project", code: Annotated[str, typer.Argument(help="The code.")]) -> "tuple[BandView, ...]":
    """How many unread texts the model thinks likely, borderline and unlikely to have a code."""
    return project.verifying.bands(code_id(project.grouping.codebook(), code))


@command(app, "why", show="show_verifying.reasons", example="linewise verify why 12 --code Leisure")
def why(
    project: "Project",
    unit: Annotated[int, typer.Argument(min=0, help="The unit's number.")],
    code: Annotated[str | None, typer.Option(help="The code; else the likeliest.")] = None,
) -> "Reasons":
    """The words of a unit that move the model towards a code, or away from it."""
    asked = code_id(project.grouping.codebook(), code) if code else None
    return project.verifying.reasons(unit, asked)


@command(app, "nearest", show="show_verifying.nearest", example="linewise verify nearest 12 --limit 5")
def nearest(
    project: "Project",
    unit: Annotated[int, typer.Argument(min=0, help="The unit's number.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many.")] = 8,
) -> "tuple[Neighbour, ...]":
    """The units most like this one that people decided, with their codes."""
    return project.verifying.nearest(unit, limit)


@command(
    app, "reason", show="show_verifying.rationale", example="linewise verify reason 12 'my brother' --code Affection"
)
def reason(
    project: "Project",
    unit: Annotated[int, typer.Argument(min=0, help="The unit's number.")],
    words: Annotated[str, typer.Argument(help="Words as they stand in the unit.")],
    code: Annotated[str, typer.Option(help="The code.")],
    is_none: Annotated[bool, typer.Option("--none", help="They are no reason for it.")] = False,
) -> "Rationale":
    """Say that words of a unit are the reason for a code, or that they are none."""
    from linewise.core.errors import BadInput

    start = project.coding.unit(unit).text.find(words)
    if start < 0:
        raise BadInput(f"Unit {unit} does not say {words!r}.", remedy="Copy the words as they stand.")
    known = code_id(project.grouping.codebook(), code)
    return project.verifying.give_reason(unit, known, start, start + len(words), "against" if is_none else "for")


@command(app, "reasons", show="show_verifying.rationales", example="linewise verify reasons --json")
def given_reasons(
    project: "Project",
    unit: Annotated[int | None, typer.Option(min=0, help="Of this unit alone.")] = None,
    code: Annotated[str | None, typer.Option(help="About this code alone.")] = None,
) -> "tuple[Rationale, ...]":
    """What people said of words; `linewise undo` takes the last back."""
    return project.verifying.given_reasons(unit, code_id(project.grouping.codebook(), code) if code else None)


@command(app, "ask", show="show_learning.round_view", example="linewise verify ask --size 20")
def ask(project: "Project", strategy: Strategy = "auto", size: Size = None) -> "RoundView":
    """Go through the open round (or a new one) in the terminal."""
    from linewise.cli import conversation

    return conversation.ask(project, strategy=strategy, size=size)
