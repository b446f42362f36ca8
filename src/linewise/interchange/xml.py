"""The one way in which XML from outside is parsed: as a stream, by local names, and never trusted."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO, Literal, Protocol, cast

from linewise.core.errors import BadInput

MOST_BYTES = 2 * 2**30
MOST_BYTES_WHOLE = 256 * 2**20
MOST_ELEMENTS = 50_000_000
MOST_ELEMENTS_WHOLE = 4_000_000
DEEPEST = 250
_PIECE = 1 << 16
_POSITION = re.compile(r",? line \d+, column \d+.*", re.DOTALL)
_NOT_WIDE = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']utf-?16", re.IGNORECASE)


class Element(Protocol):
    """What readers use of an element of lxml."""

    tag: str
    text: str | None
    tail: str | None
    sourceline: int | None

    @property
    def attrib(self) -> Mapping[str, str]: ...
    def get(self, name: str, default: str | None = None, /) -> str | None: ...
    def __iter__(self) -> "Iterator[Element]": ...
    def __len__(self) -> int: ...
    def iter(self) -> "Iterator[Element]": ...
    def itertext(self) -> Iterator[str]: ...
    def getparent(self) -> "Element | None": ...


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace; the one without a namespace goes first."""
    plain = element.get(name)
    if plain is not None:
        return plain
    end = "}" + name
    return next((one for key, one in element.attrib.items() if key.endswith(end)), None)


def children(element: Element, *names: str) -> Iterator[Element]:
    """The child elements with one of these local names; all of them where none is given."""
    for child in element:
        name = local(child)
        if name and (not names or name in names):
            yield child


def child(element: Element, name: str) -> Element | None:
    """The first child element of this local name."""
    return next(children(element, name), None)


def text_of(element: Element | None) -> str:
    """All text inside an element, in order; empty where there is no element."""
    return "" if element is None else "".join(element.itertext())


def parse(source: BinaryIO, *, file: str, part: str | None = None) -> Element:
    """A whole document as a tree: its root. For parts that are small by nature; BadInput as of `walk`."""
    root: Element | None = None
    for event, element in _events(source, file, part, MOST_BYTES_WHOLE, MOST_ELEMENTS_WHOLE):
        if root is None and event == "start":
            root = element
    if root is None:
        raise _Place(file, part).broken("it is empty", None)
    return root


def walk(source: BinaryIO, *, file: str, part: str | None = None) -> Iterator[tuple[Literal["start", "end"], Element]]:
    """Every element as it begins ("start": attributes alone are there) and as it ends ("end": its text as well).

    What has ended is let go, so its children have lost their text and children when its "end" comes: a file of any
    length takes little memory. BadInput names the file, the part of it and the line of what is not well formed,
    declares entities (external files, floods), or is nested or filled beyond reason. Nothing but the bytes is read.
    """
    for event, element in _events(source, file, part, MOST_BYTES, MOST_ELEMENTS):
        yield event, element
        if event == "end":
            _let_go(element)


def pieces(
    source: BinaryIO, names: Collection[str], *, inner: Collection[str] = (), file: str, part: str | None = None
) -> Iterator[Element]:
    """Each element with one of these local names, whole, as it ends; one inside of another comes as part of that.

    It is let go when the next is asked for. Those that may be very many inside of one come before it, by themselves
    (`inner`), and are not in it any more. BadInput as of `walk`.
    """
    inside = held = before = 0
    for event, element in _events(source, file, part, MOST_BYTES, MOST_ELEMENTS):
        name = local(element)
        wanted = name in names
        if event == "start":
            inside += wanted
            before = held if name in inner else before
            held += inside > 0
            if held > MOST_ELEMENTS_WHOLE:
                reason = f"one {name} holds more than {MOST_ELEMENTS_WHOLE:,} elements"
                raise _Place(file, part).broken(reason, element.sourceline)
            continue
        inside -= wanted
        if wanted and not inside:
            yield element
        elif inside and name in inner:
            yield element
            _empty(element, inner)
            held = before
        if not inside:
            held = 0
            _let_go(element)


def _empty(element: Element, inner: Collection[str]) -> None:
    raw = cast(Any, element)
    raw.clear(keep_tail=False)
    parent, before = raw.getparent(), raw.getprevious()
    if parent is not None and before is not None and local(before) in inner:
        parent.remove(before)


def _let_go(element: Element) -> None:
    from lxml import etree

    raw = cast("etree._Element", element)
    raw.clear(keep_tail=True)
    parent = raw.getparent()
    if parent is not None:
        # The one that just ended stays: the parser has yet to hang its tail on it.
        while (before := raw.getprevious()) is not None:
            parent.remove(before)


def _events(
    source: BinaryIO, file: str, part: str | None, most_bytes: int, most_elements: int
) -> Iterator[tuple[Literal["start", "end"], Element]]:
    from lxml import etree

    data = source.read(_PIECE)
    parser: Any = etree.XMLPullParser(
        # Some programs say UTF-16 in the first line of a file that is UTF-8.
        encoding="utf-8" if _NOT_WIDE.match(data) else None,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    place = _Place(file, part)
    depth = elements = taken = 0
    ended = False
    while not ended:
        taken += len(data)
        if taken > most_bytes:
            raise place.broken(f"it holds more than {most_bytes >> 20} MB of XML", None)
        failure: BadInput | None = None
        try:
            if data:
                parser.feed(data)
            else:
                ended = True
                parser.close()
        except etree.XMLSyntaxError as error:
            # What was well formed before the error has events too, and may explain it: an entity that was declared.
            failure = place.broken(_POSITION.sub("", error.msg or "it is empty").strip(" .\n"), error.lineno or None)
        except (ValueError, LookupError, AssertionError) as error:
            failure = place.broken(str(error), None)
        for event, element in parser.read_events():
            if event == "start":
                depth += 1
                elements += 1
                if elements == 1:
                    _require_plain(element, place)
                if depth > DEEPEST:
                    raise place.broken(f"elements are nested more than {DEEPEST} deep", element.sourceline)
                if elements > most_elements:
                    raise place.broken(f"it holds more than {most_elements:,} elements", element.sourceline)
            else:
                depth -= 1
            yield event, element
        if failure is not None:
            raise failure
        data = source.read(_PIECE)


def _require_plain(root: Any, place: "_Place") -> None:
    """No entities of its own: they are how a small file reads others or becomes a huge one."""
    info = root.getroottree().docinfo
    for declared in (info.internalDTD, info.externalDTD):
        if declared is not None and next(iter(declared.iterentities()), None) is not None:
            raise place.broken(
                "it declares entities, by which a small file can read others or become a huge one",
                None,
                remedy="Save it without a document type declaration.",
            )


class _Place:
    """Where an error is."""

    def __init__(self, file: str, part: str | None) -> None:
        self._file, self._part = file, part

    def broken(
        self, reason: str, line: int | None, *, remedy: str = "Save or export it again, or mend it there."
    ) -> BadInput:
        return BadInput(
            f"not XML that can be read: {reason}.", remedy=remedy, file=self._file, part=self._part, line=line
        )
