"""The documents of one import cut into other units, and all that people said of them taken along."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar, get_args

from linewise.core.errors import BadInput, Conflict, NotFound
from linewise.core.events import Change, Draft, change
from linewise.core.facts import Facts
from linewise.core.nouns import (
    Bookmark,
    Coding,
    Mark,
    Memo,
    Note,
    Noun,
    OpenCode,
    Rationale,
    Round,
    RoundItem,
    Source,
)
from linewise.importing.cutting import cut
from linewise.importing.recutting import Fit, Place, rebookmarked, recoded, reimported, remarked
from linewise.importing.segment import Segmentation
from linewise.storage import Connection, corpus, recutting, spans
from linewise.storage.corpus import CorpusWriter, NewUnit
from linewise.storage.projection import TableFacts
from linewise.storage.recutting import HeldDocument
from linewise.workbench.clock import now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.intake.again import record_of
from linewise.workbench.intake.parcels import Parcels, parcels
from linewise.workbench.views import RecutReport

Progress = Callable[[int, int], None]
N = TypeVar("N", Note, OpenCode, Coding, Mark, Bookmark, Rationale)
PORTION = 500


class _DryRun(Exception):
    """Leaves the transaction of a dry run."""


def recut(
    desk: Desk, source: str, segmentation: Segmentation, *, dry_run: bool = False, progress: Progress | None = None
) -> RecutReport:
    """Cut an import (by name or id) anew, as one event that undo takes back; nothing happens where it is cut so.

    Refused while a round puts its units before people, and once a round's answers rest on them: the figures of audits
    are drawn from units as they were, and would say nothing true of others. Refused, too, where another import says
    something of its units.
    """
    if segmentation not in get_args(Segmentation):
        choices = [one for one in get_args(Segmentation) if one != "given"]
        raise BadInput(f"There is no kind of unit {segmentation!r}.", remedy=f"Use {', '.join(choices)}.")
    try:
        with desk.store.writing(desk.project_no) as connection:
            report, draft = _Recut(connection, desk, source, segmentation, progress).done(dry_run=dry_run)
            if dry_run:
                raise _DryRun
            if draft is not None:
                desk.log(connection, draft)
    except _DryRun:
        return report
    if draft is not None:
        desk.bell.ring()
    return report


class _Recut:
    """One cut under way, in the transaction of the caller."""

    def __init__(
        self, connection: Connection, desk: Desk, wanted: str, how: Segmentation, progress: Progress | None
    ) -> None:
        self._connection, self._desk, self._how, self._progress = connection, desk, how, progress
        self._facts = TableFacts(connection, desk.project_no)
        self._source = _found(self._facts, wanted)
        self._inside = range(self._source.first_unit, self._source.first_unit + self._source.units)
        self._fit = Fit()
        self._claims: set[tuple[int, str]] = set()

    def done(self, *, dry_run: bool) -> tuple[RecutReport, Draft | None]:
        """Write the new units. The draft is None where the import is cut so already."""
        old, project_no = self._source, self._desk.project_no
        before = str(old.plan.get("segmentation", "whole"))
        if before == self._how:
            return self._report(old, {}, 0, 0, 0, dry_run=dry_run), None
        self._allowed()
        elsewhere = old.codings - sum(map(len, recutting.stated(self._connection, project_no, old).values()))
        first = self._written()
        changes, told, unverified, left = self._changes()
        recutting.state(self._connection, project_no, old.id, self._claims | unverified)
        codings = elsewhere + len(self._claims | unverified)
        plan = {**old.plan, "segmentation": self._how}
        new = replace(old, first_unit=first, units=len(self._fit.news), plan=plan, codings=codings, digest="", at=now())
        new = replace(new, digest=corpus.source_digest(self._connection, project_no, new))
        detail = {"name": old.name, "from": before, "to": self._how, "before": old.units, "units": new.units}
        draft = Draft("source_recut", (*changes, change(old, new)), detail)
        return self._report(new, told, len(unverified), len(self._claims), left, dry_run=dry_run), draft

    def _allowed(self) -> None:
        if self._how == "given":
            raise BadInput(
                "Where the file itself cut its texts is not known any more.",
                remedy="Undo the cuts made since, or import the file again.",
            )
        rounds = {one.id: one for one in self._facts.find(Round)}
        decided = 0
        for item in self._facts.find(RoundItem):
            if item.unit not in self._inside:
                continue
            if rounds[item.round].state == "open":
                raise Conflict(
                    f"Round {rounds[item.round].number} is open and has units of this import.",
                    remedy="Close the round first.",
                )
            decided += item.state != "pending"
        if decided:
            raise Conflict(
                f"{decided:,} units of this import were decided in rounds, and figures rest on them.",
                remedy="Undo those decisions first, or import the file into a new project, cut otherwise.",
            )
        others = recutting.spoken_of_by(self._connection, self._desk.project_no, self._source)
        if others:
            name, many = others[0]
            raise Conflict(
                f"The import {name!r} says codes of {many:,} units of this one.",
                remedy="Undo that import first, cut this one anew, and import the other again.",
            )

    def _written(self) -> int:
        """Store the new units and hold them against the old; gives the first of their numbers."""
        source, connection, no = self._source, self._connection, self._desk.project_no
        writer = CorpusWriter(connection, no, source_id=source.id, seed=settings(self._facts, self._desk).seed)
        first = writer.next_unit
        structure = parcels(connection, no, (source,))
        stated = recutting.stated(connection, no, source)
        portion: list[HeldDocument] = []
        done = 0
        for held in recutting.held(connection, no, source):
            portion.append(held)
            if len(portion) == PORTION:
                self._portion(writer, portion, structure, stated)
                done += len(portion)
                portion = []
                if self._progress is not None:
                    self._progress(done, source.documents)
        self._portion(writer, portion, structure, stated)
        writer.finish()
        return first

    def _portion(
        self, writer: CorpusWriter, some: list[HeldDocument], structure: Parcels, stated: Mapping[int, list[str]]
    ) -> None:
        connection, no = self._connection, self._desk.project_no
        said = spans.of_documents(connection, no, [one.number for one in some]) if self._source.spans else {}
        loose: list[tuple[int, str]] = []
        for held in some:
            first = writer.next_unit
            record = record_of(held, structure, self._source.plan)
            pieces = tuple(cut(record, self._how))
            units = [NewUnit(one.start, one.end, held.text[one.start : one.end], one.own) for one in pieces]
            writer.add_units(held.number, units, held.attributes)
            news = [Place(first + at, one.start, one.end) for at, one in enumerate(pieces)]
            self._fit.add([Place(one.id, one.start, one.end) for one in held.units], news)
            if held.bare:
                loose.append((held.number, held.text))
            passages = [
                (one.new.code, one.new.start or 0, len(held.text) if one.new.end is None else one.new.end)
                for one in said.get(held.number, ())
                if one.source == self._source.id and one.new.value == "present"
            ]
            found = reimported(self._fit, (one.unit for one in news), stated, passages)
            self._claims |= {(unit, code) for unit, codes in found.items() for code in codes}
        recutting.keep_texts(connection, no, loose)

    def _changes(self) -> tuple[list[Change], dict[str, int], set[tuple[int, str]], int]:
        """What people said, taken along: changes, how many of what, claims nobody verified, and what is left."""
        fit, exclusive = self._fit, settings(self._facts, self._desk).exclusive
        notes, codings, marks = self._of(Note), self._of(Coding), self._of(Mark)
        bookmarks, judged = self._of(Bookmark), self._of(Rationale)
        memos = [one for one in self._facts.find(Memo) if self._speaks(one)]
        self._all_have_a_home({one.unit for found in (notes, codings, marks, bookmarks, judged) for one in found})
        self._all_have_a_home({int(one.about_id) for one in memos if one.about == "unit"})
        outcome = recoded(fit, codings, exclusive=exclusive)
        marked, unmarked = remarked(fit, marks)
        booked = rebookmarked(fit, bookmarks)
        gone: list[Noun] = [*codings, *marks, *bookmarks]
        come: list[Noun] = [*outcome.codings, *marked, *booked]
        changes = [change(one, None) for one in gone]
        moved = {one.id: self._moved(one) for one in notes}
        changes += [change(one, moved[one.id]) for one in notes]
        for piece in self._of(OpenCode):
            changes.append(change(piece, replace(piece, unit=moved[piece.note].unit)))
        changes += [change(one, self._judged(one)) for one in judged]
        changes += [change(one, self._readdressed(one)) for one in memos]
        changes += [change(None, one) for one in come]
        told = {
            "notes": len(notes),
            "kept": outcome.kept,
            "joined": outcome.joined,
            "marks": len(marks) - unmarked,
            "bookmarks": len(booked),
            "memos": sum(one.about == "unit" and int(one.about_id) in self._inside for one in memos),
        }
        return changes, told, set(outcome.unverified), outcome.left + unmarked

    def _of(self, noun: type[N]) -> list[N]:
        return [one for one in self._facts.find(noun) if one.unit in self._inside]

    def _speaks(self, memo: Memo) -> bool:
        places = [int(link[5:]) for link in memo.links if link.startswith("unit:")]
        if memo.about == "unit":
            places.append(int(memo.about_id))
        return any(one in self._inside for one in places)

    def _all_have_a_home(self, units: set[int]) -> None:
        lost = [one for one in units if one in self._inside and one not in self._fit.home]
        if lost:
            raise Conflict(
                f"Cut so, nothing would be left of {len(lost):,} units of which something was said.",
                remedy="Use another kind of unit.",
            )

    def _moved(self, note: Note) -> Note:
        if note.start is None or note.end is None:
            unit, start, end = self._fit.whole(note.unit)
            return replace(note, unit=unit, start=start, end=end)
        unit, begin, finish = self._fit.span(note.unit, note.start, note.end)
        return replace(note, unit=unit, start=begin, end=finish)

    def _judged(self, one: Rationale) -> Rationale:
        unit, start, end = self._fit.span(one.unit, one.start, one.end)
        return replace(one, unit=unit, start=start, end=end)

    def _readdressed(self, memo: Memo) -> Memo:
        def now_at(unit: str) -> str:
            return str(self._fit.home.get(int(unit), unit))

        links = tuple(f"unit:{now_at(link[5:])}" if link.startswith("unit:") else link for link in memo.links)
        about = now_at(memo.about_id) if memo.about == "unit" else memo.about_id
        return replace(memo, about_id=about, links=links)

    def _report(
        self, source: Source, told: Mapping[str, int], unverified: int, imported: int, left: int, *, dry_run: bool
    ) -> RecutReport:
        return RecutReport(
            source=source,
            before=self._source.units,
            units=source.units,
            same=self._fit.same() if self._fit.news else source.units,
            notes=told.get("notes", 0),
            kept=told.get("kept", 0),
            joined=told.get("joined", 0),
            unverified=unverified,
            imported=imported,
            marks=told.get("marks", 0),
            bookmarks=told.get("bookmarks", 0),
            memos=told.get("memos", 0),
            left=left,
            dry_run=dry_run,
        )


def _found(facts: Facts, wanted: str) -> Source:
    known = facts.get(Source, wanted)
    if known is not None:
        return known
    named = sorted((one for one in facts.find(Source) if one.name == wanted), key=lambda one: one.at)
    if len(named) == 1:
        return named[0]
    if named:
        raise BadInput(
            f"There are {len(named)} imports called {wanted!r}.",
            remedy=f"Use the id of one: {', '.join(one.id for one in named[:10])}.",
        )
    raise NotFound(f"There is no import {wanted!r} here.", remedy="Use the name or id of one that stands.")
