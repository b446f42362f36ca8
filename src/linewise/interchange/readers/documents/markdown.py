"""Markdown (CommonMark with tables) as it reads, not as it is written."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from linewise.core.errors import BadInput
from linewise.interchange.readers.documents import html
from linewise.interchange.readers.documents.building import Builder, Found

if TYPE_CHECKING:
    from markdown_it.token import Token

_MOST = 8 * 2**20
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"([\w -]{1,60}):[ \t]*([^\s\[{&*|>][^\r\n]{0,1000})")


def read(path: Path) -> Found:
    """A document with headings, lists, code and table rows; plain pairs of its front matter become attributes."""
    from markdown_it import MarkdownIt

    text = html.decoded(path)
    if len(text) > _MOST:
        raise BadInput(f"it holds more than {_MOST:,} characters.", remedy="Save it as .txt.", file=path.name)
    builder = Builder(path.name)
    attributes: dict[str, str] = {}
    front = _FRONT.match(text)
    if front is not None:
        text = text[front.end() :]
        for line in front[1].splitlines():
            if pair := _PAIR.fullmatch(line.strip()):
                attributes[pair[1].strip()] = pair[2].strip().strip("\"'")
    _fill(builder, MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text))
    return builder.finish(path.stem, attributes)


def _fill(builder: Builder, tokens: "list[Token]") -> None:
    parts: list[str] = []
    row: list[str] | None = None
    level: int | None = None
    for token in tokens:
        kind = token.type
        if kind == "heading_open":
            level = int(token.tag[1])
        elif kind in ("bullet_list_open", "ordered_list_open"):
            parts.append("list")
        elif kind == "blockquote_open":
            parts.append("quote")
        elif kind in ("bullet_list_close", "ordered_list_close", "blockquote_close"):
            parts.pop()
        elif kind == "tr_open":
            row = []
        elif kind == "tr_close" and row is not None:
            builder.block("\t".join(row), part="table")
            row = None
        elif kind in ("fence", "code_block"):
            builder.block(token.content, part="code")
        elif kind == "html_block":
            html.fill(builder, html.tree_of(token.content, builder.file))
        elif kind == "inline":
            text = _inline(builder, token)
            if row is not None:
                row.append(text)
            else:
                builder.block(text, part=parts[-1] if parts and level is None else "", level=level)
            level = None


def _inline(builder: Builder, token: "Token") -> str:
    words: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append("\n")
        elif child.type == "image":
            words.append(child.content)
            builder.lose("pictures", "only text is imported")
        elif child.type == "html_inline" and child.content.lower().startswith("<br"):
            words.append("\n")
    return "".join(words)
