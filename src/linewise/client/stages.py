"""The stages of a remote project: the same words, arguments and answers as `linewise.workbench`."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from linewise.applying.views import ApplyState, Coverage, Curve, PrevalenceView, ScoredUnits
from linewise.auditing.views import FactChange, LogPage, Snapshot, Verification
from linewise.client.jobs import Jobs
from linewise.client.route import Routes, get, post, put, route
from linewise.client.wire import plain
from linewise.coding.likeness import Recall
from linewise.coding.saturation import Of, Saturation
from linewise.coding.saved import named
from linewise.core.nouns import Application, ItemState, MarkState, Memo, SavedView, Source, Value
from linewise.core.views import DocumentView, Progress, Suggestion, UnitPage, UnitQuery, UnitView, ValueCount
from linewise.exploring.memos import Order
from linewise.exploring.views import Frequency, Thing, Together
from linewise.grouping.views import (
    Codebook,
    CodeCard,
    Comparison,
    Impact,
    Part,
    Proposals,
    TrayNorms,
    TrayPage,
)
from linewise.importing.plan import ImportPlan
from linewise.interchange.preview import Preview
from linewise.jobs import JobView
from linewise.teaching.views import CodeMeaning, ModelCard, TeachState
from linewise.verifying.views import (
    Advice,
    BandView,
    FiguresView,
    InfluenceView,
    ItemView,
    Neighbour,
    Reasons,
    RoundSummary,
    RoundView,
    VerifyState,
)
from linewise.workbench.views import EncodingReport, ExportPreview, ImportReport, ImportTotals

Told = Callable[[JobView], object]
CHUNK = 2**20


class Stage(Routes):
    @property
    def _jobs(self) -> Jobs:
        return Jobs(self._connection, "/jobs")


class Importing(Stage):
    """Files into documents and units."""

    def run(
        self,
        path: str | Path,
        plan: ImportPlan | None = None,
        *,
        name: str | None = None,
        dry_run: bool = False,
        progress: Told | None = None,
    ) -> ImportReport:
        """Send a file and import it; the plan that is left out is guessed by the server."""
        return self._jobs.outcome(ImportReport, self.start(path, plan, name=name, dry_run=dry_run), progress)

    def start(
        self,
        path: str | Path,
        plan: ImportPlan | None = None,
        *,
        name: str | None = None,
        dry_run: bool = False,
    ) -> JobView:
        """Send a file and import it in the background of the server."""
        file = self.upload(path, name=name)
        body = {"file": file, "plan": plan.to_dict() if plan else None, "dry_run": dry_run}
        return self._connection.ask(JobView, "POST", f"{self._base}/import", body=body)

    def preview(self, path: str | Path, *, plan: ImportPlan | None = None) -> Preview:
        """The beginning of a file as the server would read it."""
        body = {"file": self.upload(path), "plan": plan.to_dict() if plan else None}
        return self._connection.ask(Preview, "POST", f"{self._base}/import/preview", body=body)

    def totals(self, path: str | Path, plan: ImportPlan | None = None) -> ImportTotals:
        """What the whole file would come to; nothing is written."""
        body = {"file": self.upload(path), "plan": plan.to_dict() if plan else None}
        return self._connection.ask(ImportTotals, "POST", f"{self._base}/import/totals", body=body)

    def upload(self, path: str | Path, *, name: str | None = None) -> str:
        """Send a file; gives the id by which the server knows it for a day."""
        path = Path(path)
        answer: Mapping[str, Any] = self._connection.ask(
            Mapping[str, Any],  # type: ignore[type-abstract]
            "POST",
            f"{self._base}/import/files",
            query={"name": name or path.name},
            content=_chunks(path),
        )
        return str(answer["file"])

    @get("import/sources")
    def sources(self) -> tuple[Source, ...]: ...


class Coding(Stage):
    """Reading units and writing notes on them."""

    def units(self, query: UnitQuery | None = None, **changes: Any) -> UnitPage:
        """A page of units; give a UnitQuery, or its fields."""
        asked = plain(replace(query or UnitQuery(), **changes))
        asked["attribute"] = [f"{name}:{value}" for name, value in asked.pop("attributes").items()]
        return self._connection.ask(UnitPage, "GET", f"{self._base}/code/units", query=asked)

    @get("code/units/{unit}")
    def unit(self, unit: int) -> UnitView: ...

    @put("code/units/{unit}/note")
    def write(
        self,
        unit: int,
        text: str,
        *,
        note: str | None = None,
        start: int | None = None,
        end: int | None = None,
        expected: str | None = None,
    ) -> UnitView: ...

    @put("code/units/{unit}/mark")
    def mark(self, unit: int, state: MarkState | None) -> UnitView: ...

    @put("code/units/{unit}/codings")
    def code(self, unit: int, codings: Mapping[str, Value | None]) -> UnitView: ...

    @put("code/units/{unit}/bookmark")
    def bookmark(self, unit: int, on: bool = True) -> UnitView: ...

    @get("code/units/{unit}/document")
    def document(self, unit: int) -> DocumentView: ...

    @get("code/values")
    def values(self, attribute: str, *, search: str = "", limit: int = 20) -> tuple[ValueCount, ...]: ...

    @get("code/views")
    def views(self) -> tuple[SavedView, ...]: ...

    def view(self, name: str) -> SavedView:
        """The view with this name or id; NotFound tells which there are."""
        return named(self.views(), name)

    @post("code/views")
    def save_view(
        self, name: str | None = None, query: Mapping[str, object] | None = None, *, view: str | None = None
    ) -> SavedView: ...

    @route("DELETE", "code/views/{view}")
    def withdraw_view(self, view: str) -> None: ...

    @get("code/suggest")
    def suggest(self, prefix: str, *, limit: int = 8) -> tuple[Suggestion, ...]: ...

    @get("code/progress")
    def progress(self) -> Progress: ...

    def similar(self, unit: int | None = None, *, text: str | None = None, limit: int = 8) -> Recall:
        """What is most like a unit, or like a text."""
        place = f"units/{unit}/similar" if unit is not None else "similar"
        query = {"limit": limit, "text": text if unit is None else None}
        return self._connection.ask(Recall, "GET", f"{self._base}/code/{place}", query=query)

    @get("code/saturation")
    def saturation(self, *, of: Of = "open codes", coder: str | None = None) -> Saturation: ...


class Grouping(Stage):
    """Open codes into codes, and the codebook."""

    @get("group/tray")
    def tray(
        self,
        *,
        search: str = "",
        grouped: bool | None = None,
        code: str | None = None,
        order: str = "count",
        after: str | None = None,
        limit: int = 100,
    ) -> TrayPage: ...

    @get("group/tray/norms")
    def norms(self, *, search: str = "", grouped: bool | None = None, code: str | None = None) -> TrayNorms: ...

    @get("group/codes")
    def codebook(self) -> Codebook: ...

    @get("group/codes/{code}")
    def code(self, code: str) -> CodeCard: ...

    @post("group/codes")
    def create(
        self,
        name: str,
        *,
        norms: Sequence[str] = (),
        definition: str = "",
        use_when: str = "",
        not_when: str = "",
        examples: Sequence[str] = (),
        counter_examples: Sequence[str] = (),
        aliases: Sequence[str] = (),
        parents: Sequence[str] = (),
        colour: str = "",
    ) -> CodeCard: ...

    @route("PATCH", "group/codes/{code}")
    def describe(
        self,
        code: str,
        *,
        name: str | None = None,
        definition: str | None = None,
        use_when: str | None = None,
        not_when: str | None = None,
        examples: Sequence[str] | None = None,
        counter_examples: Sequence[str] | None = None,
        aliases: Sequence[str] | None = None,
        parents: Sequence[str] | None = None,
        colour: str | None = None,
        position: int | None = None,
    ) -> CodeCard: ...

    @post("group/codes/{code}/place")
    def place(self, code: str, norms: Sequence[str]) -> CodeCard: ...

    @post("group/codes/{code}/unplace")
    def unplace(self, code: str, norms: Sequence[str]) -> CodeCard: ...

    @post("group/codes/{code}/move")
    def move(self, code: str, into: str, norms: Sequence[str]) -> CodeCard: ...

    @post("group/arrange")
    def arrange(self, codes: Sequence[str], *, under: str | None = None, before: str | None = None) -> Codebook: ...

    @get("group/proposals")
    def proposals(self, *, limit: int = 30) -> Proposals: ...

    @post("group/proposals/refuse")
    def refuse(self, norms: Sequence[str]) -> None: ...

    @get("group/compare")
    def compare(self, left: str, right: str, *, limit: int = 30) -> Comparison: ...

    @post("group/merge")
    def merge(self, codes: Sequence[str], into: str) -> CodeCard: ...

    @post("group/codes/{code}/split")
    def split(self, code: str, parts: Sequence[Part], retire: bool = False) -> tuple[CodeCard, ...]: ...

    @post("group/codes/{code}/retire")
    def retire(self, code: str) -> CodeCard: ...

    @post("group/codes/{code}/restore")
    def restore(self, code: str) -> CodeCard: ...

    @post("group/impact")
    def impact(
        self,
        action: str,
        *,
        codes: Sequence[str] = (),
        into: str | None = None,
        norms: Sequence[str] = (),
        parts: Sequence[Part] = (),
    ) -> Impact: ...

    @get("group/codes/{code}/units")
    def units(self, code: str, *, after: str | None = None, limit: int = 50) -> UnitPage: ...

    @get("group/stale")
    def stale(self, code: str | None = None, *, after: str | None = None, limit: int = 50) -> UnitPage: ...


class Teaching(Stage):
    """The encoder and the models."""

    @get("teach")
    def state(self) -> TeachState: ...

    @post("teach")
    def start(self) -> JobView: ...

    @post("teach/encode")
    def start_encoding(self) -> JobView: ...

    @get("teach/models")
    def models(self) -> tuple[ModelCard, ...]: ...

    @get("teach/codes/{code}")
    def meaning(self, code: str) -> CodeMeaning: ...

    def train(self, *, progress: Told | None = None) -> ModelCard:
        """Teach a model and wait for it."""
        return self._jobs.outcome(ModelCard, self.start(), progress)

    def encode(self, *, progress: Told | None = None) -> EncodingReport:
        """Compute the missing vectors and wait for them."""
        return self._jobs.outcome(EncodingReport, self.start_encoding(), progress)


class Verifying(Stage):
    """Rounds and the decisions in them."""

    @get("verify")
    def state(self) -> VerifyState: ...

    @post("verify/rounds")
    def open(
        self,
        *,
        strategy: str = "margin",
        size: int | None = None,
        audit_share: float | None = None,
        blind_share: float | None = None,
        code: str | None = None,
        seed: int | None = None,
    ) -> RoundView: ...

    @get("verify/rounds/{round}")
    def round(self, round: str) -> RoundView: ...

    @put("verify/rounds/{round}/items/{position}")
    def decide(
        self,
        round: str,
        position: int,
        *,
        state: ItemState,
        codes: Sequence[str] = (),
        new_codes: Sequence[str] = (),
        unaided: bool = False,
    ) -> ItemView: ...

    @post("verify/rounds/{round}/close")
    def close(self, round: str) -> RoundSummary: ...

    @get("verify/advice")
    def advice(self) -> Advice: ...

    @get("verify/influence")
    def influence(self) -> InfluenceView: ...

    @get("verify/bands")
    def bands(self, code: str) -> tuple[BandView, ...]: ...

    @get("verify/units/{unit}/reasons")
    def reasons(self, unit: int, code: str | None = None, model: str | None = None) -> Reasons: ...

    @get("verify/units/{unit}/nearest")
    def nearest(self, unit: int, limit: int = 8) -> tuple[Neighbour, ...]: ...

    def figures(self) -> FiguresView:
        """The figures from every audit sample so far."""
        return self.state().figures


class Applying(Stage):
    """The model's codes for the rest of the corpus, and exports."""

    @get("apply")
    def state(self) -> ApplyState: ...

    @get("apply/coverage")
    def coverage(self, confidence: float) -> Coverage: ...

    @get("apply/curve")
    def curve(self) -> Curve: ...

    @get("apply/units")
    def units(
        self, code: str, *, which: str = "given", confidence: float = 0.9, limit: int = 50, skip: int = 0
    ) -> ScoredUnits: ...

    @get("apply/prevalence")
    def prevalence(self) -> PrevalenceView: ...

    @post("apply")
    def start(self, confidence: float | None = None) -> JobView: ...

    def run(self, *, confidence: float | None = None, progress: Told | None = None) -> Application:
        """Apply the newest model and wait until every unit has its codes."""
        return self._jobs.outcome(Application, self.start(confidence), progress)

    @get("apply/export/preview")
    def export_preview(self, *, shape: str = "long", include: str = "all") -> ExportPreview: ...

    def export(self, path: str | Path, *, shape: str = "long", format: str | None = None, include: str = "all") -> Path:
        """Download the coded corpus; the format follows from the file's name when it is not given."""
        path = Path(path)
        query = {"shape": shape, "format": format or path.suffix.lstrip(".") or "csv", "include": include}
        partial = path.with_name(path.name + ".part")
        try:
            with (
                self._connection.stream(f"{self._base}/apply/export", query=query) as response,
                partial.open("wb") as file,
            ):
                for chunk in response.iter_bytes(CHUNK):
                    file.write(chunk)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        return path


class Auditing(Stage):
    """The log and what it proves."""

    def log(
        self,
        *,
        after: int | None = None,
        limit: int = 50,
        subject: str | None = None,
        coder: str | None = None,
        kinds: Sequence[str] = (),
        search: str = "",
    ) -> LogPage:
        """What happened, newest first."""
        query = {"after": after, "limit": limit, "subject": subject, "coder": coder, "search": search, "kind": kinds}
        return self._connection.ask(LogPage, "GET", f"{self._base}/audit/log", query=query)

    @get("audit/history")
    def history(self, subject: str) -> tuple[FactChange, ...]: ...

    @get("audit/changes/{seq}")
    def changes(self, seq: int) -> tuple[FactChange, ...]: ...

    @post("audit/verify")
    def verify(self) -> Verification: ...

    @get("audit/at")
    def at(self, seq: int | None = None, time: str | None = None) -> Snapshot: ...


class Exploring(Stage):
    """Counts over codes, search, and memos."""

    @get("explore/frequencies")
    def frequencies(self) -> tuple[Frequency, ...]: ...

    @get("explore/together")
    def together(self) -> tuple[Together, ...]: ...

    def search(self, text: str, **changes: Any) -> UnitPage:
        """Units whose text holds these words."""
        return Coding(self._connection, self._base).units(search=text, **changes)

    @get("explore/memos")
    def memos(
        self,
        about: str | None = None,
        about_id: str | None = None,
        *,
        search: str = "",
        coder: str | None = None,
        speaks_of: str | None = None,
        order: Order = "oldest",
    ) -> tuple[Memo, ...]: ...

    @post("explore/memos")
    def write_memo(
        self,
        about: str,
        about_id: str,
        text: str,
        *,
        memo: str | None = None,
        links: Sequence[str] | None = None,
    ) -> Memo: ...

    @get("explore/things")
    def things(self, of: Sequence[str]) -> tuple[Thing, ...]: ...

    @get("explore/offers")
    def offers(self, search: str, *, limit: int = 8) -> tuple[Thing, ...]: ...

    @route("DELETE", "explore/memos/{memo}")
    def withdraw_memo(self, memo: str) -> None: ...


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
