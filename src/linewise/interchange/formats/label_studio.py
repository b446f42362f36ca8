"""Label Studio: tasks with annotations and predictions, a labeling configuration, or both in one zip.

Whole texts have choices and passages have labels, under one control each. People's words are annotations and models'
are predictions. Passages count code points, as Label Studio's text regions do.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from linewise.core.exchange import Parcel, Statement
from linewise.interchange.labelled import PASSAGES, RECORDS, TEXTS, Labelled, Piece, about, line, plain, writing
from linewise.interchange.packing import Choice, Format, Packed, Value
from linewise.interchange.standoff import MACHINE, described

MEMO = "memo"
TASKS, CONFIG = "tasks.json", "labeling-config.xml"
_WRITE = Choice(
    name="write",
    title="Write",
    default="tasks",
    among=("tasks", "config", "both"),
    words="tasks: what Label Studio imports; config: the labeling configuration for its settings; both: in one zip.",
)


_CODERS = Choice(
    name="coders",
    title="Annotations belong to",
    default="importer",
    among=("importer", "members"),
    words="Label Studio gives them to whoever imports; members: to those whose addresses (as names here) it knows.",
)


class _Tasks(Labelled):
    """The texts as tasks; `members`: whether coders are members of the Label Studio that they go to."""

    members = False


def _pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    labelled = _Tasks(parcel, choices["records"])
    labelled.members = choices["coders"] == "members"
    config = _config(labelled)
    if choices["write"] == "config":
        path.write_text(config, encoding="utf-8", newline="\n")
        return Packed({"labels": len(labelled.names())})
    if choices["write"] == "both":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(CONFIG, config)
            with archive.open(TASKS, "w", force_zip64=True) as member:
                for piece in _tasks(labelled):
                    member.write(piece.encode())
    else:
        with writing(path) as file:
            file.writelines(_tasks(labelled))
    if not labelled.members:
        reason = "Label Studio gives annotations to whoever imports them; coders=members names its own people"
        labelled.losses.add("names of coders", reason, len(labelled.parcel.coders))
    labelled.lost_about_codes(words=choices["write"] == "tasks")
    if choices["write"] == "both":
        labelled.losses.add("fields of definitions", "a label has one hint there, with all of it", _told(labelled))
    labelled.lost_memos(passages=False)
    return Packed(dict(labelled.counts), labelled.losses())


def _told(labelled: Labelled) -> int:
    """How many codes have more to say than a definition."""
    return sum(1 for code in labelled.codes.values() if described(code) != code.definition)


def _tasks(labelled: _Tasks) -> Iterator[str]:
    before = "[\n"
    for number, piece in enumerate(labelled, 1):
        yield before + line(_task(piece, number, labelled)).rstrip("\n")
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def _task(piece: Piece, number: int, labelled: _Tasks) -> dict[str, Any]:
    annotations: list[dict[str, Any]] = []
    predictions: list[dict[str, Any]] = []
    people: dict[str, list[Statement]] = {memo.coder: [] for memo in piece.memos}
    machines: dict[str, list[Statement]] = {}
    for one in piece.statements:
        if one.value != "present":
            labelled.losses.add(f"codes said to be {one.value}", "Label Studio says only what is there")
            continue
        (machines if one.machine else people).setdefault(one.coder, []).append(one)
    for coder, said in people.items():
        results = [*_results(piece, said, labelled, ""), *_notes(piece, coder)]
        at = max((one.at for one in said), default="")
        annotation: dict[str, Any] = {"result": results, "was_cancelled": False, "coder": coder}
        if labelled.members:
            annotation["completed_by"] = {"email": coder}
        annotations.append(annotation | ({"created_at": at, "updated_at": at} if at else {}))
    for coder, said in machines.items():
        scores = [one.score for one in said if one.score is not None]
        prediction: dict[str, Any] = {"model_version": coder or MACHINE, "result": _results(piece, said, labelled, "p")}
        if scores:
            prediction["score"] = sum(scores) / len(scores)
        predictions.append(prediction)
    own = {"text": piece.text, "document": piece.document, "document_id": piece.id}
    data = own | plain(piece.attributes, without=own)
    return {"id": number, "data": data, "annotations": annotations, "predictions": predictions}


def _results(piece: Piece, said: Iterable[Statement], labelled: Labelled, mark: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, one in enumerate(said, 1):
        label = labelled.labels[one.code]
        result: dict[str, Any] = {"id": one.passage or f"{mark}{number}", "to_name": "text"}
        if one.start is None or one.end is None:
            result |= {"from_name": TEXTS, "type": "choices", "value": {"choices": [label]}}
        else:
            place = {"start": one.start, "end": one.end, "text": piece.text[one.start : one.end]}
            result |= {"from_name": PASSAGES, "type": "labels", "value": {**place, "labels": [label]}}
        if one.score is not None:
            result["score"] = one.score
        if one.comment:
            result["meta"] = {"text": [one.comment]}
        found.append(result)
    return found


def _notes(piece: Piece, coder: str) -> Iterator[dict[str, Any]]:
    for number, memo in enumerate((memo for memo in piece.memos if memo.coder == coder), 1):
        value: dict[str, Any] = {"text": [about(memo)]}
        if memo.start is not None and memo.end is not None:
            value |= {"start": memo.start, "end": memo.end}
        yield {"id": f"m{number}", "from_name": MEMO, "to_name": "text", "type": "textarea", "value": value}


def _config(labelled: Labelled) -> str:
    def options(tag: str) -> Iterator[str]:
        for code in labelled.codes.values():
            if code.codable:
                words = f" value={quoteattr(labelled.labels[code.id])}"
                words += f" background={quoteattr(code.colour)}" if code.colour else ""
                words += f" hint={quoteattr(' '.join(described(code).split()))}" if described(code) else ""
                yield f"    <{tag}{words}/>\n"

    return (
        "<View>\n"
        '  <Header value="$document"/>\n'
        f'  <Labels name="{PASSAGES}" toName="text">\n{"".join(options("Label"))}  </Labels>\n'
        '  <Text name="text" value="$text"/>\n'
        f'  <Choices name="{TEXTS}" toName="text" choice="multiple">\n{"".join(options("Choice"))}  </Choices>\n'
        f'  <TextArea name="{MEMO}" toName="text" editable="true" maxSubmissions="20"/>\n'
        "</View>\n"
    )


LABEL_STUDIO = Format(
    name="label-studio",
    title="Label Studio",
    suffix=".labelstudio.json",
    group="programs",
    words="Tasks with what people and models said, as choices and as labels of passages; the configuration beside.",
    pack=_pack,
    choices=(RECORDS, _WRITE, _CODERS),
)
