"""A labeling configuration of Label Studio: the labels that were offered, with their hierarchy, colours and hints."""

import re
from typing import BinaryIO

from linewise.interchange.labelled import PASSAGES, TEXTS
from linewise.interchange.readers.annotations.gathered import Gathered
from linewise.interchange.xml import Element, children, local, parse, value

_CONTROLS = ("labels", "hypertextlabels", "paragraphlabels", "choices", "taxonomy")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def take_configuration(stream: BinaryIO, file: str, gathered: Gathered) -> None:
    """Add every label of a configuration; BadInput when it is no XML."""
    for element in parse(stream, file=file).iter():
        if local(element).lower() in _CONTROLS:
            name = value(element, "name") or ""
            _take(element, "" if name in (TEXTS, PASSAGES) else name, (), gathered)


def _take(element: Element, question: str, above: tuple[str, ...], gathered: Gathered) -> None:
    for one in children(element, "Label", "Choice"):
        name = (value(one, "alias") or value(one, "value") or "").strip()
        if not name or name.startswith("$"):
            continue
        more = {}
        colour, hint = value(one, "background") or "", value(one, "hint") or ""
        if _COLOUR.fullmatch(colour):
            more["colour"] = colour
        if hint:
            more["definition"] = hint
        gathered.code((*above, name), question=question, **more)
        if len(above) < 32:
            _take(one, question, (*above, name), gathered)
