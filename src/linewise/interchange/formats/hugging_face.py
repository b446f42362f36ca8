"""Hugging Face: a data set as its hub lays it out, in a zip: Parquet with the names of the labels, and a dataset card.

Unpacked, `datasets.load_dataset` reads the folder and the hub shows it. Labels are ClassLabels by the order of the
codebook: one column of one label where no text has two, else a list of them.
"""

import json
import zipfile
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from linewise.core.exchange import AttributeValue, Parcel, Statement
from linewise.interchange.labelled import UNITS, Labelled, Piece, plain
from linewise.interchange.packing import Choice, Format, Packed, Value

if TYPE_CHECKING:
    import polars as pl

DATA = "data/train-00000-of-00001.parquet"
CARD = "README.md"
_BATCH = 5_000
_OWN = ("id", "document", "text", "label", "labels", "absent", "predicted", "scores", "spans")
_LICENCE = Choice(name="licence", title="Licence", default="", words="As the hub names it, such as cc-by-4.0.")
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def _pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    import polars as pl
    from polars.io.plugins import register_io_source

    by = choices["records"]
    looked = _look(Labelled(parcel, by))
    labelled = Labelled(parcel, by)
    schema = looked.schema()

    def batches(
        with_columns: list[str] | None, predicate: "pl.Expr | None", limit: int | None, size: int | None
    ) -> "Iterator[pl.DataFrame]":
        rows = (looked.row(piece, labelled) for piece in labelled)
        while batch := list(islice(rows, _BATCH)):
            yield pl.DataFrame(batch, schema=schema, orient="row")

    features = looked.features()
    about = _whole(json.dumps({"info": {"features": features}}, ensure_ascii=False))
    with TemporaryDirectory(dir=path.parent) as folder:
        data = Path(folder) / "data.parquet"
        frame = register_io_source(batches, schema=schema)
        frame.sink_parquet(data, compression="zstd", metadata={"huggingface": about})
        with zipfile.ZipFile(path, "w") as archive:
            card = _card(parcel, labelled, looked, str(choices["licence"]))
            archive.writestr(CARD, card.encode("utf-8", "replace"))
            archive.write(data, DATA)
    labelled.losses.add("who said it and when", "a data set has one column of labels", looked.people)
    labelled.lost_memos()
    labelled.counts.pop("memos", None)
    return Packed(dict(labelled.counts), labelled.losses())


class _Looked:
    """What the texts have in common: how many labels, which attributes of which type, whether there are passages."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.numbers = {name: number for number, name in enumerate(names)}
        self.single, self.texts, self.people = True, 0, 0
        self.absent = self.predicted = self.spans = False
        self.kinds: dict[str, type] = {}
        self._order: tuple[str, ...] = ()

    def schema(self) -> "dict[str, pl.DataType]":
        """The types of the columns, in their order."""
        import polars as pl

        number, text = pl.Int64(), pl.String()
        found: dict[str, pl.DataType] = {"id": text, "document": text, "text": text}
        found |= {"label": number} if self.single else {"labels": pl.List(number)}
        if self.absent:
            found["absent"] = pl.List(number)
        if self.predicted:
            found |= {"predicted": pl.List(number), "scores": pl.List(pl.Float64())}
        if self.spans:
            found["spans"] = pl.List(pl.Struct({"start": number, "end": number, "label": text}))
        types: dict[type, pl.DataType] = {str: text, int: number, float: pl.Float64(), bool: pl.Boolean()}
        found |= {name: types[kind] for name, kind in self.kinds.items()}
        self._order = tuple(found)
        return found

    def features(self) -> dict[str, Any]:
        """The same in the words of the library `datasets`."""
        label = {"names": list(self.names), "_type": "ClassLabel"}
        text, number = {"dtype": "string", "_type": "Value"}, {"dtype": "int64", "_type": "Value"}
        known: dict[str, Any] = {
            "label": label,
            "labels": {"feature": label, "_type": "List"},
            "absent": {"feature": label, "_type": "List"},
            "predicted": {"feature": label, "_type": "List"},
            "scores": {"feature": {"dtype": "float64", "_type": "Value"}, "_type": "List"},
            "spans": {"feature": {"start": number, "end": number, "label": text}, "_type": "List"},
        }
        words = {str: "string", int: "int64", float: "float64", bool: "bool"}
        values = {name: {"dtype": words[kind], "_type": "Value"} for name, kind in self.kinds.items()}
        return {name: values.get(name) or known.get(name, text) for name in self.schema()}

    def row(self, piece: Piece, labelled: Labelled) -> tuple[Any, ...]:
        """A text as a row, in the order of the schema."""
        said = _Said(piece, labelled, self.numbers)
        cells: dict[str, Any] = {
            "id": _whole(piece.id),
            "document": _whole(piece.document),
            "text": _whole(piece.text),
            "label": said.present[0] if said.present else -1,
            "labels": said.present,
            "absent": said.absent,
            "predicted": list(said.predicted),
            "scores": list(said.predicted.values()),
            "spans": said.spans,
        }
        for name, value in plain(piece.attributes, without=_OWN).items():
            cells[_whole(name)] = _typed(value, self.kinds[_whole(name)])
        return tuple(cells.get(name) for name in self._order)


class _Said:
    """What is said of one text, by number of label; what people say of it together."""

    def __init__(self, piece: Piece, labelled: Labelled, numbers: Mapping[str, int]) -> None:
        present: dict[int, None] = {}
        absent: dict[int, None] = {}
        spans: dict[tuple[int, int, str], None] = {}
        self.predicted: dict[int, float | None] = {}
        for one in piece.statements:
            label = labelled.labels[one.code]
            if label not in numbers:
                labelled.losses.add("statements about groups of codes", "a group is no label")
            elif one.value == "unsure":
                labelled.losses.add("codes said to be unsure", "a label is there or not")
            elif one.start is not None and one.end is not None:
                self._span(one, label, spans, labelled)
            elif one.machine:
                if one.value == "present":
                    self.predicted.setdefault(numbers[label], one.score)
            else:
                (present if one.value == "present" else absent).setdefault(numbers[label])
        both = present.keys() & absent.keys()
        labelled.losses.add("codes on which people differ", "present counts, when one says so", len(both))
        self.present, self.absent = sorted(present), sorted(absent.keys() - both)
        self.spans = [{"start": start, "end": end, "label": _whole(label)} for start, end, label in spans]

    def _span(self, one: Statement, label: str, spans: dict[tuple[int, int, str], None], labelled: Labelled) -> None:
        if one.machine or one.value != "present":
            labelled.losses.add("passages that are predicted or absent", "spans are those that people marked")
        else:
            spans.setdefault((one.start or 0, one.end or 0, label))


def _look(labelled: Labelled) -> _Looked:
    looked = _Looked(labelled.names())
    for piece in labelled:
        said = _Said(piece, labelled, looked.numbers)
        looked.texts += 1
        looked.people += sum(1 for one in piece.statements if one.coder)
        looked.single = looked.single and len(said.present) < 2
        looked.absent = looked.absent or bool(said.absent)
        looked.predicted = looked.predicted or bool(said.predicted)
        looked.spans = looked.spans or bool(said.spans)
        for name, value in plain(piece.attributes, without=_OWN).items():
            known = _whole(name)
            looked.kinds[known] = _common(looked.kinds.get(known), type(value))
    return looked


def _common(known: type | None, other: type) -> type:
    if known is None or known is other:
        return other
    return float if {known, other} == {int, float} else str


def _typed(value: AttributeValue, kind: type) -> AttributeValue:
    if isinstance(value, str):
        return _whole(value)
    return value if value is None or type(value) is kind else kind(value)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _card(parcel: Parcel, labelled: Labelled, looked: _Looked, licence: str) -> str:
    """A dataset card: what the hub needs at the top, then what a reader wants to know."""
    size = next((word for most, word in _SIZES if looked.texts < most), "n>1M")
    name = " ".join(parcel.name.split()) or "Linewise"
    lines = ["---", f"pretty_name: {json.dumps(name, ensure_ascii=False)}"]
    if licence.strip():
        lines.append(f"license: {json.dumps(licence.strip(), ensure_ascii=False)}")
    lines += ["task_categories:", "- text-classification", "size_categories:", f"- {size}"]
    lines += ["dataset_info:", "  features:"]
    for column, feature in looked.features().items():
        lines += [f"  - name: {_quoted(column)}", *_in_yaml(feature, "    ")]
    lines += ["configs:", "- config_name: default", "  data_files:", "  - split: train", f"    path: {DATA}", "---", ""]
    one = "label: one code, or -1 where people gave none" if looked.single else "labels: the codes that people gave"
    lines += [f"# {_shown(name)}", "", f"{looked.texts:,} texts, labelled with Linewise.", "", "## Columns", ""]
    lines += ["- id, document, text", f"- {one}"]
    lines += ["- absent: codes that people said are not there"] if looked.absent else []
    lines += ["- predicted, scores: codes that a model suggests; nobody checked them"] if looked.predicted else []
    lines += ["- spans: passages that people marked, in code points"] if looked.spans else []
    lines += [f"- {_shown(name)}" for name in looked.kinds]
    lines += ["", "## Labels", ""]
    for code in labelled.codes.values():
        if code.codable:
            told = " ".join(code.definition.split())
            lines.append(f"- **{_shown(labelled.labels[code.id])}**" + (f": {_shown(told)}" if told else ""))
    return "\n".join(lines) + "\n"


def _in_yaml(feature: Mapping[str, Any], space: str) -> Iterator[str]:
    """A feature as dataset cards state it."""
    if feature["_type"] == "Value":
        yield f"{space}dtype: {feature['dtype']}"
    elif feature["_type"] == "ClassLabel":
        yield from (f"{space}dtype:", f"{space}  class_label:", f"{space}    names:")
        yield from (f"{space}      '{number}': {_quoted(name)}" for number, name in enumerate(feature["names"]))
    elif "_type" in feature["feature"]:
        yield f"{space}list:"
        inner = [one.removeprefix(f"{space}  ") for one in _in_yaml(feature["feature"], f"{space}  ")]
        if feature["feature"]["_type"] == "Value":
            yield f"{space}  {inner[0]}"
        else:
            yield from (f"{space}{one}" for one in inner[1:])
    else:
        yield f"{space}list:"
        for name, one in feature["feature"].items():
            yield f"{space}- name: {_quoted(name)}"
            yield from _in_yaml(one, f"{space}  ")


def _shown(text: str) -> str:
    """A text in Markdown, on one line and without markup of its own."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace("`", "'")


def _quoted(text: str) -> str:
    return json.dumps(text)


HUGGING_FACE = Format(
    name="hugging-face",
    title="Hugging Face data set",
    suffix=".hf.zip",
    group="pipelines",
    words="Texts with labels as Parquet, with a dataset card; unpacked it is a folder for load_dataset and the hub.",
    pack=_pack,
    choices=(UNITS, _LICENCE),
)
