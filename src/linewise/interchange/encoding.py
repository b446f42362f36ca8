"""Which encoding a text file is in: marks first, then UTF-8 proved, then a guess that says it is one."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In order of preference where the text does not decide: the first is what Excel on Windows writes.
_LEGACY = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1254",
    "cp1253",
    "cp1255",
    "cp1256",
    "koi8_r",
    "mac_roman",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
    "iso8859_2",
)
_BROKEN = re.compile("[\udc80-\udcff]")
_WHOLE = 64 * 1024 * 1024
_WINDOW = 1 << 20
_WINDOWS = 32


def detect_encoding(path: Path, head: bytes) -> tuple[str, bool]:
    """The encoding, and whether it is certain; `head` is the file's first megabyte or less.

    Files up to 64 MB are looked at whole, longer ones in 32 windows of a megabyte. A file that is UTF-8 but
    for a few broken bytes is UTF-8: reading it names those bytes, where a legacy encoding would turn every
    accent into two wrong letters.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, True
    wide = _without_mark(head)
    if wide is not None:
        return wide, False
    good = bad = 0
    odd: list[bytes] = []
    for window in _windows(path):
        if window.isascii():
            continue
        text = window.decode("utf-8", "surrogateescape")
        broken = len(_BROKEN.findall(text))
        bad += broken
        # Bytes beyond the first of each character: a broken byte stands alone and adds none.
        good += len(window) - len(text)
        if broken and sum(map(len, odd)) < _WINDOW:
            odd.append(b"\n".join(line for line in window.splitlines() if not line.isascii())[: 1 << 18])
    if not bad or good > 10 * bad:
        return "utf-8", True
    return _legacy(b"\n".join(odd)), False


def _without_mark(head: bytes) -> str | None:
    """UTF-16 without a mark shows as a NUL in nearly every second byte of text in Latin letters."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    if head[1 : 2 * pairs : 2].count(0) > 0.7 * pairs and head[0 : 2 * pairs : 2].count(0) < 0.05 * pairs:
        return "utf-16-le"
    if head[0 : 2 * pairs : 2].count(0) > 0.7 * pairs and head[1 : 2 * pairs : 2].count(0) < 0.05 * pairs:
        return "utf-16-be"
    return None


def _windows(path: Path) -> Iterator[bytes]:
    """Pieces of the file that begin and end between characters of UTF-8, as far as there are any."""
    size = path.stat().st_size
    with path.open("rb") as binary:
        if size <= _WHOLE:
            rest = b""
            while chunk := binary.read(_WINDOW):
                chunk = rest + chunk
                cut = _boundary(chunk) if binary.tell() < size else len(chunk)
                yield chunk[:cut]
                rest = chunk[cut:]
            return
        for index in range(_WINDOWS):
            binary.seek(index * (size - _WINDOW) // (_WINDOWS - 1))
            chunk = binary.read(_WINDOW)
            start = next((place for place in range(4) if chunk[place] & 0xC0 != 0x80), 0) if index else 0
            yield chunk[start : _boundary(chunk)]


def _boundary(chunk: bytes) -> int:
    """Where the last character that may be cut off begins."""
    for place in range(len(chunk) - 1, max(len(chunk) - 5, -1), -1):
        if chunk[place] & 0xC0 != 0x80:
            return place if chunk[place] >= 0xC0 else len(chunk)
    return len(chunk)


def _legacy(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = list(from_bytes(sample, cp_isolation=list(_LEGACY), enable_fallback=False))
    if not matches:
        return _LEGACY[0]
    best = matches[0]
    near = [m for m in matches if m.chaos <= best.chaos + 0.02 and m.coherence >= best.coherence - 0.1]
    # Encodings that give the very same text are folded into one match.
    names = {name for match in near for name in (match.encoding, *match.could_be_from_charset)}
    return next((name for name in _LEGACY if name in names), best.encoding)
