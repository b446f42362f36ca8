"""A small sound file (or folder) of every format that is read: what tests of all readers begin with.

Each builder is given an empty folder and returns what it made in it.
"""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl

from linewise.interchange.readers import Format
from tests.interchange import files
from tests.interchange.annotations import parcels
from tests.interchange.documents import builders
from tests.interchange.refi import dialects
from tests.interchange.standoff import builders as standoff

Builder = Callable[[Path], Path]


def written(name: str, content: str) -> Builder:
    """A builder of a text file."""

    def build(folder: Path) -> Path:
        path = folder / name
        path.write_text(content, "utf-8")
        return path

    return build


def named(name: str, make: Builder) -> Builder:
    """A builder from what is given the path of the file."""
    return lambda folder: make(folder / name)


def labelled(name: str, file: str) -> Builder:
    """A builder of a file that we write for an annotation tool."""

    def build(folder: Path) -> Path:
        parcels.write(name, folder / file)
        return folder / file

    return build


def _parquet(path: Path) -> Path:
    pl.DataFrame({"text": ["some text", None, "x"] * 50, "n": range(150)}).write_parquet(path)
    return path


def _folder(folder: Path) -> Path:
    inside = folder / "study" / "wave 1"
    inside.mkdir(parents=True)
    builders.srt(inside / "a.srt")
    builders.html(folder / "study" / "b.html")
    (folder / "study" / "c.txt").write_text("Just text.", "utf-8")
    return folder / "study"


def _dataset(folder: Path) -> Path:
    saved = folder / "saved" / "train"
    saved.mkdir(parents=True)
    pl.DataFrame({"text": ["a", "b"], "tags": [[0], [0, 1]]}).write_ipc_stream(saved / "data-00000-of-00001.arrow")
    features = {"tags": {"feature": {"names": ["joy", "pride"], "_type": "ClassLabel"}, "_type": "Sequence"}}
    (saved / "dataset_info.json").write_text(json.dumps({"features": features}))
    (saved.parent / "dataset_dict.json").write_text('{"splits": ["train"]}')
    return saved.parent


def _slack(folder: Path) -> Path:
    (folder / "slack" / "general").mkdir(parents=True)
    users = [{"id": "U12345678", "name": "anna", "profile": {"display_name": "Anna"}}]
    said = {
        "type": "message",
        "user": "U12345678",
        "text": "hi <@U12345678> &amp; <https://x.y|link>",
        "ts": "1704103200.000200",
    }
    joined = {"type": "message", "subtype": "channel_join", "user": "U12345678", "text": "joined", "ts": "1704103300"}
    for name, content in (("users", users), ("channels", []), ("general/2024-01-01", [said, joined])):
        (folder / "slack" / f"{name}.json").write_text(json.dumps(content))
    return folder / "slack"


TELEGRAM = {
    "name": "Family",
    "type": "private_group",
    "id": 1,
    "messages": [
        {
            "id": 1,
            "type": "service",
            "date": "2024-01-01T10:00:00",
            "actor": "Anna",
            "action": "create_group",
            "text": "",
        },
        {
            "id": 2,
            "type": "message",
            "date": "2024-01-01T10:01:00",
            "from": "Anna",
            "text": ["see ", {"type": "link", "text": "x.y"}],
        },
        {
            "id": 3,
            "type": "message",
            "date": "2024-01-01T10:02:00",
            "from": "Ben",
            "text": "",
            "media_type": "voice_message",
        },
    ],
}
DISCORD = {
    "guild": {"id": "1", "name": "Lab"},
    "channel": {"id": "2", "name": "talk"},
    "dateRange": {"after": None, "before": None},
    "messages": [
        {
            "type": "Default",
            "timestamp": "2024-01-01T10:00:00+00:00",
            "content": "hello",
            "author": {"name": "anna", "nickname": "Anna"},
        },
        {
            "type": "Default",
            "timestamp": "2024-01-01T10:01:00+00:00",
            "content": "",
            "author": {"name": "ben"},
            "attachments": [{"fileName": "a.png"}],
        },
    ],
}

SAMPLES: dict[Format, Builder] = {
    "csv": written("a.csv", "id,text\n1,hello\n2,there\n"),
    "tsv": written("a.tsv", "id\ttext\n1\thello\n2\tthere\n"),
    "jsonl": written("a.jsonl", '{"text": "a", "n": 1}\n{"text": "b", "n": {"deep": [1, 2]}}\n'),
    "json": written("a.json", '[{"text": "a", "n": 1}, {"text": "b"}]'),
    "txt": written("a.txt", "[00:01:02] Anna: hello\n[00:01:05] Ben: hi\n"),
    "parquet": named("a.parquet", _parquet),
    "xlsx": lambda folder: files.xlsx(folder / "a.xlsx", {"S": [["text", "n"], *([f"t{i}", i] for i in range(50))]}),
    "ods": lambda folder: files.ods(folder / "a.ods", [["text"], ["a"], ["b"]]),
    "docx": named("a.docx", builders.word),
    "odt": named("a.odt", builders.odt),
    "rtf": named("a.rtf", builders.rtf),
    "html": named("a.html", builders.html),
    "markdown": named("a.md", builders.markdown),
    "epub": named("a.epub", builders.epub),
    "pdf": lambda folder: builders.pdf(
        folder / "a.pdf", [["A heading", "", "One line."], ["Another page."]], outline={0: "A heading"}
    ),
    "subtitles": written("a.vtt", builders.VTT),
    "chat": written("chat.txt", builders.WHATSAPP),
    "telegram": written("result.json", json.dumps(TELEGRAM, indent=1)),
    "discord": written("talk.json", json.dumps(DISCORD, indent=1)),
    "slack": _slack,
    "qdpx": named("a.qdpx", dialects.atlas),
    "qdc": written("a.qdc", dialects.QDC),
    "taguette": standoff.taguette_project,
    "qualcoder": standoff.qualcoder_project,
    "brat": standoff.brat_collection,
    "webanno": standoff.inception_project,
    "label_studio": labelled("label-studio", "tasks.json"),
    "doccano": labelled("doccano", "all.jsonl"),
    "prodigy": labelled("prodigy", "answers.jsonl"),
    "argilla": labelled("argilla", "records.json"),
    "spacy": labelled("spacy", "train.jsonl"),
    "tags": labelled("tags", "tags.json"),
    "codebook": written("codes.csv", "name,parent,definition,colour\nrye,bread,dark,#aa8855\nbread,,baked,\n"),
    "folder": _folder,
    "dataset": _dataset,
}
