"""Readers and recognisers of documents, chats, folders of both, and data sets."""

from typing import Literal, get_args

from linewise.interchange.readers.chats import ChatReader, is_chat
from linewise.interchange.readers.dataset import DatasetReader, is_dataset
from linewise.interchange.readers.documents.folder import FolderReader, is_folder
from linewise.interchange.readers.documents.reader import DocumentReader
from linewise.interchange.readers.documents.recognising import SUFFIXES, Document
from linewise.interchange.readers.documents.recognising import recognise as document
from linewise.interchange.readers.messengers import (
    MessengerReader,
    discord,
    is_discord,
    is_slack,
    is_telegram,
    slack,
    telegram,
)
from linewise.interchange.readers.subtitles import SubtitleReader, is_subtitles
from linewise.interchange.sniffing import Sniff
from linewise.interchange.table import Reader

Written = Literal[Document, "subtitles", "chat", "telegram", "discord", "slack", "folder", "dataset"]

DOCUMENTS: frozenset[Written] = frozenset(get_args(Document))
READERS: dict[Written, Reader] = {
    **{kind: DocumentReader(kind) for kind in get_args(Document)},
    "subtitles": SubtitleReader(),
    "chat": ChatReader(),
    "telegram": MessengerReader(telegram),
    "discord": MessengerReader(discord),
    "slack": MessengerReader(slack),
    "folder": FolderReader(),
    "dataset": DatasetReader(),
}
NAMED: dict[str, Written] = {**SUFFIXES, ".srt": "subtitles", ".vtt": "subtitles"}


def recognise(sniff: Sniff) -> Written | None:
    """The format, where the content says it for certain."""
    known = document(sniff)
    if known is not None:
        return known
    if is_subtitles(sniff):
        return "subtitles"
    if is_chat(sniff):
        return "chat"
    if is_telegram(sniff):
        return "telegram"
    return "discord" if is_discord(sniff) else None


def recognise_inside(sniff: Sniff) -> Written | None:
    """What a folder or an archive is, when it is no project of another program."""
    if is_slack(sniff):
        return "slack"
    if is_dataset(sniff):
        return "dataset"
    return "folder" if is_folder(sniff) else None
