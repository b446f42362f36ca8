"""QualCoder: a project folder (.qda) in a zip, to be unpacked and opened."""

import re
import tempfile
import zipfile
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from linewise.core.exchange import AttributeValue, DocumentEntry, MemoEntry, Parcel
from linewise.interchange.formats.qualcoder_schema import FOLDERS, SCHEMA, VERSION
from linewise.interchange.packing import Format, Packed, Value
from linewise.interchange.sqlite import NewDatabase, new_database
from linewise.interchange.standoff import (
    Losses,
    described,
    first_parent,
    hand,
    memo_text,
    moment,
    present,
    several_parents,
    storable,
)

CASE = "case"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_COLOURS = ("#8ecae6", "#ffb703", "#b5e48c", "#f4978e", "#cdb4db", "#ffd6a5", "#a0c4ff", "#caffbf")
_UNSAFE = re.compile(r"[^\w .,()-]+")


def _pack(path: Path, parcel: Parcel, _choices: Mapping[str, Value]) -> Packed:
    name = _UNSAFE.sub("_", parcel.name).strip(" .")[:80] or "linewise"
    with tempfile.TemporaryDirectory(prefix="linewise-") as folder:
        target = Path(folder) / "data.qda"
        with new_database(target, SCHEMA) as database:
            packed = _Writer(database, parcel).write()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for empty in FOLDERS:
                archive.mkdir(f"{name}.qda/{empty}")
            archive.write(target, f"{name}.qda/data.qda")
    return packed


class _Names:
    """Names as a table takes them: each once."""

    def __init__(self, what: str, losses: Losses) -> None:
        self._taken: set[str] = set()
        self._what, self._losses = what, losses

    def __call__(self, name: str, otherwise: str) -> str:
        plain = " ".join(storable(name).split()) or otherwise
        found, again = plain, 2
        while found in self._taken:
            found, again = f"{plain} ({again})", again + 1
        if found != plain:
            self._losses.add(f"names of {self._what} that were numbered", "QualCoder takes each name once")
        self._taken.add(found)
        return found


class _Writer:
    def __init__(self, database: NewDatabase, parcel: Parcel) -> None:
        self._database, self._parcel = database, parcel
        self._losses = Losses()
        self._by_id = {code.id: code for code in parcel.codes}
        self._codable = {code.id: code for code in parcel.codes if code.codable}
        self._coder = next(iter(parcel.coders), "Linewise")
        self._numbers: dict[str, int] = {}
        self._kinds: dict[str, str] = {}
        self._cases: dict[str, int] = {}
        self._case_numbers = count(1)
        self._sources = _Names("texts", self._losses)
        self._codings = 0

    def write(self) -> Packed:
        parcel = self._parcel
        about = [memo for memo in parcel.memos if memo.subject == "project" and not memo.title]
        memo = "\n\n".join(one.text for one in about)
        coder = self._coder
        self._add(
            "project", VERSION, _date(about[0].at if about else ""), memo, "QualCoder (written by Linewise)", 0, 0,
            coder, "", None, None, None,
        )  # fmt: skip
        for name in dict.fromkeys((*parcel.coders, coder)):
            self._add("coder_names", name, 1)
        self._write_codes()
        self._write_journals()
        documents = 0
        for documents, entry in enumerate(parcel.documents, 1):
            self._document(documents, entry)
        for name, kind in self._kinds.items():
            self._add("attribute_type", name, "", coder, "", "file", kind)
        counts = {"sources": documents, "codes": len(self._codable), "codings": self._codings}
        return Packed(counts, self._losses())

    def _write_codes(self) -> None:
        codes, losses = self._parcel.codes, self._losses
        several_parents(codes, losses)
        names = {True: _Names("codes", losses), False: _Names("categories", losses)}
        self._numbers = {code.id: number for number, code in enumerate(codes, 1)}
        for number, code in enumerate(codes, 1):
            above = first_parent(code, self._by_id)
            parent = None if above is None else self._numbers[above.id]
            memo, name = described(code), names[code.codable](code.name, f"code {number}")
            if code.codable:
                category = parent if above is not None and not above.codable else None
                colour = code.colour if _COLOUR.fullmatch(code.colour) else _COLOURS[number % len(_COLOURS)]
                below = parent if above is not None and above.codable else None
                self._add("code_name", number, name, memo, category, self._coder, "", colour, below)
            else:
                if above is not None and above.codable:
                    losses.add("groups below a code", "categories stand below categories only; they are at the top")
                    parent = None
                self._add("code_cat", number, name, self._coder, "", memo, parent)

    def _write_journals(self) -> None:
        named = _Names("journals", self._losses)
        for memo in self._parcel.memos:
            title = memo.title
            if memo.subject == "code":
                code = self._by_id.get(memo.subject_id)
                title = f"Code: {code.name}" + (f" ({title})" if title else "") if code is not None else title
            elif memo.subject == "project" and not title:
                continue
            self._add("journal", None, named(title, "Memo"), memo.text, _date(memo.at), memo.coder)

    def _document(self, number: int, entry: DocumentEntry) -> None:
        own = [memo for memo in entry.memos if memo.subject != "passage" or memo.start is None]
        first = own[0] if own else MemoEntry(text="")
        text = storable(entry.text)
        self._losses.add("structure of texts (headings, pages, speakers)", "QualCoder has none", _structure(entry))
        self._losses.add("authors of memos", "a text has one memo of one author", max(0, len(own) - 1))
        self._add(
            "source", number, self._sources(entry.name, f"text {number}"), text, None,
            "\n\n".join(memo_text(one) for one in own), first.coder, _date(first.at), None, None,
        )  # fmt: skip
        for name, value in entry.attributes.items():
            if name != CASE or not isinstance(value, str):
                self._attribute(number, name, value)
                continue
            for case in filter(None, value.split("; ")):
                self._case(number, case, 0, len(text))
        for one in entry.stretches:
            if one.name == CASE and isinstance(one.value, str):
                self._case(number, one.value, one.start, one.end)
        self._statements(number, entry, text)
        self._annotations(number, entry)

    def _attribute(self, source: int, name: str, value: AttributeValue) -> None:
        if value is None or value == "":
            return
        numeric = isinstance(value, int | float) and not isinstance(value, bool)
        if not numeric or name not in self._kinds:
            # One value that is no number makes the attribute one of words.
            self._kinds[name] = "numeric" if numeric else "character"
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        self._add("attribute", None, name, "file", shown, source, "", self._coder)

    def _case(self, source: int, name: str, start: int, end: int) -> None:
        if name not in self._cases:
            self._cases[name] = next(self._case_numbers)
            self._add("cases", self._cases[name], name, "", self._coder, "")
        self._add("case_text", None, self._cases[name], source, start, end, self._coder, "", "")

    def _statements(self, source: int, entry: DocumentEntry, text: str) -> None:
        for one in present(entry, self._codable, self._losses):
            start, end = (0, len(text)) if one.start is None or one.end is None else (one.start, one.end)
            if one.start is None or one.end is None:
                self._losses.add("codes of whole documents", "they mark the whole text there")
            fields = (self._numbers[one.code], source, text[start:end], start, end, hand(one.coder, one.machine))
            self._codings += 1
            if not self._add("code_text", None, *fields, _date(one.at), one.comment, None, None):
                self._codings -= 1
                self._losses.add("codings said twice", "a coder codes the same words with a code once")

    def _annotations(self, source: int, entry: DocumentEntry) -> None:
        places: dict[tuple[int, int, str], list[MemoEntry]] = {}
        for memo in entry.memos:
            if memo.subject == "passage" and memo.start is not None:
                end = memo.start if memo.end is None else memo.end
                places.setdefault((memo.start, end, memo.coder), []).append(memo)
        for (start, end, coder), memos in places.items():
            text = "\n\n".join(memo_text(one) for one in memos)
            self._losses.add("notes that became one", "a coder has one annotation of the same words", len(memos) - 1)
            self._add("annotation", None, source, start, end, text, coder, _date(memos[0].at))

    def _add(self, table: str, *values: object) -> bool:
        return self._database.add(table, *values)


def _structure(entry: DocumentEntry) -> int:
    return sum(one.name != CASE for one in entry.stretches)


def _date(at: str) -> str:
    """A time as QualCoder stores it: to the second."""
    return moment(at)[:19].replace("T", " ")


QUALCODER = Format(
    name="qualcoder",
    title="QualCoder project",
    suffix=".qda.zip",
    group="programs",
    words="Texts, codes in categories, codings with coder, time, memo; notes, cases, attributes. Unpack it to open it.",
    pack=_pack,
)
