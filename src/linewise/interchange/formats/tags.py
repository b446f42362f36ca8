"""A list of tags with aliases and parents (JSON): the codebook for programs that file things under tags."""

import json
from collections.abc import Mapping
from pathlib import Path

from linewise.core.exchange import Parcel
from linewise.interchange.labelled import labels
from linewise.interchange.packing import Format, Packed, Value
from linewise.interchange.standoff import Losses


def _pack(path: Path, parcel: Parcel, _choices: Mapping[str, Value]) -> Packed:
    names, losses = labels(parcel.codes), Losses()
    tags = []
    for code in parcel.codes:
        parents = [names[parent] for parent in code.parents if parent in names]
        tag: dict[str, object] = {"tag": names[code.id], "aliases": list(code.aliases), "parents": parents}
        for name, value in (
            ("description", code.definition),
            ("use when", code.use_when),
            ("not when", code.not_when),
            ("examples", list(code.examples)),
            ("counter-examples", list(code.counter_examples)),
            ("colour", code.colour),
        ):
            if value:
                tag[name] = value
        if not code.codable:
            tag["codable"] = False
        tags.append(tag)
    losses.add("documents", "a list of tags has none", sum(1 for _ in parcel.documents))
    losses.add("memos", "a list of tags has none", len(parcel.memos))
    written = json.dumps(tags, ensure_ascii=False, indent=2) + "\n"
    path.write_bytes(written.encode("utf-8", "replace"))
    return Packed({"codes": len(tags)}, losses())


TAGS = Format(
    name="tags",
    title="List of tags",
    suffix=".tags.json",
    group="programs",
    words="The codes with their aliases, parents, definitions and colours, and no documents.",
    pack=_pack,
)
