"""The languages of a project's texts, told from a sample, and what there is to say where the encoder reads others."""

import random
from collections.abc import Mapping
from typing import Any

from linewise.core.nouns import Encoding
from linewise.storage import Connection, corpus
from linewise.teaching.encoder_views import LanguageShare
from linewise.teaching.languages import language_notice, named
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import shelf

SAMPLE = 400
# With fewer units than this nothing is said: it costs a second, and one story in another language would decide it.
FEWEST = 20
# They are told again when the corpus has grown by this factor.
GROWN = 1.25
# Encoders of earlier versions kept no list of what they read.
ENGLISH = "MiniLM (all-MiniLM-L6-v2)"


def tell(desk: Desk) -> None:
    """Tell the languages of the texts from a sample of them, unless that was done for about as many units before."""
    with desk.reading() as (connection, _):
        known = shelf.read(connection, desk, shelf.LANGUAGES)
        total = corpus.next_unit(connection, desk.project_no)
        if total < max(FEWEST, GROWN * known.get("units", 0)):
            return
        units = sorted(random.Random(0).sample(range(total), min(SAMPLE, total)))
        texts = list(corpus.texts_of(connection, desk.project_no, units))
    from linewise.encoders.languages import spoken

    found = spoken(texts)
    shelf.keep(desk, shelf.LANGUAGES, shares=found.shares, told=found.told, units=total)


def languages(connection: Connection, desk: Desk) -> tuple[tuple[LanguageShare, ...], int]:
    """The languages that were told, largest share first, and from how many texts."""
    known = shelf.read(connection, desk, shelf.LANGUAGES)
    shares = tuple(LanguageShare(code=code, name=named(code), share=share) for code, share in known.get("shares", ()))
    return shares, int(known.get("told", 0))


def read_by(encoding: Encoding, known: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages that an encoder reads, as far as that is known."""
    told = known.get("languages")
    return tuple(told) if told is not None else ("en",) if encoding.name.startswith(ENGLISH) else ()


def notice(connection: Connection, desk: Desk, encoding: Encoding) -> str:
    """What to say where the encoder does not read the texts' languages; empty when all is well or nothing is known."""
    shares, _ = languages(connection, desk)
    if not shares:
        return ""
    return language_notice(encoding.name, shares, read_by(encoding, shelf.read(connection, desk, encoding.id)))
