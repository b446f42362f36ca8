"""What styles and direct formatting say of a paragraph of Word: heading of which level, item of a list, caption."""

import re
from typing import NamedTuple

from linewise.interchange import xml

_HEADING = re.compile(r"heading\s*([1-9])")


class Style(NamedTuple):
    """`level` of a heading (0: title of the whole document), `part` as stretches name it."""

    level: int | None = None
    part: str = ""


class Styles:
    """Styles by id. Ids are localised (`berschrift1`), so names, which are not, and outline levels decide."""

    def __init__(self, root: xml.Element | None) -> None:
        styles = xml.children(root, "style") if root is not None else iter(())
        self._by_id = {xml.value(one, "styleId") or "": one for one in styles}
        self._known: dict[str, Style] = {}

    def of(self, paragraph: xml.Element) -> Style:
        """What a paragraph is."""
        own = xml.child(paragraph, "pPr")
        if own is None:
            return Style()
        named = xml.child(own, "pStyle")
        style = self._style((xml.value(named, "val") or "") if named is not None else "")
        level = _outline(own)
        if level is not None:
            style = Style(level, "")
        numbered = _numbered(own)
        if style.level is None and numbered is not None:
            return Style(None, "list" if numbered else "")
        return style

    def _style(self, name: str, deep: int = 0) -> Style:
        if name in self._known:
            return self._known[name]
        found = self._look(name, deep)
        self._known[name] = found
        return found

    def _look(self, name: str, deep: int) -> Style:
        style = self._by_id.get(name)
        plain = name
        if style is not None:
            titled = xml.child(style, "name")
            plain = (xml.value(titled, "val") if titled is not None else None) or name
        plain = plain.lower()
        if match := _HEADING.fullmatch(plain):
            return Style(int(match[1]))
        if plain == "title":
            return Style(0)
        if plain == "caption":
            return Style(None, "caption")
        if style is None:
            return Style()
        own = xml.child(style, "pPr")
        if own is not None:
            level = _outline(own)
            if level is not None:
                return Style(level)
            if _numbered(own) or plain.startswith("list "):
                return Style(None, "list")
        base = xml.child(style, "basedOn")
        if base is not None and deep < 20:
            return self._style(xml.value(base, "val") or "", deep + 1)
        return Style()


def _outline(properties: xml.Element) -> int | None:
    element = xml.child(properties, "outlineLvl")
    level = xml.value(element, "val") if element is not None else None
    return int(level) + 1 if level in ("0", "1", "2", "3", "4", "5", "6", "7", "8") else None


def _numbered(properties: xml.Element) -> bool | None:
    element = xml.child(properties, "numPr")
    if element is None:
        return None
    number = xml.child(element, "numId")
    return number is not None and xml.value(number, "val") != "0"
