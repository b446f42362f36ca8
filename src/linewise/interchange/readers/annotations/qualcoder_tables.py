"""Everything in a QualCoder project but its texts: codes, categories, codings, cases, attributes, memos."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from linewise.core.exchange import AttributeValue, CodeEntry, MemoEntry, Stretch
from linewise.interchange.sqlite import ROW, ForeignDatabase, as_text, as_whole
from linewise.interchange.standoff import Losses, memo_text, moment

CASE = "case"
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
_BEYOND = (
    ("code_image", "codings of pictures", "only texts are coded here"),
    ("code_av", "codings of audio and video", "only texts are coded here"),
    ("graph", "graphs", "there are none here"),
    ("stored_sql", "stored queries", "there are none here"),
    ("files_filter", "filters of files", "there are none here"),
)


class Coding(NamedTuple):
    """`words` is the hash of what was coded: the words themselves would fill the memory."""

    words: int
    code: int
    start: int
    end: int
    owner: str
    date: str
    memo: str
    important: bool


class Annotation(NamedTuple):
    start: int
    end: int
    memo: str
    owner: str
    date: str


class _Case(NamedTuple):
    name: str
    start: int
    end: int
    attributes: tuple[tuple[str, AttributeValue], ...]


def code_id(name: str) -> str:
    """The id of a code: names are unique in a project, numbers mean another code in the next project."""
    return f"qualcoder:{name}"


def category_id(name: str) -> str:
    """The id of a category, which may have the name of a code."""
    return f"qualcoder:category:{name}"


class Tables:
    """`sources` by number in their order; `names` gives the id of a code by its number."""

    def __init__(self, database: ForeignDatabase, losses: Losses) -> None:
        self._database, self._losses = database, losses
        self.names: dict[int, str] = {}
        self.codings: dict[int, list[tuple[int, Coding]]] = defaultdict(list)
        self.annotations: dict[int, list[Annotation]] = defaultdict(list)
        self.memos: list[MemoEntry] = []
        self.sources = dict.fromkeys(sorted(self._numbers("source", "id")))
        self.program = "QualCoder"
        self._read_project()
        self.codes = (*self._categories(), *self._codes())
        self._read_codings()
        self._read_annotations()
        self._cases = self._read_cases()
        self._attributes = self._read_attributes("file")
        self._read_journals()
        for table, what, reason in _BEYOND:
            losses.add(what, reason, database.count(table))

    def codings_of(self, source: int) -> list[tuple[int, Coding]]:
        """What is coded in a text, by row."""
        return self.codings.get(source, [])

    def cases_of(self, source: int, length: int) -> tuple[dict[str, AttributeValue], tuple[Stretch, ...]]:
        """Attributes of a text and of the cases that are all of it; cases of a part of it as stretches."""
        attributes: dict[str, AttributeValue] = {}
        stretches: list[Stretch] = []
        whole = []
        for case in self._cases.get(source, ()):
            if case.start <= 0 and case.end >= length - 1:
                whole.append(case.name)
                for name, value in case.attributes:
                    if attributes.setdefault(name, value) != value:
                        self._losses.add(
                            "attributes of several cases", "a text has each attribute once; the first is kept"
                        )
            else:
                start, end = max(0, case.start), max(0, min(case.end, length))
                pairs = ((CASE, case.name), *case.attributes)
                stretches += [Stretch(start, end, name, value) for name, value in pairs if start < end]
        if whole:
            attributes[CASE] = "; ".join(dict.fromkeys(whole))
        attributes.update(self._attributes.get(source, ()))
        return attributes, tuple(stretches)

    def _numbers(self, table: str, column: str) -> Iterator[int]:
        for (number,) in self._database.rows(table, (column,)):
            if as_whole(number) is not None:
                yield number

    def _read_project(self) -> None:
        for version, about, memo, date in self._database.rows("project", ("databaseversion", "about", "memo", "date")):
            words = as_text(about).strip() or "QualCoder"
            self.program = words if len(words) < 60 else f"QualCoder (database {as_text(version)[:8]})"
            if as_text(memo).strip():
                self.memos.append(MemoEntry(text=as_text(memo), at=moment(as_text(date))))

    def _categories(self) -> Iterator[CodeEntry]:
        rows = list(self._database.rows("code_cat", ("catid", "name", "memo", "supercatid")))
        self._category = {number: as_text(name) for number, name, _, _ in rows}
        for _, name, memo, above in rows:
            parent = self._category.get(above)
            yield CodeEntry(
                id=category_id(as_text(name)),
                name=as_text(name),
                definition=as_text(memo),
                parents=() if parent is None else (category_id(parent),),
                codable=False,
            )

    def _codes(self) -> Iterator[CodeEntry]:
        rows = list(self._database.rows("code_name", ("cid", "name", "memo", "catid", "color", "supercid")))
        names = {row[0]: as_text(row[1]) for row in rows}
        self.names = {number: code_id(name) for number, name in names.items()}
        for _, name, memo, category, colour, above in rows:
            parents: tuple[str, ...] = ()
            if above in names and above is not None:
                parents = (code_id(names[above]),)
            elif category in self._category:
                parents = (category_id(self._category[category]),)
            yield CodeEntry(
                id=code_id(as_text(name)),
                name=as_text(name),
                definition=as_text(memo),
                parents=parents,
                colour=as_text(colour).lower() if len(as_text(colour)) == 7 else "",
            )

    def _read_codings(self) -> None:
        fields = (ROW, "seltext", "cid", "fid", "pos0", "pos1", "owner", "date", "memo", "important")
        for number, *row in self._database.rows("code_text", fields):
            words, code, source, start, end, owner, date, memo, important = row
            if code not in self.names:
                self._losses.add("codings without a code", "their code is not in the project")
            elif as_whole(start) is None or as_whole(end) is None:
                self._losses.add("codings of nothing", "their positions are no numbers")
            else:
                texts = (as_text(owner), as_text(date), as_text(memo))
                self.codings[source].append(
                    (number, Coding(hash(as_text(words)), code, start, end, *texts, important == 1))
                )

    def _read_annotations(self) -> None:
        for source, start, end, memo, owner, date in self._database.rows(
            "annotation", ("fid", "pos0", "pos1", "memo", "owner", "date")
        ):
            if as_text(memo).strip():
                place = (as_whole(start) or 0, as_whole(end) or 0)
                self.annotations[source].append(Annotation(*place, as_text(memo), as_text(owner), as_text(date)))

    def _read_cases(self) -> dict[int, list[_Case]]:
        attributes = self._read_attributes("case")
        names: dict[int, str] = {}
        for number, name, memo, owner, date in self._database.rows(
            "cases", ("caseid", "name", "memo", "owner", "date")
        ):
            names[number] = as_text(name)
            if as_text(memo).strip():
                self._add_memo(f"Case: {as_text(name)}", as_text(memo), as_text(owner), as_text(date))
        found: dict[int, list[_Case]] = defaultdict(list)
        used = set()
        for case, source, start, end in self._database.rows("case_text", ("caseid", "fid", "pos0", "pos1")):
            if case in names:
                used.add(case)
                more = tuple(attributes.get(case, {}).items())
                found[source].append(_Case(names[case], as_whole(start) or 0, as_whole(end) or 0, more))
        self._losses.add("cases without texts", "a case is an attribute of texts here", len(set(names) - used))
        return found

    def _read_attributes(self, of: str) -> dict[int, dict[str, AttributeValue]]:
        kinds = dict(self._database.rows("attribute_type", ("name", "valuetype")))
        found: dict[int, dict[str, AttributeValue]] = defaultdict(dict)
        for name, value, number in self._database.rows("attribute", ("name", "value", "id"), where=("attr_type", of)):
            text = as_text(value).strip()
            if text:
                found[number][as_text(name)] = _number(text) if kinds.get(name) == "numeric" else text
        return found

    def _read_journals(self) -> None:
        for name, text, owner, date in self._database.rows("journal", ("name", "jentry", "owner", "date")):
            self._add_memo(as_text(name), as_text(text), as_text(owner), as_text(date))

    def _add_memo(self, title: str, text: str, owner: str, date: str) -> None:
        memo = MemoEntry(title=title, text=text, coder=owner, at=moment(date))
        if memo_text(memo).strip():
            self.memos.append(memo)


def _number(text: str) -> AttributeValue:
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
