"""Taking a model away: its parts as they lie in the project, with all that must be known of it, in one small folder."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from linewise.core.errors import Broken, NotReady
from linewise.core.facts import Facts, need
from linewise.core.nouns import Application, Encoding, Model
from linewise.core.text import percent
from linewise.storage import Connection, artefacts, corpus, reading
from linewise.storage.lineage import lineage
from linewise.verifying.newest import newest
from linewise.workbench.clock import now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.models import judging, registry
from linewise.workbench.views import ModelExport

if TYPE_CHECKING:
    from linewise.portable.manifest import ExportedCode, ExportedEncoder
    from linewise.teaching.encoder import Encoder

PRESENT = 0.5
# Units on which what was written is compared with the project's own model, and how far it may be off.
TRIED, SLACK = 24, 0.02


def take(desk: Desk, path: Path, *, model: str | None = None, complete: bool = False, licence: str = "") -> ModelExport:
    """Write a model (by id or number; else the one in use) to a folder or zip that `linewise.load_model` reads.

    With `complete` the encoder's weights go along. What was written is loaded again and asked about a few units: Broken
    where it would answer otherwise than the project does.
    """
    from linewise.encoders import load
    from linewise.portable import folder
    from linewise.portable.card import card
    from linewise.portable.manifest import CARD, ENCODER, HEADS, WEIGHTS, Manifest

    with desk.reading() as (connection, facts):
        taken = registry.chosen(facts, model)
        own = need(facts, Encoding, taken.encoding)
        heads = artefacts.unseal(connection, desk.project_no, taken.artefact)
        kept = artefacts.unseal(connection, desk.project_no, own.artefact)
        codes = _codes(connection, facts, desk, taken)
        options = settings(facts, desk)
        names = {code.id: code.name for code in codes}
        figures = _figures(taken, names)
    encoder = load(kept)
    data, weights, place = _parts(encoder, kept, complete=complete)
    manifest = Manifest(
        title=options.name,
        number=taken.number,
        created=now(),
        taught=taken.at,
        linewise=_version(),
        exclusive=options.exclusive,
        columns=len(taken.codes),
        codes=codes,
        encoder=_encoder(encoder, own, place),
        recipe=taken.recipe,
        figures=figures,
        decisions=taken.decisions,
        training=taken.training,
        codebook=taken.codebook,
        seed=taken.seed,
        licence=licence,
    )
    contents: dict[str, bytes | Path] = {HEADS: heads, ENCODER: data, CARD: card(manifest).encode()}
    if weights is not None:
        contents[WEIGHTS] = weights
    full = folder.write(path, manifest, contents)
    return ModelExport(
        path=str(path),
        model=taken.id,
        number=taken.number,
        codes=len(codes),
        bytes=sum(one.bytes for one in full.files.values()),
        complete=place in ("inside", "none"),
        tried=_tried(desk, path, taken, manifest.codes),
    )


def _codes(connection: Connection, facts: Facts, desk: Desk, model: Model) -> "tuple[ExportedCode, ...]":
    """The codes in use that the model knows, each with the columns that speak of it now."""
    from linewise.portable.manifest import ExportedCode

    shape, given = lineage(connection, desk.project_no), _thresholds(facts, desk, model)
    found = []
    for code in reading.active_codes(connection, desk.project_no):
        columns = tuple(at for at, one in enumerate(model.codes) if shape.now(one) == code.id)
        if columns:
            found.append(
                ExportedCode(
                    id=code.id,
                    name=code.name,
                    definition=code.definition,
                    use_when=code.use_when,
                    not_when=code.not_when,
                    columns=columns,
                    threshold=min(given[model.codes[at]] for at in columns),
                )
            )
    if not found:
        raise NotReady("No code in use is known to this model.", remedy="Teach a new model first.")
    return tuple(found)


def _thresholds(facts: Facts, desk: Desk, model: Model) -> dict[str, float]:
    """From which probability each code is given: as this model was applied last, else where it suggests the code."""
    applied = max(facts.find(Application, model=model.id), key=lambda one: one.number, default=None)
    usual = 0.0 if settings(facts, desk).exclusive else PRESENT
    known = applied.thresholds if applied is not None else {}
    return {code: float(known.get(code, usual)) for code in model.codes}


def _figures(model: Model, names: dict[str, str]) -> dict[str, object]:
    """The audit figures with intervals, and the hints from units that were held out while fitting."""
    hints: dict[str, object] = {name: value for name, value in model.figures.items() if isinstance(value, int | float)}
    view = newest(model.figures.get("audit"), names)
    if view is None:
        return hints
    codes = [
        {"id": one.code, "name": names[one.code], "precision": asdict(one.precision), "recall": asdict(one.recall)}
        for one in view.codes
    ]
    rate = view.accuracy
    words = (
        f"Of {view.units} units drawn at random, each answered by a copy of the model that had not seen it, "
        f"{rate.hits} were coded as people did: for texts like them between {percent(rate.low)} "
        f"and {percent(rate.high)} are plausible."
    )
    return {**hints, "audit": {"units": view.units, **asdict(rate), "words": words, "codes": codes}}


def _parts(encoder: "Encoder", kept: bytes, *, complete: bool) -> tuple[bytes, Path | None, str]:
    """The encoder's bytes, a file of weights to go along, and where its weights are to be found."""
    from linewise.encoders import Hybrid, MiniLM, Transformer, dump
    from linewise.encoders.minilm import installed_weights

    parts = (encoder.first, encoder.second) if isinstance(encoder, Hybrid) else (encoder,)
    for part in parts:
        if isinstance(part, MiniLM):
            return (kept, installed_weights(), "inside") if complete else (kept, None, "package")
        if isinstance(part, Transformer):
            # A folder of this machine means nothing on another.
            if part.own or complete or Path(part.place).expanduser().is_dir():
                whole = replace(part, own=True, place=part.name)
                return dump(replace(encoder, first=whole) if isinstance(encoder, Hybrid) else whole), None, "inside"
            return kept, None, "hub"
    return kept, None, "none"


def _encoder(encoder: "Encoder", own: Encoding, weights: str) -> "ExportedEncoder":
    from linewise.portable.manifest import ExportedEncoder

    return ExportedEncoder(
        name=encoder.name,
        licence=encoder.licence,
        fingerprint=encoder.fingerprint,
        dimensions=encoder.dimensions,
        source=own.source.split(":")[0] if weights == "inside" else own.source,
        weights=weights,
    )


def _tried(desk: Desk, path: Path, model: Model, codes: "tuple[ExportedCode, ...]") -> int:
    """Ask what was written about a few units; how many it was asked."""
    from linewise.portable import load_model

    with desk.reading() as (connection, _):
        ids = np.fromiter(corpus.unit_ids(connection, desk.project_no), dtype=np.int64)
        units = np.sort(np.random.default_rng(model.seed).permutation(ids)[:TRIED])
        texts = list(corpus.texts_of(connection, desk.project_no, units.tolist()))
    try:
        scores = judging.scores_of(desk, model, units)
    except NotReady:
        return 0
    expected = np.stack([scores[:, list(code.columns)].max(axis=1) for code in codes], axis=1)
    off = float(np.abs(load_model(path, fetch=True).predict_proba(texts) - expected).max(initial=0))
    if off > SLACK:
        raise Broken(
            f"What was written answers otherwise than the project does (by up to {off:.2f}).",
            remedy="Encode the corpus again and teach a new model; then export that.",
        )
    return len(texts)


def _version() -> str:
    from linewise import __version__

    return __version__
