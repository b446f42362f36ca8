"""Teach, what reads: the encoders of a project, tried beside the one in use, chosen, forgotten."""

from typing import Annotated

from pydantic import StringConstraints

from linewise.jobs import JobView
from linewise.teaching.encoder_views import EncoderCard, EncodersView
from linewise.web.at import ProjectAt
from linewise.web.fields import STORABLE, Body, IdentInPath
from linewise.web.router import stage

router = stage("teach")


class OfferBody(Body):
    source: Annotated[str, StringConstraints(min_length=1, max_length=1_000, pattern=STORABLE)]
    words: bool = True


class UseBody(Body):
    teach: bool = True


@router.get("/encoders")
def encoders(project: ProjectAt) -> EncodersView:
    """The encoders there are, the languages of the texts, and whether the one in use reads them."""
    return project.teaching.encoders()


@router.post("/encoders", status_code=202)
def offer_encoder(project: ProjectAt, body: OfferBody) -> JobView:
    """In the background: load or fit an encoder, give every unit its vector, compare it with the one in use.

    `source` is default, lexical, folder:PATH, hub:NAME, or the id of one that is here. It can be cancelled and goes on.
    """
    return project.teaching.start_offering(body.source, words=body.words)


@router.post("/encoders/{encoder}/use")
def use_encoder(project: ProjectAt, encoder: IdentInPath, body: UseBody) -> EncoderCard:
    """Read with this encoder from now on, and teach a model with it in the background; undoable."""
    return project.teaching.use_encoder(encoder, teach=body.teach)


@router.delete("/encoders/{encoder}/vectors")
def forget_encoder(project: ProjectAt, encoder: IdentInPath) -> EncoderCard:
    """Free the space that the vectors of an encoder take that is not in use; they can be computed again."""
    return project.teaching.forget_encoder(encoder)
