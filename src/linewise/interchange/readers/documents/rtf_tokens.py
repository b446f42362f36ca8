"""The control words, groups and characters of RTF 1.9.1, one after another, in one pass over the bytes."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<group>[{}])"
    r"|(?P<plain>[^\\{}\r\n\0]+)|[\r\n\0\\]",
    re.DOTALL,
)
# Character sets of fonts, as Windows numbers them, by the code page that each stands for.
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp437",
}  # fmt: skip


class Token(NamedTuple):
    """A control word with its number (or a control symbol), characters in the current code page, a group's ends."""

    kind: Literal["word", "bytes", "open", "close"]
    text: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """What an RTF file consists of; binary data are passed over."""
    text = data.decode("latin-1")
    place, end = 0, len(text)
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            place += 1
            continue
        place = match.end()
        kind = match.lastgroup
        if match["word"] is not None:
            number = int(match["number"]) if match["number"] else None
            if match["word"] == "bin":
                place += max(0, number or 0)
                continue
            yield Token("word", match["word"], number)
        elif kind == "hex":
            yield Token("bytes", data=bytes.fromhex(match["hex"]))
        elif kind == "sign":
            yield Token("word", match["sign"])
        elif kind == "group":
            yield Token("open" if match["group"] == "{" else "close")
        elif kind == "plain":
            yield Token("bytes", data=match["plain"].encode("latin-1"))


def code_page(number: int | None) -> str:
    """The codec of a code page by its number."""
    if number in (10000, 65001):
        return "mac_roman" if number == 10000 else "utf-8"
    name = {936: "gbk", 1361: "johab"}.get(number or 0, f"cp{number}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
