"""`linewise teach` and `linewise apply`: vectors, models, and their codes for the rest of the corpus."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from linewise.cli.command import Progress, command
from linewise.cli.names import code_id

if TYPE_CHECKING:
    from linewise.applying.views import ApplyState, Coverage, Curve, PrevalenceView, PromiseView, ScoredUnits
    from linewise.core.nouns import Application
    from linewise.teaching.views import Calibration, CodeMeaning, ModelCard, TeachState
    from linewise.verifying.tried import Tried
    from linewise.workbench import Project
    from linewise.workbench.views import EncodingReport, ExportReport

teach = typer.Typer(help="Teach the model from notes, groupings and decisions.", no_args_is_help=True)
apply = typer.Typer(help="Code the rest of the corpus, and take the result away.", no_args_is_help=True)

Confidence = Annotated[float, typer.Option(min=0.5, max=0.999, help="From which confidence a code is given.")]


@command(teach, "state", show="show_learning.teaching", example="linewise teach state")
def state(project: "Project") -> "TeachState":
    """The encoder, what each code is taught from, and what to do next."""
    return project.teaching.state()


@command(teach, "encode", show="show_learning.encoded", example="linewise teach encode")
def encode(project: "Project", *, progress: Progress) -> "EncodingReport":
    """Compute the vectors that are missing; stops and goes on where it was."""
    return project.teaching.encode(progress=progress)


@command(teach, "run", show="show_learning.model", example="linewise teach run")
def run_teach(
    project: "Project",
    seed: Annotated[int | None, typer.Option(min=0, help="For a model that can be made again.")] = None,
    *,
    progress: Progress,
) -> "ModelCard":
    """Teach a new model; missing vectors are computed first."""
    project.teaching.encode(progress=progress)
    return project.teaching.train(seed=seed, progress=progress)


@command(teach, "code", show="show_verifying.meaning", example="linewise teach code Leisure")
def code(project: "Project", name: Annotated[str, typer.Argument(help="The code.")]) -> "CodeMeaning":
    """What a code means to the newest model: typical units, words that count, codes it is taken for."""
    return project.teaching.meaning(code_id(project.grouping.codebook(), name))


@command(teach, "calibration", show="show_calibration.calibration", example="linewise teach calibration --model 3")
def calibration(
    project: "Project",
    model: Annotated[str | None, typer.Option(help="A model's number or id; else the one in use.")] = None,
) -> "Calibration":
    """How far a model's probabilities can be taken at their word: what it stated, and how often that was right."""
    return project.teaching.calibration(model)


@command(teach, "try", show="show_verifying.tried", example="linewise teach try 'We won the match!'")
def try_text(
    project: "Project",
    text: Annotated[str, typer.Argument(help="Any text, at most 5,000 characters.")],
    code: Annotated[str | None, typer.Option(help="Whose words to show; else the likeliest code's.")] = None,
) -> "Tried":
    """What the model makes of a text that is no unit; nothing is kept."""
    asked = code_id(project.grouping.codebook(), code) if code else None
    return project.teaching.try_text(text, code=asked)


@command(apply, "state", show="show_learning.applying", example="linewise apply state")
def apply_state(project: "Project") -> "ApplyState":
    """What was applied, and what the newest model would give."""
    return project.applying.state()


@command(apply, "coverage", show="show_learning.coverage", example="linewise apply coverage --confidence 0.95")
def coverage(project: "Project", confidence: Confidence = 0.9) -> "Coverage":
    """How the corpus would split at a confidence; nothing is written."""
    return project.applying.coverage(confidence)


@command(apply, "curve", show="show_results.curve", example="linewise apply curve --json")
def curve(project: "Project") -> "Curve":
    """Coverage against precision: at each confidence what the model settles, how rightly, and what it leaves."""
    return project.applying.curve()


@command(
    apply, "units", show="show_results.units", example="linewise apply units leisure --which left --confidence 0.8"
)
def apply_units(
    project: "Project",
    code: Annotated[str, typer.Argument(help="Name or id of a code.")],
    which: Annotated[
        Literal["given", "left"], typer.Option(help="Given the code by the model, or left because of it.")
    ] = "given",
    confidence: Confidence = 0.9,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many.")] = 20,
) -> "ScoredUnits":
    """The units behind a number, the most doubtful first."""
    from linewise.cli.names import code_id

    known = code_id(project.grouping.codebook(), code)
    return project.applying.units(known, which=which, confidence=confidence, limit=limit)


Together = Annotated[
    Literal["each", "together"],
    typer.Option(help="Hold each code to it by itself where enough is known, or all codes taken together."),
]
Precision = Annotated[
    float | None, typer.Option(min=0.5, max=0.999, help="The share of what is given that has to be right.")
]


@command(
    apply,
    "promise",
    show="show_results.promise",
    example="linewise apply promise --precision 0.95 --confidence 0.9",
)
def promise(
    project: "Project",
    precision: Precision = None,
    confidence: Annotated[
        float, typer.Option(min=0.5, max=0.999, help="In which share of studies a promise like this is kept.")
    ] = 0.9,
    scope: Together = "each",
) -> "PromiseView":
    """How much can be coded so that a share of it is right, code by code, and what that is promised of."""
    return project.applying.promise(precision, risk=round(1 - confidence, 6), scope=scope)


@command(apply, "prevalence", show="show_results.prevalence", example="linewise apply prevalence")
def prevalence(project: "Project") -> "PrevalenceView":
    """How frequent each code is in the whole corpus, with 95 % intervals."""
    return project.applying.prevalence()


@command(apply, "run", show="show_learning.application", example="linewise apply run --confidence 0.9")
def run_apply(
    project: "Project",
    confidence: Annotated[
        float | None, typer.Option(min=0.5, max=0.999, help="From which confidence; else the project's precision.")
    ] = None,
    precision: Precision = None,
    risk: Annotated[float, typer.Option(min=0.001, max=0.5, help="How often the precision may be missed.")] = 0.1,
    scope: Together = "each",
    *,
    progress: Progress,
) -> "Application":
    """Code every unit with the model in use: from a confidence on, or as a promised precision allows."""
    return project.applying.run(confidence=confidence, precision=precision, risk=risk, scope=scope, progress=progress)


@command(apply, "export", show="show_learning.exported", example="linewise apply export coded.csv --shape wide")
def export(
    project: "Project",
    file: Annotated[Path, typer.Argument(help="Where to; the ending names the format.")],
    shape: Annotated[
        Literal["long", "wide", "codes"], typer.Option(help="A row for each coding, each unit, or each code.")
    ] = "long",
    format: Annotated[
        Literal["csv", "tsv", "jsonl", "parquet", "xlsx"] | None, typer.Option(help="Else from the file's ending.")
    ] = None,
    include: Annotated[
        Literal["people", "all", "probabilities"],
        typer.Option(help="What people said only; the model and imports too; or also its probabilities."),
    ] = "all",
    *,
    progress: Progress,
) -> "ExportReport":
    """Write the corpus with all codings, or a table of the codes, to a file."""
    return project.applying.export(file, shape=shape, format=format, include=include, progress=progress)
