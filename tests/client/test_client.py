"""The thread from file to coded corpus through the client, against a server that really runs."""

import inspect
import threading

import pytest

from linewise.auditing.views import LogEntry
from linewise.client import Client
from linewise.client import stages as remote
from linewise.core.errors import BadInput, Conflict, Forbidden, LinewiseError, NotFound, NotReady
from linewise.grouping.views import Part
from linewise.workbench import (
    Workspace,
    applying,
    auditing,
    coding,
    exploring,
    grouping,
    hooks,
    importing,
    teaching,
    verifying,
)
from tests.web.server import PLAN, TEXTS, TOKEN, make_study, only, served, write_csv


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    with make_study(tmp_path_factory.mktemp("client")) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def client(study):
    with served(study) as server, Client(server.url, TOKEN) as client:
        yield client


@pytest.fixture
def project(client):
    return client.project("Happy moments")


def test_the_thread_from_file_to_export_gives_what_the_workbench_gives(tmp_path):
    with (
        Workspace(tmp_path / "fresh.linewise") as workspace,
        served(workspace) as server,
        Client(server.url, TOKEN) as client,
    ):
        project = client.create("Thread")
        preview = project.importing.preview(write_csv(tmp_path / "moments.csv"))
        assert preview.plan.text == ("text",)
        told = []
        report = project.importing.run(tmp_path / "moments.csv", PLAN, progress=told.append)
        assert (report.units, report.twins, report.already) == (len(TEXTS), 1, False)
        assert project.importing.run(tmp_path / "moments.csv", PLAN).already

        for unit, (_, _, label) in enumerate(TEXTS[:12]):
            project.coding.write(unit, label)
        page = project.coding.units(search="dog", order="length")
        assert {unit.id for unit in page.units} == {0, 13}
        assert project.coding.units(attributes={"age": "70"}).units[0].id == 9
        for label in sorted({label for _, _, label in TEXTS}):
            project.grouping.create(label.title(), norms=(label,))
        counts = {card.code.name: card.units for card in project.grouping.codebook().codes}
        assert counts == {
            "Achievement": 2, "Affection": 4, "Bonding": 2, "Exercise": 2, "Leisure": 1, "Nature": 2,
        }  # fmt: skip

        project.teaching.encode()
        model = project.teaching.train()
        assert len(model.codes) == 6
        view = project.verifying.open(strategy="random", size=2, audit_share=1.0)
        item = view.items[0]
        decided = project.verifying.decide(view.round.id, item.position, state="accepted", codes=item.codes)
        assert decided.state == "accepted"
        application = project.applying.run(confidence=0.6)
        assert application.units == len(TEXTS)
        exported = project.applying.export(tmp_path / "coded.csv", shape="long")
        assert "origin" in exported.read_text(encoding="utf-8").splitlines()[0]
        assert project.auditing.verify().ok
        assert not list(tmp_path.glob("*.part"))


def test_answers_equal_those_of_the_workbench(study, project):
    local = only(study)
    assert project.coding.unit(2) == local.coding.unit(2)
    assert project.coding.progress() == local.coding.progress()
    assert project.grouping.codebook() == local.grouping.codebook()
    assert project.grouping.tray(grouped=False) == local.grouping.tray(grouped=False)
    assert project.verifying.state() == local.verifying.state()
    assert project.auditing.log(limit=3) == local.auditing.log(limit=3)
    assert project.auditing.history("unit:2") == local.auditing.history("unit:2")
    assert project.auditing.at(seq=2) == local.auditing.at(seq=2)
    assert project.state() == local.state()
    assert project.importing.sources() == local.importing.sources()
    assert project.exploring.frequencies() == local.exploring.frequencies()
    assert project.exploring.search("friends") == local.exploring.search("friends")


def test_changes_can_be_made_looked_at_and_taken_back(study, project):
    code = project.grouping.codebook().codes[0].code
    impact = project.grouping.impact("retire", codes=(code.id,))
    assert impact.sentences
    assert project.grouping.retire(code.id).code.status == "retired"
    undone = project.undo()
    assert undone.target.kind == "code_retired"
    assert project.grouping.code(code.id).code.status == "active"
    made = project.grouping.split(code.id, [Part(name="Dogs", norms=("dog",))])
    assert [card.code.name for card in made] == ["Dogs"]
    project.undo(project.auditing.log(limit=1).entries[0].seq)
    assert project.coding.mark(4, "unsure").mark == "unsure"
    assert project.coding.mark(4, None).mark is None
    memo = project.exploring.write_memo("unit", "4", "compare with 10")
    assert project.exploring.memos(about="unit") == (memo,)
    assert project.exploring.withdraw_memo(memo.id) is None
    changed = project.change(round_size=7, blind_share=0.2).project
    assert (changed.round_size, changed.blind_share) == (7, 0.2)


def test_errors_are_raised_as_they_were_there(client, project):
    with pytest.raises(NotFound) as missing:
        project.coding.unit(4711)
    assert missing.value.remedy
    with pytest.raises(BadInput) as bad:
        project.coding.write(1, "x", start=5, end=900)
    assert bad.value.where.get("unit") == 1
    with pytest.raises(Conflict):
        client.create("Happy moments")
    with pytest.raises(NotReady) as early:
        project.verifying.open(strategy="margin")
    assert early.value.remedy
    with pytest.raises(LinewiseError, match="no text") as untaught:
        client.create("Empty").teaching.train()
    assert str(untaught.value).count(str(untaught.value.remedy)) == 1
    with pytest.raises(NotFound, match="Happy moments"):
        client.project("Other")


def test_a_wrong_token_and_a_server_that_is_not_there_say_so(client):
    url = str(client._connection._http.base_url).removesuffix("/api/")
    with Client(url, "wrong") as stranger, pytest.raises(Forbidden, match="signed in"):
        stranger.projects()
    with Client("http://127.0.0.1:9", None) as nobody, pytest.raises(NotReady, match="answers"):
        nobody.projects()


def test_what_happens_is_heard(project):
    heard = []
    subscription = project.subscribe(after=project.state().seq)

    def listen():
        heard.extend(next(subscription) for _ in range(2))

    thread = threading.Thread(target=listen)
    thread.start()
    project.coding.write(10, "running")
    project.coding.write(11, "coffee")
    thread.join(20)
    subscription.close()
    assert [type(entry) for entry in heard] == [LogEntry, LogEntry]
    assert [entry.kind for entry in heard] == ["note_written", "note_written"]


# What every door offers; stages have other methods for one another, which stay inside the process.
OFFERED = {
    (importing.Importing, remote.Importing): "preview totals run start recut start_recut sources arrive watch",
    (coding.Coding, remote.Coding): (
        "units unit write mark code bookmark document values views view save_view withdraw_view suggest progress "
        "similar saturation"
    ),
    (grouping.Grouping, remote.Grouping): (
        "tray norms codebook code create describe place unplace move arrange merge split retire restore impact units "
        "stale proposals refuse compare"
    ),
    (teaching.Teaching, remote.Teaching): (
        "answer calibration compare discard_tuning encode encoders estimate_tuning export_model "
        "forget_encoder meaning models offer_encoder pin questions set_aside simulate simulation "
        "simulation_sources simulations start start_encoding start_estimate start_offering start_simulation "
        "start_tuning state train try_text tune tuning unpin use_encoder"
    ),
    (verifying.Verifying, remote.Verifying): (
        "state open round decide close figures forecast influence advice bands reasons nearest "
        "give_reason withdraw_reason given_reasons"
    ),
    (
        applying.Applying,
        remote.Applying,
    ): "state coverage curve units prevalence promise run start export_preview export",
    (auditing.Auditing, remote.Auditing): "log history changes verify at",
    (exploring.Exploring, remote.Exploring): "frequencies together search memos write_memo withdraw_memo things offers",
    (hooks.Hooks, remote.Hooks): "list add change remove test deliveries announce deliver",
}
# What only makes sense beside the database, or is decided by the server.
LOCAL = {"progress", "stopping", "importing.preview.rows"}


@pytest.mark.parametrize(
    ("stage", "names"), OFFERED.items(), ids=lambda it: it[0].__name__ if isinstance(it, tuple) else ""
)
def test_whatever_the_workbench_can_do_the_client_can_do_with_the_same_words(stage, names):
    local, far = stage
    offered = {name for kind in far.__mro__ if kind is not object for name in vars(kind) if not name.startswith("_")}
    assert offered - {"upload"} == set(names.split())
    for name in names.split():
        there = inspect.signature(getattr(far, name)).parameters
        for parameter in inspect.signature(getattr(local, name)).parameters.values():
            place = f"{local.__name__.lower()}.{name}.{parameter.name}"
            if parameter.kind is not parameter.VAR_KEYWORD and not {parameter.name, place} & LOCAL:
                assert parameter.name.rstrip("_") in there, f"the client lacks {place}"
