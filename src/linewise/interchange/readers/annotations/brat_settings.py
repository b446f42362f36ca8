"""The configuration of a BRAT collection: types with hierarchy, labels, and colours."""

import re
from collections.abc import Iterable, Iterator

from linewise.core.exchange import CodeEntry

NOTE, OPEN_CODE = "Linewise_note", "Linewise_open_code"
OURS = (NOTE, OPEN_CODE)
"""Types under which our own export marks passages with notes."""

_SECTION = re.compile(r"\s*\[(.*)\]\s*\Z")
_CODABLE = ("entities", "spans", "events")
_COLOUR = re.compile(r"bgColor:\s*(#[0-9a-fA-F]{6})\b")
_RULE = re.compile(r"\s*-+\s*\Z")


class Settings:
    """Types by their storage form, as they stand in annotation files."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._unused: set[str] = set()
        self._labels: dict[str, str] = {}
        self._colours: dict[str, str] = {}
        self._open: tuple[str, list[tuple[int, str]]] = ("", [])

    def read(self, name: str, text: str) -> None:
        """Take in a file of the configuration."""
        for section, line in _sections(text):
            if name == "annotation.conf":
                if section in _CODABLE:
                    self._type(line, section)
            elif section == "labels":
                terms = [term.strip() for term in line.split("|")]
                if len(terms) > 1 and terms[0] and terms[1]:
                    self._labels.setdefault(terms[0], terms[1])
            elif section == "drawing":
                colour = _COLOUR.search(line)
                if colour:
                    self._colours[line.split()[0]] = colour[1].lower()

    def id_of(self, kind: str) -> str:
        """The id of the code that a type is."""
        return f"brat:{kind}"

    def codes(self, met: Iterable[str]) -> tuple[CodeEntry, ...]:
        """The configured types in their order, then those that were met without being configured."""
        met = dict.fromkeys(met)
        return tuple(self._code(kind, met) for kind in dict.fromkeys((*self._parents, *met)) if kind not in OURS)

    def _code(self, kind: str, met: dict[str, None]) -> CodeEntry:
        parent = self._parents.get(kind, "")
        return CodeEntry(
            id=self.id_of(kind),
            name=self._labels.get(kind, kind),
            parents=(self.id_of(parent),) if parent else (),
            colour=self._colours.get(kind, ""),
            codable=kind not in self._unused or kind in met,
        )

    def _type(self, line: str, section: str) -> None:
        if self._open[0] != section:
            self._open = (section, [])
        stripped = line.lstrip()
        indent = len(line) - len(stripped)
        terms = stripped.split(None, 1)[0].split("|")
        kind = terms[0].strip()
        # A macro or an inherited argument is no type.
        if not kind.strip("!") or kind.startswith("<"):
            return
        if kind.startswith("!"):
            kind = kind[1:]
            self._unused.add(kind)
        above = self._open[1]
        while above and above[-1][0] >= indent:
            above.pop()
        self._parents.setdefault(kind, above[-1][1] if above else "")
        above.append((indent, kind))


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Each line that says something, with the section that it stands in."""
    section = ""
    for line in text.splitlines():
        found = _SECTION.match(line)
        if found:
            section = found[1].strip()
        elif line.strip() and not line.lstrip().startswith("#") and not _RULE.match(line):
            yield section, line
