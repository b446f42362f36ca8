"""Rich text (RTF 1.9.1): written here, since libraries for it give bare words without headings, notes and tables."""

from dataclasses import dataclass, replace
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.core.exchange import MemoEntry
from linewise.interchange.readers.documents.building import Builder, Found, Marked
from linewise.interchange.readers.documents.rtf_tokens import CHARSETS, Token, code_page, tokens
from linewise.interchange.readers.documents.rtf_words import HEADERS, INFO, SIGNS, SKIPPED, Tables

_MOST = 128 * 2**20
_DEEPEST = 1000
_MOST_TABLE = 10_000


@dataclass(slots=True)
class _State:
    """What a group inherits and gives back. `target` says where its characters go."""

    target: str = "body"
    codec: str = ""
    fallback: int = 1
    hidden: bool = False
    deleted: bool = False


@dataclass(slots=True)
class _Paragraph:
    level: int | None = None
    style: int | None = None
    table: bool = False
    item: bool = False


@dataclass(slots=True)
class _Note:
    """A footnote or comment under way, for which the text in hand waits."""

    kind: str
    text: Marked
    depth: int
    reference: str = ""


def read(path: Path) -> Found:
    """A document with headings, lists, table rows, footnotes and comments; deletions and hidden text do not count."""
    if path.stat().st_size > _MOST:
        raise BadInput(f"it is larger than {_MOST >> 20} MB.", remedy="Save it without pictures.", file=path.name)
    return _Document(path).found()


class _Document:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._builder = Builder(path.name)
        self._states = [_State()]
        self._default = "cp1252"
        self._tables = Tables()
        self._style_levels: dict[int, int] = {}
        self._text = Marked()
        self._waiting = bytearray()
        self._skip = 0
        self._half = 0
        self._paragraph = _Paragraph()
        self._cells: list[str] = []
        self._notes: list[_Note] = []
        self._footnotes: list[str] = []
        self._info: dict[str, list[str]] = {}
        self._author: list[str] = []
        self._fresh = self._starred = False

    def found(self) -> Found:
        for token in tokens(self._path.read_bytes()):
            if token.kind == "bytes":
                self._bytes(token.data)
            else:
                self._flush()
                self._control(token)
        self._flush()
        self._end_paragraph()
        self._builder.running("heading", None)
        for number, text in enumerate(self._footnotes, 1):
            self._builder.block(f"[{number}] {text}", part="footnote")
        for number, memo in enumerate(self._builder.memos):
            start, end = self._builder.notes.get(memo.id, (None, None))
            self._builder.memos[number] = replace(
                memo, id="", start=start, end=end, subject="document" if start is None else "passage"
            )
        return self._builder.finish(self._path.stem, {name: "".join(words) for name, words in self._info.items()})

    def _bytes(self, data: bytes) -> None:
        self._starred = self._fresh = False
        if self._skip:
            # What stands for a character that was given as Unicode already.
            used = min(self._skip, len(data))
            self._skip -= used
            data = data[used:]
        self._waiting += data

    def _flush(self) -> None:
        if self._waiting:
            state = self._states[-1]
            text = bytes(self._waiting).decode(state.codec or self._default, "replace")
            self._waiting.clear()
            self._half = 0
            self._put(text)

    def _put(self, text: str) -> None:
        state = self._states[-1]
        if state.hidden or state.deleted:
            return
        if state.target == "body":
            self._text.add(text)
        elif state.target == "stylesheet" and self._tables.number is not None:
            known = self._tables.styles
            if len(known) < _MOST_TABLE:
                known[self._tables.number] = known.get(self._tables.number, "")[:80] + text
        elif state.target == "atnauthor":
            self._author.append(text)
        elif state.target == "atnref" and self._notes:
            self._notes[-1].reference += text.strip()[:20]
        elif state.target in ("atrfstart", "atrfend"):
            self._text.mark("note" if state.target == "atrfstart" else "noted", text.strip()[:20])
        elif state.target in INFO and sum(map(len, self._info.get(INFO[state.target], ()))) < 1000:
            self._info.setdefault(INFO[state.target], []).append(text)

    def _control(self, token: Token) -> None:
        if token.kind == "open":
            if len(self._states) > _DEEPEST:
                raise BadInput(
                    f"groups are nested more than {_DEEPEST} deep.",
                    remedy="Save it as .docx or .txt.",
                    file=self._path.name,
                )
            self._states.append(replace(self._states[-1]))
            self._fresh, self._skip = True, 0
            return
        fresh, self._fresh = self._fresh, False
        if token.kind == "close":
            self._skip = 0
            if len(self._states) > 1:
                self._states.pop()
            self._close()
            return
        word, number = token.text, token.number
        if word == "*" and fresh:
            self._starred = self._fresh = True
            return
        starred, self._starred = self._starred, False
        if word == "u" and number is not None:
            self._unicode(number)
            return
        if self._skip and word in SIGNS:
            self._skip -= 1
            return
        state = self._states[-1]
        if state.target == "skip":
            return
        if (fresh and self._destination(word)) or self._settings(word, number, state):
            return
        if starred:
            state.target = "skip"
        elif state.target == "body":
            self._layout(word, number)
        elif state.target == "stylesheet" and word == "s":
            self._tables.number = number

    def _unicode(self, number: int) -> None:
        self._skip = self._states[-1].fallback
        code = number % 0x10000 if number < 0x10000 else number
        if 0xD800 <= code < 0xDC00:
            self._half = code
        elif 0xDC00 <= code < 0xE000:
            pair = 0x10000 + ((self._half - 0xD800) << 10) + (code - 0xDC00) if self._half else 0xFFFD
            self._half = 0
            self._put(chr(pair))
        else:
            self._half = 0
            self._put(chr(code) if 0 < code < 0x110000 else "\ufffd")

    def _destination(self, word: str) -> bool:
        """The first word of a group may say that its text belongs elsewhere."""
        state = self._states[-1]
        if word in HEADERS:
            self._builder.lose("headers and footers", "they repeat on every page and are no part of the text")
        if word == "pict":
            self._builder.lose("pictures", "only text is imported")
        if word in SKIPPED:
            state.target = "skip"
        elif word in ("fonttbl", "stylesheet", "info", "atnauthor"):
            state.target = word
            self._author = [] if word == "atnauthor" else self._author
        elif word == "atnref" and self._notes:
            state.target = word
        elif state.target == "info" or (word in INFO and state.target in INFO):
            state.target = word if word in INFO else "skip"
        elif word in ("footnote", "annotation") and state.target == "body":
            self._notes.append(_Note(word, self._text, len(self._states)))
            self._text = Marked()
        elif word == "atrfstart" or word == "atrfend":
            state.target = word
        else:
            return False
        return True

    def _close(self) -> None:
        while self._notes and len(self._states) < self._notes[-1].depth:
            note = self._notes.pop()
            words, self._text = self._text.text.strip(), note.text
            if not words:
                continue
            if note.kind == "footnote":
                self._footnotes.append(words)
                self._text.add(f"[{len(self._footnotes)}]")
            else:
                key = note.reference
                if not key:
                    key = f"point {len(self._builder.memos)}"
                    self._text.mark("noted", key)
                coder = "".join(self._author).strip()[:200]
                self._builder.memos.append(MemoEntry(text=words, coder=coder, id=key))

    def _settings(self, word: str, number: int | None, state: _State) -> bool:
        if word == "f" and number is not None:
            if state.target == "fonttbl":
                self._tables.number = number
            else:
                state.codec = self._tables.fonts.get(number, "")
        elif word in ("fcharset", "cpg") and state.target == "fonttbl" and self._tables.number is not None:
            if len(self._tables.fonts) < _MOST_TABLE:
                # The default set leaves it to the whole document.
                codec = code_page(number) if word == "cpg" else CHARSETS.get(number or 0, "")
                self._tables.fonts[self._tables.number] = "" if word == "fcharset" and not number else codec
        elif word == "ansicpg":
            self._default = code_page(number)
        elif word == "mac":
            self._default = "mac_roman"
        elif word in ("pc", "pca"):
            self._default = "cp437" if word == "pc" else "cp850"
        elif word == "uc":
            state.fallback = min(max(number or 0, 0), 100)
        elif word == "plain":
            state.hidden = state.deleted = False
            state.codec = ""
        elif word in ("v", "deleted"):
            setattr(state, "hidden" if word == "v" else "deleted", number != 0)
        else:
            return False
        return True

    def _layout(self, word: str, number: int | None) -> None:
        paragraph = self._paragraph
        if word in SIGNS:
            self._put(SIGNS[word])
        elif word in ("par", "sect", "page", "\n", "\r"):
            if self._notes or paragraph.table:
                self._put("\n")
            else:
                self._end_paragraph()
        elif word in ("cell", "nestcell"):
            self._cells.append(self._text.text.strip())
            self._text = Marked()
        elif word in ("row", "nestrow"):
            if self._cells and not self._notes:
                self._builder.block("\t".join(self._cells), part="table")
                self._cells = []
        elif word == "pard":
            self._paragraph = _Paragraph()
        elif word == "intbl":
            paragraph.table = True
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            paragraph.level = number + 1
        elif word == "s":
            paragraph.style = number
        elif word == "ls":
            paragraph.item = bool(number)

    def _end_paragraph(self) -> None:
        if self._cells:
            self._cells.append(self._text.text.strip())
            self._builder.block("\t".join(self._cells), part="table")
            self._cells, self._text = [], Marked()
            return
        paragraph, level = self._paragraph, self._paragraph.level
        name = self._tables.styles.get(paragraph.style or 0, "").strip(" ;").lower()
        if level is None and name.startswith("heading ") and name[8:].isdigit():
            level = min(int(name[8:]), 9)
        if level is None and name == "title":
            level = 0
        self._builder.block(self._text, part="list" if paragraph.item and level is None else "", level=level)
        self._text = Marked()
