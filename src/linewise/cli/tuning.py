"""`linewise teach tune`: heavier learners, which make an encoder for this corpus or these codes."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from linewise.cli.asking import teach
from linewise.cli.command import Progress, command

if TYPE_CHECKING:
    from linewise.teaching.tuning_views import TuneCost, TuneReport, TuneState
    from linewise.workbench import Project

__all__ = ["teach"]

How = Annotated[
    Literal["adapted", "tuned", "contrastive"],
    typer.Option(
        help="adapted: read the corpus for its words; tuned: learn the codes; contrastive: learn which texts share one."
    ),
]
Base = Annotated[str, typer.Option(help="A name on the Hugging Face hub, a folder, or minilm; else DistilBERT.")]
Pretrain = Annotated[bool, typer.Option("--pretrain", help="Read the corpus for its words first.")]


@command(teach, "tuning", show="show_tuning.state", example="linewise teach tuning")
def tuning(project: "Project") -> "TuneState":
    """Whether an encoder can be tuned here, what would teach it, and what was left unfinished."""
    return project.teaching.tuning()


@command(teach, "tune-cost", show="show_tuning.cost", example="linewise teach tune-cost --base minilm")
def cost(project: "Project", how: How = "tuned", base: Base = "", pretrain: Pretrain = False) -> "TuneCost":
    """Measure a few batches and say what tuning would take on this machine; nothing is kept."""
    return project.teaching.estimate_tuning(how, base=base, pretrain=pretrain)


@command(teach, "tune", show="show_tuning.report", example="linewise teach tune --how tuned --base minilm")
def tune(
    project: "Project",
    how: How = "tuned",
    base: Base = "",
    pretrain: Pretrain = False,
    seed: Annotated[int | None, typer.Option(min=0, help="For an encoder that can be made again.")] = None,
    afresh: Annotated[bool, typer.Option("--afresh", help="Do not go on with one that was stopped.")] = False,
    *,
    progress: Progress,
) -> "TuneReport":
    """Make an encoder and offer it beside the one in use; stopped with Ctrl-C, the same command goes on."""
    return project.teaching.tune(
        how,
        base=base,
        pretrain=pretrain,
        seed=seed,
        afresh=afresh,
        progress=lambda done, of, _: progress(done, of),
    )


@command(teach, "tune-discard", show="show_tuning.state", example="linewise teach tune-discard")
def discard(project: "Project") -> "TuneState":
    """Throw away what a tuning that was stopped has left."""
    return project.teaching.discard_tuning()
