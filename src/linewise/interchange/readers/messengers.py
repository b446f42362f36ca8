"""Chats that programs export as JSON: Telegram, Discord (by DiscordChatExporter), Slack (a folder or zip)."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from linewise.core.errors import BadInput
from linewise.interchange.jsontext import parse_bytes
from linewise.interchange.readers.documents.building import Builder, Found
from linewise.interchange.sniffing import Sniff
from linewise.interchange.table import Contents, ReadOptions, Table, row_of
from linewise.interchange.tree import Tree, tree

_MOST = 64 * 2**20
_MENTION = re.compile(
    r"<(?:@([A-Z0-9]{1,20})|#[A-Z0-9]{1,20}\|([^>|]{1,80})|(https?://[^>|\s]{1,2000})(?:\|([^>]{1,300}))?)>"
)


class Message(NamedTuple):
    """One message; without a speaker it comes from the program itself."""

    speaker: str | None
    at: str
    text: str
    media: str = ""


Chat = tuple[str, Iterable[Message]]


def is_telegram(sniff: Sniff) -> bool:
    """Whether a text begins like result.json of Telegram Desktop."""
    head = (sniff.text or "")[:4000]
    return head.lstrip("\ufeff \r\n\t").startswith("{") and (
        ('"messages"' in head and '"date_unixtime"' in head)
        or (
            '"type": "' in head
            and re.search(r'"type": "(?:personal_chat|private_\w+|public_\w+|saved_messages|bot_chat)"', head)
            is not None
        )
    )


def is_discord(sniff: Sniff) -> bool:
    """Whether a text begins like an export of DiscordChatExporter."""
    head = (sniff.text or "")[:4000]
    return head.lstrip("\ufeff \r\n\t").startswith("{") and all(
        key in head for key in ('"guild"', '"channel"', '"dateRange"')
    )


def is_slack(sniff: Sniff) -> bool:
    """Whether a folder or archive is a Slack export."""
    return sniff.has("users.json", "channels.json") or sniff.has("users.json", "dms.json")


class MessengerReader:
    """A row for each chat, each message a paragraph with its speaker and time."""

    def __init__(self, chats: Callable[[Path], Iterator[Chat]]) -> None:
        self._chats = chats

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        found = [_document(name, messages, path) for name, messages in self._chats(path)]
        if not found:
            raise BadInput("it holds no messages.", remedy="Export the chat again.", file=path.name)
        rows = (row_of(one.entry, number) for number, one in enumerate(found, 1))
        losses = tuple(loss for one in found for loss in one.losses)
        yield Table(("text", "document"), rows, lambda: 0, len(found), Contents(losses=lambda: losses))


def telegram(path: Path) -> Iterator[Chat]:
    """Chats of one export, or the only one."""
    plain = _mapping(_json(path), path)
    several = plain.get("chats")
    chats = several.get("list") if isinstance(several, dict) else [plain]
    for number, chat in enumerate(chats if isinstance(chats, list) else (), 1):
        messages = _list(_mapping(chat, path).get("messages"))
        if messages:
            yield _text(chat.get("name")) or f"chat {number}", map(_telegram, messages)


def discord(path: Path) -> Iterator[Chat]:
    """The one channel of an export."""
    plain = _mapping(_json(path), path)
    channel = plain.get("channel")
    name = _text(channel.get("name")) if isinstance(channel, dict) else ""
    yield name or path.stem, map(_discord, _list(plain.get("messages")))


def slack(path: Path) -> Iterator[Chat]:
    """Every channel, its days in order."""
    with tree(path) as inside:
        names = _slack_names(inside, path)
        folders: dict[str, list[Message]] = {}
        for member in inside:
            folder, _, plain = member.name.rpartition("/")
            if folder and plain.endswith(".json"):
                day = parse_bytes(inside.read(member, most=_MOST), path.name)
                folders.setdefault(folder, []).extend(_slack(one, names) for one in _list(day))
        yield from folders.items()


def _document(name: str, messages: Iterable[Message], path: Path) -> Found:
    builder = Builder(path.name)
    for one in messages:
        text = "\n".join(line for line in one.text.replace("\r", "").split("\n") if line.strip())
        if one.media:
            text = f"{text}\n[{one.media}]" if text else f"[{one.media}]"
        place = builder.block(text, part="" if one.speaker else "system")
        if place is not None:
            builder.running("time", one.at or None, place[0])
            builder.running("speaker", one.speaker, place[0])
    return builder.finish(name)


def _telegram(raw: Any) -> Message:
    one = _object(raw)
    given = one.get("text")
    pieces = given if isinstance(given, list) else [given]
    text = "".join(_text(piece.get("text")) if isinstance(piece, dict) else _text(piece) for piece in pieces)
    service = one.get("type") == "service"
    if service and not text:
        text = " ".join(filter(None, (_text(one.get("actor")), _text(one.get("action")).replace("_", " "))))
    media = _text(one.get("media_type")).replace("_", " ") or (
        "photo" if one.get("photo") else "file" if one.get("file") else ""
    )
    return Message(None if service else _text(one.get("from")) or "unknown", _text(one.get("date")), text, media)


def _discord(raw: Any) -> Message:
    one = _object(raw)
    author = _object(one.get("author"))
    files = [_text(each.get("fileName")) or "file" for each in _list(one.get("attachments")) if isinstance(each, dict)]
    name = _text(author.get("nickname")) or _text(author.get("name")) or "unknown"
    spoken = one.get("type") in ("Default", "Reply", None)
    return Message(name if spoken else None, _text(one.get("timestamp")), _text(one.get("content")), ", ".join(files))


def _slack(raw: Any, names: Mapping[str, str]) -> Message:
    one = _object(raw)
    user = _text(one.get("user"))
    profile = _object(one.get("user_profile"))
    name = names.get(user) or _text(profile.get("real_name")) or _text(one.get("username")) or user or None
    text = _MENTION.sub(
        lambda m: f"@{names.get(m[1], m[1])}" if m[1] else (m[4] or m[3] or f"#{m[2]}"), _text(one.get("text"))
    )
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    files = [_text(each.get("name")) or "file" for each in _list(one.get("files")) if isinstance(each, dict)]
    spoken = one.get("subtype") in (None, "thread_broadcast", "me_message", "bot_message", "file_share")
    return Message(name if spoken else None, _moment(one.get("ts")), text, ", ".join(files))


def _slack_names(inside: Tree, path: Path) -> dict[str, str]:
    member = inside.find("users.json")
    users = _list(parse_bytes(inside.read(member, most=_MOST), path.name)) if member is not None else []
    names: dict[str, str] = {}
    for one in users:
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            profile = _object(one.get("profile"))
            names[one["id"]] = (
                _text(profile.get("display_name")) or _text(one.get("real_name")) or _text(profile.get("real_name"))
                or _text(one.get("name")) or one["id"]
            )  # fmt: skip
    return names


def _moment(stamp: Any) -> str:
    try:
        return datetime.fromtimestamp(float(stamp), UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    except (TypeError, ValueError, OverflowError, OSError):
        return ""


def _json(path: Path) -> Any:
    if path.stat().st_size > _MOST:
        raise BadInput(f"it is larger than {_MOST >> 20} MB.", remedy="Export one chat at a time.", file=path.name)
    return parse_bytes(path.read_bytes(), path.name)


def _mapping(value: Any, path: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadInput("it is no export of a chat.", remedy="Export the chat again as JSON.", file=path.name)
    return value


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value) if isinstance(value, int | float) else ""
