"""`linewise teach encoder`: what reads the texts for the model, and others to try in its place."""

from typing import TYPE_CHECKING, Annotated

import typer

from linewise.cli.command import Progress, command
from linewise.cli.tuning import teach

if TYPE_CHECKING:
    from linewise.teaching.encoder_views import EncoderCard, EncodersView
    from linewise.workbench import Project

__all__ = ["teach"]

encoder = typer.Typer(help="What reads the texts for the model, and others to try in its place.", no_args_is_help=True)
teach.add_typer(encoder, name="encoder")

Source = Annotated[
    str, typer.Argument(help="default, lexical, folder:PATH, hub:NAME, or the first letters of an encoder's id.")
]
Alone = Annotated[bool, typer.Option("--alone", help="Do not join the model with the words of the corpus.")]


@command(encoder, "list", show="show_encoders.encoders", example="linewise teach encoder list --json")
def encoders(project: "Project") -> "EncodersView":
    """The encoders of the project, the languages of its texts, and whether the encoder in use reads them."""
    return project.teaching.encoders()


@command(
    encoder,
    "compare",
    show="show_encoders.compared",
    example="linewise teach encoder compare hub:sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2",
)
def compare(project: "Project", source: Source, alone: Alone = False, *, progress: Progress) -> "EncoderCard":
    """Read the corpus with another encoder and compare it with the one in use, on what was decided; nothing changes.

    Stopped with Ctrl-C, the same command goes on where it was.
    """
    return project.teaching.offer_encoder(source, words=not alone, progress=lambda done, of, _: progress(done, of))


@command(encoder, "use", show="show_encoders.used", example="linewise teach encoder use lexical")
def use(project: "Project", source: Source, alone: Alone = False, *, progress: Progress) -> "EncoderCard":
    """Read with this encoder from now on and teach a model with it; compares first. Undo: linewise audit undo"""
    made = project.teaching.offer_encoder(source, words=not alone, progress=lambda done, of, _: progress(done, of))
    taught = bool(project.teaching.models())
    used = project.teaching.use_encoder(made.id, teach=False)
    if taught:
        project.teaching.train()
    return replaced(used, made)


@command(encoder, "forget", show="show_encoders.forgotten", example="linewise teach encoder forget 3f9a1c")
def forget(
    project: "Project", encoder: Annotated[str, typer.Argument(help="The first letters of its id.")]
) -> "EncoderCard":
    """Free the space that the vectors of an encoder take; they can be computed again."""
    return project.teaching.forget_encoder(encoder)


def replaced(used: "EncoderCard", made: "EncoderCard") -> "EncoderCard":
    """The encoder as it is now, with how it compared to the one before it."""
    from dataclasses import replace

    return replace(used, comparison=made.comparison)
