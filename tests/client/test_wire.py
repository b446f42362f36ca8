"""Every answer survives the trip to JSON and back as the very dataclass it was."""

import json
from dataclasses import dataclass

import pytest

from linewise.applying.views import ApplyState, Coverage
from linewise.auditing.views import FactChange, LogPage, Snapshot, Verification
from linewise.client.wire import build, plain, reader
from linewise.core.errors import BadInput
from linewise.core.views import CodingView, NoteView, PieceView, Progress, UnitPage, UnitView
from linewise.exploring.views import Frequency, Together
from linewise.grouping.views import Codebook, CodeCard, Impact, Part, TrayPage
from linewise.interchange.preview import Preview
from linewise.teaching.encoder_views import EncoderCard, EncodersView
from linewise.teaching.views import EncoderState, ModelCard, TeachState
from linewise.verifying.views import FiguresView, ItemView, RoundSummary, RoundView, VerifyState
from linewise.workbench.views import ExportReport, ImportReport, JobView, ProjectCard, ProjectState, Undone

VIEWS = (
    ApplyState, Codebook, CodeCard, Coverage, EncoderCard, EncodersView, EncoderState, ExportReport, FactChange,
    FiguresView, Frequency, Impact,
    ImportReport, ItemView, JobView, LogPage, ModelCard, Preview, Progress, ProjectCard, ProjectState, RoundSummary,
    RoundView, Snapshot, TeachState, Together, TrayPage, Undone, UnitPage, Verification, VerifyState,
)  # fmt: skip


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_every_view_can_be_read(view):
    assert callable(reader(view))


def test_a_unit_comes_back_equal_with_everything_in_it():
    unit = UnitView(
        id=3,
        text="Ein schöner Tag 🌞",
        document=1,
        source="s",
        external_id=None,
        start=0,
        end=17,
        attributes={"age": 32, "happy": True, "weight": 1.5, "city": "Köln", "none": None},
        twins=0,
        notes=(
            NoteView(
                id="n",
                coder="c",
                text="sun",
                start=2,
                end=5,
                at="t",
                pieces=(PieceView(id="p", text="sun", codes=("x",)),),
            ),
        ),
        codings=(
            CodingView(code="x", value="absent", origin="model", coder="m", via="decision", at="t", confidence=0.5),
        ),
        mark="done",
    )
    page = UnitPage(units=(unit, unit), next=None, total=2)
    assert build(UnitPage, json.loads(json.dumps(plain(page)))) == page


def test_a_newer_server_may_send_more_and_a_field_with_a_default_may_be_missing():
    sent = {"name": "Dogs", "norms": ["my dog"], "invented_later": 1}
    assert build(Part, sent) == Part(name="Dogs", norms=("my dog",))


@pytest.mark.parametrize(
    "sent", [None, [], "text", {}, {"units": 5, "next": None}, {"units": [{"id": 1}], "next": None}]
)
def test_an_answer_of_another_shape_is_told(sent):
    with pytest.raises(BadInput, match="UnitPage"):
        build(UnitPage, sent)


@dataclass(frozen=True)
class Ambiguous:
    value: Part | Frequency


def test_a_type_that_json_cannot_tell_apart_is_refused_and_not_guessed():
    with pytest.raises(BadInput, match="apart"):
        build(Ambiguous, {"value": {}})
