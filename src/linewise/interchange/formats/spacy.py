"""spaCy: texts with categories and spans as training data, one JSON object a line; no library is needed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linewise.core.exchange import Parcel
from linewise.interchange.labelled import RECORDS, Labelled, Piece, line, plain, writing
from linewise.interchange.packing import Choice, Format, Packed, Value

_KEY = Choice(name="key", title="Span group", default="sc", words="The name of the group in doc.spans.")
_EVERY = Choice(
    name="absent",
    title="Codes nobody said count as absent",
    default=False,
    words="Every text gets every category, with 0 where nobody said it; for texts that were coded throughout.",
)


def _pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    labelled = Labelled(parcel, choices["records"])
    with writing(path) as file:
        for piece in labelled:
            file.write(line(_row(piece, labelled, str(choices["key"]), bool(choices["absent"]))))
    labelled.losses.add("who said it and when", "spaCy has labels alone", labelled.counts["labels"])
    labelled.lost_about_codes()
    labelled.lost_memos()
    labelled.counts.pop("memos", None)
    return Packed(dict(labelled.counts), labelled.losses())


def _row(piece: Piece, labelled: Labelled, key: str, every: bool) -> dict[str, Any]:
    cats: dict[str, float] = dict.fromkeys(labelled.names(), 0.0) if every else {}
    firm: dict[str, bool] = {}
    spans: dict[tuple[int, int, str], None] = {}
    for one in piece.statements:
        label = labelled.labels[one.code]
        if one.start is not None and one.end is not None:
            if one.value == "present":
                spans.setdefault((one.start, one.end, label))
            else:
                labelled.losses.add(f"passages said to be {one.value}", "spaCy's spans are only those that are there")
        elif one.value == "unsure" and one.score is None:
            labelled.losses.add("codes said to be unsure", "a category of spaCy has a score, and no doubt")
        elif one.machine and one.score is not None:
            if not firm.get(label):
                cats[label] = float(one.score)
        else:
            if firm.get(label) and (cats[label] > 0.5) != (one.value == "present"):
                labelled.losses.add("codes on which people differ", "present counts, when one says so")
            cats[label] = 1.0 if one.value == "present" else max(0.0, cats[label] if firm.get(label) else 0.0)
            firm[label] = True
    meta = {"document": piece.document, **plain(piece.attributes, without=("document",))}
    marks = [{"start": start, "end": end, "label": label} for start, end, label in spans]
    return {"id": piece.id, "text": piece.text, "cats": cats, "spans": {key: marks}, "meta": meta}


SPACY = Format(
    name="spacy",
    title="spaCy",
    suffix=".spacy.jsonl",
    group="pipelines",
    words="Texts with categories (0…1) and spans, to train text categorisers and span categorisers.",
    pack=_pack,
    choices=(RECORDS, _KEY, _EVERY),
)
