"""What the model makes of a text that is no unit: edit it, and see the codes move. Nothing is kept."""

import hashlib

import numpy as np

from linewise.core.errors import BadInput, NotFound, NotReady
from linewise.core.text import checked
from linewise.verifying.tried import Tried, TriedCode
from linewise.verifying.views import Neighbour
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.rounds import neighbours
from linewise.workbench.rounds.explaining import told
from linewise.workbench.rounds.moving import mover

LONGEST = 5_000
NEAREST = 3


def tried(desk: Desk, text: str, *, code: str | None = None, model: str | None = None) -> Tried:
    """The codes of a text with their probabilities, the words that move one of them, and decided units like it."""
    wanted = checked(text, what="text", longest=LONGEST)
    if not wanted.strip():
        raise BadInput("There is no text to try.", remedy="Type some.")
    asked = mover(desk, model)
    if code is not None and code not in asked.names:
        raise NotFound(f"There is no code {code!r} in use.", remedy="List them: linewise group codes.")
    with desk.reading() as (_, facts):
        exclusive = settings(facts, desk).exclusive
    row = asked.probabilities([wanted])[0]
    likely = asked.likeliest(row)
    if not likely:
        raise NotReady("No code that the model knows is in use.", remedy="Teach again first.")
    suggested = neighbours.suggested(row[likely], [asked.codes[at] for at in likely], exclusive=exclusive)
    shown = asked.codes[likely[0]] if code is None else code
    column = asked.column(shown)
    digest = hashlib.blake2b(wanted.encode(), digest_size=16).digest()
    moved = desk.cache.reasons.one((asked.model.id, digest, shown), lambda: asked.moved(wanted, column))
    found: tuple[Neighbour, ...] = ()
    vector = asked.vectors([wanted])[0]
    length = float(np.linalg.norm(vector))
    if length > 1e-6:
        found = neighbours.near(desk, vector / length, limit=NEAREST, suggested=suggested)
    return Tried(
        text=wanted,
        model=asked.model.id,
        codes=tuple(
            TriedCode(code=asked.codes[at], confidence=round(float(row[at]), 4), suggested=asked.codes[at] in suggested)
            for at in likely
        ),
        code=shown,
        how=asked.how,
        nearest=found,
        **told(wanted, moved),  # type: ignore[arg-type]
    )
