"""Files of annotation tools: what is made of them, and which are left to be plain tables.

The files in `made` were written by the libraries of Argilla, Label Studio and spaCy themselves.
"""

import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from linewise.core.errors import BadInput
from linewise.importing.plan import ImportPlan
from linewise.interchange.detect import detect
from linewise.interchange.preview import preview
from linewise.interchange.read import records
from linewise.interchange.readers import READERS, Format
from linewise.interchange.table import ReadOptions
from tests.interchange.annotations.parcels import TEXT, array, lines, read, simple, spot, what

MADE = Path(__file__).parent / "made"
ANN, BOB = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"


def parents(contents: Any) -> dict[str, tuple[str, ...]]:
    names = {code.id: code.name for code in contents.codes}
    return {code.name: tuple(names[one] for one in code.parents) for code in contents.codes}


def test_records_of_argilla() -> None:
    contents, (first, second), losses = read(MADE / "argilla.json", "argilla")
    paris = spot("Paris", first.text)
    assert simple(contents, [first], "coder", "machine", "score") == sorted(
        [
            ("r1", "travel", None, None, ANN, False, None),
            ("r1", "weather", None, None, BOB, False, None),
            ("r1", "good", None, None, ANN, False, None),
            ("r1", "bad", None, None, ANN, False, None),
            ("r1", "LOC", *paris, ANN, False, None),
            ("r1", "4", None, None, BOB, False, None),
            ("r1", "travel", None, None, "bert", True, 0.9),
            ("r1", "good", None, None, "bert", True, 0.7),
        ],
        key=repr,
    )
    assert parents(contents)["travel"] == ("topic",) and parents(contents)["topic"] == ()
    assert [(memo.title, memo.text, memo.coder) for memo in first.memos] == [
        ("note", "A long note\nover two lines", ANN)
    ]
    assert (first.name, first.attributes, second.text, second.statements, losses) == (
        "diary", {"year": 2020}, "Plain", (), (),
    )  # fmt: skip


def test_rows_of_label_studio_json_min() -> None:
    contents, (task,), _ = read(MADE / "label_studio_min.json", "label_studio")
    ann, bob = "ann@x.org", "bob@x.org"
    assert simple(contents, [task], "coder") == sorted(
        [
            ("5", "good", None, None, bob),
            ("5", "LOC", *spot("Paris", task.text), ann),
            ("5", "good", None, None, ann),
            ("5", "travel", None, None, ann),
            ("5", "weather", None, None, ann),
            ("5", "B", None, None, ann),
        ],
        key=repr,
    )
    assert parents(contents)["B"] == ("A",) and parents(contents)["A"] == ("kind",)
    assert task.attributes == {"year": 2020}
    assert [memo.text for memo in task.memos] == ["A remark that is\nnot a label."]


def test_a_document_of_spacy() -> None:
    contents, (doc,), _ = read(MADE / "spacy.jsonl", "spacy")
    assert simple(contents, [doc], "value", "machine", "score") == sorted(
        [
            ("1", "A", None, None, "present", False, None),
            ("1", "B", None, None, "absent", False, None),
            ("1", "C", None, None, "absent", True, 0.25),
            ("1", "PER", 0, 3, "present", False, None),
            ("1", "LOC", *spot("Paris", doc.text), "present", False, None),
        ],
        key=repr,
    )


def test_older_training_data_of_spacy(tmp_path: Path) -> None:
    marks = {"entities": [[6, 10, "V"]], "cats": {"X": True, "Y": False}}
    contents, found, _ = read(array(tmp_path / "a.json", [["Ann 🙂 went.", marks]]), "spacy")
    assert simple(contents, found, "value") == [
        ("1", "V", 6, 10, "present"),
        ("1", "X", None, None, "present"),
        ("1", "Y", None, None, "absent"),
    ]
    tags = (("New", "B-LOC"), ("York", "L-LOC"), ("is", "O"), ("Ann", "U-P"))
    tokens = [{"orth": word, "ner": tag} for word, tag in tags]
    stated = {"raw": "New  York is Ann", "sentences": [{"tokens": tokens}], "cats": [{"label": "N", "value": 1.0}]}
    bare = {"sentences": [{"tokens": tokens[:3]}, {"tokens": tokens[3:]}]}
    contents, (doc,), _ = read(array(tmp_path / "b.json", [{"id": 7, "paragraphs": [stated, bare]}]), "spacy")
    assert doc.text == "New  York is Ann\n\nNew York is Ann"
    assert [(one.code, doc.text[one.start : one.end]) for one in doc.statements if one.start is not None] == [
        ("LOC", "New  York"), ("P", "Ann"), ("LOC", "New York"), ("P", "Ann"),
    ]  # fmt: skip
    assert [one.code for one in doc.statements if one.start is None] == ["N"]


def task(result: list[dict[str, Any]], text: str = TEXT, **more: Any) -> dict[str, Any]:
    return {"id": 1, "data": {"text": text}, "annotations": [{"id": 2, "completed_by": 7, "result": result}], **more}


def region(value: dict[str, Any], kind: str = "labels", name: str = "label", **more: Any) -> dict[str, Any]:
    return {"id": "r", "from_name": name, "to_name": "text", "type": kind, "value": value, **more}


def test_tasks_of_label_studio(tmp_path: Path) -> None:
    start, end = spot("Paris")
    skipped = {
        "id": 3,
        "completed_by": {"id": 8, "email": "bob@x.org"},
        "was_cancelled": True,
        "result": [region({"choices": ["x"]}, "choices")],
    }
    prediction = {"model_version": "m1", "score": 0.8, "result": [region({"choices": ["good"]}, "choices", "mood")]}
    one = task(
        [
            region({"start": start, "end": end, "text": "Paris", "labels": ["LOC", "Town"]}),
            region({"start": start, "end": end, "text": ["a city"]}, "textarea", "why"),
            region({"choices": ["good", "calm"]}, "choices", "mood"),
            region({"taxonomy": [["A"], ["A", "B"]]}, "taxonomy", "kind"),
            {"type": "relation", "from_id": "r", "to_id": "r", "direction": "right"},
            region({"x": 1, "y": 2}, "rectanglelabels"),
        ],
        predictions=[prediction],
        comments=[{"text": "unclear", "created_by": {"first_name": "Cy", "last_name": "Dee"}}],
        drafts=[{}],
    )
    one["annotations"].append(skipped)
    picture = {"id": 2, "data": {"image": "https://example.org/a.png"}, "annotations": [], "predictions": []}
    contents, (found,), losses = read(array(tmp_path / "a.json", [one, picture]), "label_studio")
    assert simple(contents, [found], "coder", "machine", "score", "passage") == sorted(
        [
            ("1", "LOC", start, end, "annotator 7", False, None, "r"),
            ("1", "Town", start, end, "annotator 7", False, None, "r"),
            ("1", "good", None, None, "annotator 7", False, None, ""),
            ("1", "calm", None, None, "annotator 7", False, None, ""),
            ("1", "A", None, None, "annotator 7", False, None, ""),
            ("1", "B", None, None, "annotator 7", False, None, ""),
            ("1", "good", None, None, "m1", True, 0.8, ""),
        ],
        key=repr,
    )
    assert parents(contents) | {"x": ()} == {
        "label": (), "LOC": ("label",), "Town": ("label",), "mood": (), "good": ("mood",), "calm": ("mood",),
        "kind": (), "A": ("kind",), "B": ("A",), "x": (),
    }  # fmt: skip
    assert {(memo.text, memo.subject, memo.coder) for memo in found.memos} == {
        ("unclear", "document", "Cy Dee"),
        ("a city", "passage", "annotator 7"),
    }
    assert what(losses) == {
        "relations": 1, "skipped annotations": 1, "drafts": 1, "tasks without a text": 1,
        "results of the kind rectanglelabels": 1,
    }  # fmt: skip


def test_offsets_of_browsers_are_healed_by_the_words_that_were_marked(tmp_path: Path) -> None:
    """Label Studio before 1.4 counted UTF-16 units; the words that it states decide."""
    start, end = spot("👩‍👩‍👧")
    wide = len(TEXT[:start].encode("utf-16-le")) // 2
    wider = len(TEXT[:end].encode("utf-16-le")) // 2
    results = [
        region({"start": start, "end": end, "text": "👩‍👩‍👧", "labels": ["now"]}),
        region({"start": wide, "end": wider, "text": "👩‍👩‍👧", "labels": ["then"]}),
        region({"start": 19, "end": 23, "text": ".\\n\\nI", "labels": ["break"]}),
        region({"start": 0, "end": 5, "text": "nowhere", "labels": ["lost"]}),
        region({"start": 9, "end": 9, "labels": ["empty"]}),
    ]
    contents, found, losses = read(array(tmp_path / "a.json", [task(results)]), "label_studio")
    break_at = spot(".\r\nI")
    assert simple(contents, found) == sorted(
        [("1", "now", start, end), ("1", "then", start, end), ("1", "break", *break_at)], key=repr
    )
    assert what(losses) == {"passages that are not in their text": 2}


def test_html_and_dialogues_of_label_studio(tmp_path: Path) -> None:
    html = "<h1>Héad &amp; 🙂</h1>one<br>two<script>no</script> three"
    text = "Héad & 🙂one\ntwo three"
    start, end = spot("two", text)
    value = {"start": "/text()[1]", "end": "/text()[1]", "startOffset": 0, "endOffset": 3, "hypertextlabels": ["N"]}
    one = task(
        [region({**value, "globalOffsets": {"start": start, "end": end}, "text": "two"}, "hypertextlabels")], html
    )
    contents, (page,), _ = read(array(tmp_path / "a.json", [one]), "label_studio")
    assert (page.text, simple(contents, [page])) == (text, [("1", "N", start, end)])
    turns = [{"author": "Ann", "text": "Hello 🙂 you"}, {"author": "Bob", "text": "Hi there"}]
    value = {"start": "0", "end": "1", "startOffset": 8, "endOffset": 2, "paragraphlabels": ["G"]}
    one = task([region(value, "paragraphlabels")], data={"dialogue": turns})
    contents, (talk,), _ = read(array(tmp_path / "b.json", [one]), "label_studio")
    assert talk.text == "Hello 🙂 you\n\nHi there"
    assert [talk.text[row[2] : row[3]] for row in simple(contents, [talk])] == ["you\n\nHi"]
    assert [(talk.text[one.start : one.end], one.value) for one in talk.stretches] == [
        ("Hello 🙂 you", "Ann"),
        ("Hi there", "Bob"),
    ]


def test_files_of_several_people_of_doccano(tmp_path: Path) -> None:
    start, end = spot("Paris")
    shared = {"id": 1, "text": TEXT, "lang": "en"}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        ann = [
            {**shared, "label": [[start, end, "LOC"]], "Comments": ["hm"]},
            {"id": 2, "text": "x", "label": [], "Comments": []},
        ]
        bob = [{**shared, "label": [[start, end, "LOC"], [0, 3, "PER"]], "Comments": []}]
        archive.writestr("admin.jsonl", "\n".join(map(json.dumps, ann)))
        archive.writestr("bob.jsonl", "\n".join(map(json.dumps, bob)))
        archive.writestr("__MACOSX/._bob.jsonl", "\0")
    contents, found, losses = read(tmp_path / "a.zip", "doccano")
    assert [entry.id for entry in found] == ["1", "2"] and losses == ()
    assert simple(contents, found, "coder") == sorted(
        [("1", "LOC", start, end, "admin"), ("1", "LOC", start, end, "bob"), ("1", "PER", 0, 3, "bob")], key=repr
    )
    assert [(memo.text, memo.coder) for memo in found[0].memos] == [("hm", "admin")]
    assert found[0].attributes == {"lang": "en"}


def test_relations_of_doccano(tmp_path: Path) -> None:
    marks = [
        {"id": 4, "label": "LOC", "start_offset": 14, "end_offset": 19},
        {"id": 5, "label": "PER", "start_offset": 0, "end_offset": 3},
    ]
    relations = [{"id": 1, "from_id": 4, "to_id": 5, "type": "in"}]
    path = lines(
        tmp_path / "a.jsonl", [{"id": 1, "text": TEXT, "entities": marks, "relations": relations, "Comments": []}]
    )
    contents, found, losses = read(path, "doccano")
    assert simple(contents, found, "passage") == [("1", "LOC", 14, 19, "4"), ("1", "PER", 0, 3, "5")]
    assert what(losses) == {"relations": 1}


def test_answers_of_prodigy_to_one_task_are_one_document(tmp_path: Path) -> None:
    base = {"text": TEXT, "_input_hash": -77}
    options = [{"id": "p", "text": "Positive"}, {"id": "n", "text": "Negative"}]
    tokens = [{"text": "Ann", "start": 0, "end": 3, "id": 0}, {"text": "🙂", "start": 4, "end": 5, "id": 1}]
    path = lines(
        tmp_path / "a.jsonl",
        [
            {
                **base,
                "_task_hash": 1,
                "label": "A",
                "answer": "reject",
                "_session_id": "s-ann",
                "_timestamp": 1600000000.7,
                "meta": {"source": "x", "score": 0.3},
            },
            {"text": "B", "_input_hash": 5, "_task_hash": 2, "answer": "accept", "label": "A"},
            {
                **base,
                "_task_hash": 3,
                "options": options,
                "accept": ["p"],
                "answer": "accept",
                "_annotator_id": "s-bob",
            },
            {
                **base,
                "_task_hash": 4,
                "tokens": tokens,
                "spans": [{"token_start": 0, "token_end": 1, "label": "X"}],
                "answer": "ignore",
            },
            {**base, "_task_hash": 5, "label": "M", "meta": {"score": 0.6}},
        ],
    )
    contents, found, _ = read(path, "prodigy")
    assert [(entry.id, entry.text) for entry in found] == [("-77", TEXT), ("5", "B")]
    assert found[0].attributes == {"source": "x"}
    assert simple(contents, found, "value", "coder", "machine", "at") == sorted(
        [
            ("-77", "A", None, None, "absent", "s-ann", False, "2020-09-13T12:26:40+00:00"),
            ("-77", "Positive", None, None, "present", "s-bob", False, ""),
            ("-77", "X", 0, 5, "unsure", "", False, ""),
            ("-77", "M", None, None, "present", "", True, ""),
            ("5", "A", None, None, "present", "", False, ""),
        ],
        key=repr,
    )
    assert [code.name for code in contents.codes] == ["A", "Positive", "Negative", "X", "M"]


@pytest.mark.parametrize(
    "records_",
    [
        [{"id": 1, "text": "a b c", "label": ["x"]}, {"id": 2, "text": "d e f", "label": ["y", "x"]}],
        [{"text": "a b c", "label": "x"}, {"text": "d e f", "label": "y"}],
        [{"text": "a", "answer": "accept"}],
        [{"text": "a", "answer": "yes", "label": "x"}],
        [{"text": "a", "spans": [1, 2]}],
        [{"text": "a", "cats": ["x"]}],
        [{"text": "a", "label": [["x", "y", "z"]]}],
        [{"text": "a", "label": [[5, 2, "z"]]}],
        [{"data": {"text": "a"}, "annotations": "none"}],
        [{"data": {"text": "a"}, "annotations": [{"x": 1}]}],
        [{"fields": {"text": "a"}, "metadata": {}}],
        [{"tag": "x", "text": "a", "parents": []}],
        [{"name": "x", "description": "a"}],
        [{"id": 3, "title": "t", "description": "d", "tags": ["x"]}],
        [{"text": "a", "label": [[0, 1, "z"]]}, {"text": "b", "label": "z"}],
    ],
)
@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_plain_tables_stay_tables(tmp_path: Path, records_: list[dict[str, Any]], name: str) -> None:
    path = (lines if name.endswith("l") else array)(tmp_path / name, records_)
    assert detect(path).format == name[2:]


def test_a_table_with_a_column_of_labels_is_read_as_before(tmp_path: Path) -> None:
    rows = [{"id": n, "text": f"some words {n}", "label": ["x", "y"][: n % 2 + 1]} for n in range(6)]
    path = lines(tmp_path / "a.jsonl", rows)
    plan = preview(path).plan
    assert (plan.text, plan.id, plan.codes) == (("text",), "id", "label")
    assert [record.codes for record in records(path, plan)][:2] == [("x",), ("x", "y")]


def test_a_preview_tells_what_stands_beside() -> None:
    seen = preview(MADE / "argilla.json")
    assert seen.plan.text == ("text",) and dict(seen.plan.attributes) == {"document": "category", "year": "integer"}
    assert seen.beside is not None
    assert (seen.beside.program, seen.beside.statements, seen.beside.memos) == ("Argilla", 8, 1)
    assert set(seen.beside.coders) == {ANN, BOB, "bert"}
    assert [record.entry is not None for record in records(MADE / "argilla.json", seen.plan)] == [True, True]


@pytest.mark.parametrize(
    ("known", "record", "says"),
    [
        ("label_studio", [1], "a record should be an object"),
        ("label_studio", {"data": 3, "annotations": []}, "data should be an object, and is a number"),
        ("label_studio", {"data": {"text": "a"}, "annotations": {}}, "annotations should be a list"),
        ("label_studio", task([region({"start": "x", "end": 3, "labels": ["y"]})]), "without a start and an end"),
        ("doccano", {"id": 1}, "a record without a text"),
        ("doccano", {"text": "a", "label": [{"x": 1}]}, "neither a name nor a passage"),
        ("doccano", {"text": "a", "label": [[0, 1, ""]]}, "a label without a name"),
        ("prodigy", {"text": "a", "spans": [3]}, "a span should be an object"),
        ("prodigy", {"text": "a", "spans": {"a": 1}}, "spans should be a list, and is an object"),
        ("argilla", {"fields": "a"}, "fields should be an object, and is text"),
        ("argilla", {"fields": {"t": "a"}, "responses": {"q": "x"}}, "responses should be a list"),
        ("spacy", "a", "neither a text with its marks nor a pair"),
        ("spacy", {"text": "a", "cats": {"x": 7}}, "not in 0…1"),
        ("spacy", {"text": "a", "ents": [3]}, "a mark that is no passage"),
    ],
)
def test_odd_records_are_named_by_row(tmp_path: Path, known: Format, record: Any, says: str) -> None:
    with READERS[known].open(lines(tmp_path / "a.jsonl", [record]), ReadOptions()) as table:
        (row,) = table.rows
    assert row.number == 1 and says in (row.defect or "")


def test_a_row_that_is_odd_may_be_skipped(tmp_path: Path) -> None:
    good = {"text": "a", "_input_hash": 1, "_task_hash": 1, "label": "x", "answer": "accept"}
    path = lines(
        tmp_path / "a.jsonl", [*[{**good, "_input_hash": n, "text": f"t{n}"} for n in range(60)], {**good, "spans": 3}]
    )
    assert detect(path).format == "prodigy"
    with pytest.raises(BadInput, match="spans should be a list") as caught:
        list(records(path, ImportPlan(text=("text",))))
    assert caught.value.where["row"] == 61
    assert len(list(records(path, ImportPlan(text=("text",), on_bad_row="skip")))) == 60


def test_a_file_that_breaks_off_is_named_by_its_line(tmp_path: Path) -> None:
    good = json.dumps({"text": "a", "_input_hash": 1, "_task_hash": 1, "label": "x", "answer": "accept"})
    path = tmp_path / "a.jsonl"
    path.write_text((good + "\n") * 70 + good[:20])
    with pytest.raises(BadInput) as caught:
        list(records(path, ImportPlan(text=("text",))))
    assert caught.value.where == {"file": "a.jsonl", "row": 71}
    path.write_bytes((good + "\n").encode() * 70 + b'{"text": "\xff"}')
    reader = READERS["prodigy"]
    with pytest.raises(BadInput, match="not valid utf-8"), reader.open(path, ReadOptions()):
        pass


def test_one_id_for_two_texts_is_two_documents(tmp_path: Path) -> None:
    mark = {"label": [[0, 1, "X"]], "Comments": []}
    rows = [{"id": 1, "text": "one", **mark}, {"id": 1, "text": "two", **mark}, {"id": 1, "text": "one", **mark}]
    _, found, _ = read(lines(tmp_path / "a.jsonl", rows), "doccano")
    assert [(entry.text, len(entry.statements)) for entry in found] == [("one", 1), ("two", 1)]
    assert len({entry.id for entry in found}) == 2


def test_a_data_set_of_argilla_on_disk_brings_its_questions(tmp_path: Path) -> None:
    (tmp_path / "set" / ".argilla").mkdir(parents=True)
    (tmp_path / "set" / "records.json").write_bytes((MADE / "argilla.json").read_bytes())
    options = [{"value": "travel", "text": "Travelling", "description": "To go"}, {"value": "sleep", "text": "sleep"}]
    question = {"name": "topic", "title": "topic", "settings": {"type": "label_selection", "options": options}}
    stars = {"name": "stars", "settings": {"type": "rating", "options": [{"value": 1}, {"value": 2}]}}
    settings = {"guidelines": "Mark with care.", "questions": [question, stars]}
    (tmp_path / "set" / ".argilla" / "settings.json").write_text(json.dumps(settings))
    contents, found, _ = read(tmp_path / "set", "argilla")
    assert len(found) == 2 and parents(contents)["sleep"] == ("topic",)
    definitions = {code.name: code.definition for code in contents.codes}
    assert definitions["travel"] == "Travelling – To go" and definitions["sleep"] == ""
    (tmp_path / "set" / ".argilla" / "settings.json").write_text('{"questions": 3}')
    with pytest.raises(BadInput, match="questions should be a list"):
        read(tmp_path / "set")


def test_a_docbin_of_spacy_is_named(tmp_path: Path) -> None:
    (tmp_path / "train.spacy").write_bytes(zlib.compress(b"\x85\xa7version" * 9))
    with pytest.raises(BadInput, match="DocBin") as caught:
        detect(tmp_path / "train.spacy")
    assert "to_json" in (caught.value.remedy or "")


def test_texts_that_were_labelled_whole_are_units(tmp_path: Path) -> None:
    base = {"text": "one line\n\nanother", "_input_hash": 1, "_task_hash": 1, "answer": "accept"}
    path = lines(tmp_path / "a.jsonl", [{**base, "label": "x"}])
    seen = preview(path)
    assert seen.plan.segmentation == "given"
    assert [unit.text for unit in seen.units_sample] == ["one line\n\nanother"]
    path = lines(tmp_path / "b.jsonl", [{**base, "spans": [{"start": 0, "end": 3, "label": "x"}]}])
    assert preview(path).plan.segmentation == "paragraph"
