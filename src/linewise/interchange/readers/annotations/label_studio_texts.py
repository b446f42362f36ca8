"""The text of a task of Label Studio: plain, HTML, or the turns of a dialogue; and passages in it."""

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from linewise.core.exchange import Stretch
from linewise.interchange.readers.annotations.gathered import a_list, an_object, words
from linewise.interchange.readers.annotations.spans import Spans

_USUAL = ("text", "html", "dialogue", "dialog", "content", "body", "paragraphs", "review", "document")
_FAR = ("http://", "https://", "s3://", "gs://", "azure-blob://", "/data/")
_UNSEEN = ("script", "style", "head", "title", "noscript", "iframe")


class Text:
    """What a task is about. `key` is its place in the data, `plain` the text that passages are offsets into."""

    def __init__(self, key: str, plain: str) -> None:
        self.key, self.plain = key, plain
        self.stretches: tuple[Stretch, ...] = ()
        self._spans = Spans(plain)

    def passage(self, value: Mapping[str, Any]) -> tuple[int, int] | None:
        """Where a value's passage is, None where it cannot be found."""
        offsets = value.get("globalOffsets")
        where: Mapping[str, Any] = offsets if isinstance(offsets, dict) else value
        return self._spans.at(where.get("start"), where.get("end"), value.get("text"))


class _Turns(Text):
    """A dialogue: passages are offsets into turns."""

    def __init__(self, key: str, turns: Sequence[Mapping[str, Any]]) -> None:
        self._begins: list[int] = []
        written: list[str] = []
        stretches, length = [], 0
        for turn in turns:
            text = next((words(turn[name]) for name in ("text", "content", "body") if name in turn), "")
            who = next((words(turn[name]) for name in ("author", "role", "speaker", "name") if name in turn), "")
            length += 2 if written else 0
            self._begins.append(length)
            if who:
                stretches.append(Stretch(length, length + len(text), "speaker", who))
            written.append(text)
            length += len(text)
        super().__init__(key, "\n\n".join(written))
        self.stretches = tuple(stretches)

    def passage(self, value: Mapping[str, Any]) -> tuple[int, int] | None:
        places = []
        for turn, offset in (("start", "startOffset"), ("end", "endOffset")):
            number, further = words(value.get(turn)), value.get(offset)
            if not (number.isdigit() and len(number) < 9 and isinstance(further, int)):
                return super().passage(value)
            if int(number) >= len(self._begins):
                return None
            places.append(self._begins[int(number)] + further)
        return self._spans.at(*places)


def text_of(data: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> Text | None:
    """The text of a task, found by what its results point at, else by its name, else by its length."""
    pointed = {words(one.get("to_name")) for one in results if words(one.get("type")) != "textarea"}
    names = [name for name in (*sorted(pointed), *_USUAL) if name in data]
    texts = {key: one for key, one in data.items() if isinstance(one, str) and one.strip() and not _is_far(one)}
    names += sorted(texts, key=lambda key: -len(texts[key]))
    for name in names:
        if name in texts:
            html = any(isinstance(an_object(one.get("value"), "a value").get("start"), str) for one in results)
            return Text(name, _visible(texts[name]) if html else texts[name])
        turns = data[name]
        if isinstance(turns, list) and turns and all(isinstance(one, dict) for one in turns):
            return _Turns(name, [an_object(one, "a turn") for one in a_list(turns, "turns")])
    return None


def _is_far(text: str) -> bool:
    return text.startswith(_FAR) and " " not in text


class _Visible(HTMLParser):
    """The text of HTML as a browser's tree has it: line breaks as one character, what is never shown left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self.pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def _visible(html: str) -> str:
    parser = _Visible()
    parser.feed(html)
    parser.close()
    return "".join(parser.pieces)
