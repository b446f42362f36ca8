"""Files of annotation tools with values exchanged: documents, rows named as odd, or BadInput, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linewise.core.errors import BadInput
from linewise.interchange.readers import READERS, Format
from linewise.interchange.table import ReadOptions
from tests.interchange.annotations.parcels import PARCEL, TEXT, write

MADE = Path(__file__).parent / "made"
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 10**30, 0.5, "", "x", "7", [], {}, [[]], [None], ["x"], [{}], [[0, 3, "x"]], {"x": 1}]
)
MARK = {"start": 0, "end": 3, "text": "Ann", "labels": ["L"], "globalOffsets": {"start": 0, "end": 3}}
TURN = {"start": "0", "end": "0", "startOffset": 0, "endOffset": 2, "paragraphlabels": ["P"]}
TASK = {
    "id": 1,
    "data": {"text": TEXT, "dialogue": [{"author": "A", "text": "hello"}], "year": 1},
    "annotations": [
        {
            "completed_by": {"id": 3, "email": "e"},
            "result": [
                {"id": "r", "from_name": "f", "to_name": "text", "type": "labels", "value": MARK},
                {"from_name": "f", "type": "taxonomy", "value": {"taxonomy": [["A", "B"]]}},
                {"from_name": "f", "type": "textarea", "value": {"text": ["m"]}, "meta": {"text": ["c"]}},
                {"from_name": "f", "to_name": "dialogue", "type": "paragraphlabels", "value": TURN},
            ],
        }
    ],
    "predictions": [{"score": 0.5, "model_version": "m", "result": []}],
    "comments": [{"text": "t", "created_by": 3}],
}  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inside for place in places(one, (*path, key)))]


def exchanged(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = exchanged(copy[path[0]], path[1:], new)
    return copy


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    folder = tmp_path_factory.mktemp("originals")
    found: dict[str, list[Any]] = {"label_studio": [TASK], "tags": [{"tag": "a", "aliases": ["b"], "parents": ["c"]}]}
    found["label_studio"] += json.loads((MADE / "label_studio_min.json").read_text())
    found["argilla"] = json.loads((MADE / "argilla.json").read_text())
    for name in ("prodigy", "doccano", "spacy"):
        write(name, folder / name, PARCEL)
        found[name] = [json.loads(line) for line in (folder / name).read_text().splitlines()]
    found["spacy"].append({"paragraphs": [{"raw": "a b", "sentences": [{"tokens": [{"orth": "a", "ner": "U-X"}]}]}]})
    return found


@pytest.mark.parametrize("known", ["label_studio", "argilla", "prodigy", "doccano", "spacy", "tags"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_values_exchanged(tmp_path: Path, originals: dict[str, list[Any]], known: Format, data: st.DataObject) -> None:
    records: Any = originals[known]
    for _ in range(data.draw(st.integers(1, 3))):
        records = exchanged(records, data.draw(st.sampled_from(places(records))), data.draw(ODD))
    path = tmp_path / "a.json"
    path.write_text(json.dumps(records))
    try:
        with READERS[known].open(path, ReadOptions()) as table:
            rows = list(table.rows)
            known_codes = {code.id for code in table.contents.codes}
    except BadInput as error:
        assert error.where["file"] == "a.json" and error.remedy
        return
    for row in rows:
        entry = row.entry
        assert (row.defect is None) == (entry is not None)
        for one in entry.statements if entry is not None else ():
            assert one.code in known_codes
            assert one.start is None or 0 <= one.start < (one.end or 0) <= len(entry.text)  # type: ignore[union-attr]
