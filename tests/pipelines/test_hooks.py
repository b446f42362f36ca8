"""Messages follow the log: nothing is lost, nothing is told twice under two names, and no write waits for them."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import linewise
from linewise.core.errors import BadInput, NotFound
from linewise.storage import hooks as store
from linewise.workbench import Project
from linewise.workbench.hooks import delivering
from linewise.workbench.hooks.courier import Courier
from tests.pipelines.receiver import Receiver, receiving
from tests.pipelines.studies import grow, taught
from tests.support.study import logged, study


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path) as made:
        yield made


def add(project: Project, receiver: Receiver, *topics: str) -> str:
    made = project.hooks.add(receiver.url, topics or ("units.arrived",), private=True)
    receiver.secret = made.secret
    return made.hook.id


def test_what_arrives_is_told_signed_and_once(project: Project, receiver: Receiver, tmp_path: Path) -> None:
    add(project, receiver)
    assert project.hooks.deliver().tried == 0, "what was there before is not told"
    project.coding.write(0, "luck")
    grow(project, tmp_path)
    assert project.hooks.deliver().delivered == 1
    assert project.hooks.deliver().tried == 0
    (message,) = receiver.received
    assert message["type"] == "units.arrived"
    assert message["data"]["project"] == {"id": project.id, "name": "study"}
    assert message["data"]["source"]["units"] == message["data"]["source"]["documents"] == 2
    assert message["data"]["ready"] == "code"
    assert "letter" not in str(message), "texts stay here"
    event = next(one for one in logged(project) if one.seq == message["data"]["event"])
    assert (event.kind, event.at) == ("source_imported", message["timestamp"])
    (delivery,) = project.hooks.deliveries()
    assert (delivery.state, delivery.status, delivery.attempts, delivery.event) == ("delivered", 204, 1, event.seq)


def test_a_receiver_that_fails_hears_it_later_under_the_same_id(
    project: Project, receiver: Receiver, tmp_path: Path
) -> None:
    hook = add(project, receiver)
    receiver.answers = [(500, {}), (503, {"retry-after": "120"})]
    grow(project, tmp_path)
    first = project.hooks.deliver()
    assert (first.ok, first.failed, first.waiting) == (False, 1, 1)
    (delivery,) = project.hooks.deliveries(hook)
    assert delivery.state == "waiting" and delivery.next_at is not None and delivery.tried_at is not None
    assert datetime.fromisoformat(delivery.next_at) - datetime.now(UTC) < timedelta(seconds=6)
    assert project.hooks.deliver().tried == 0, "it rests"
    assert project.hooks.deliver(at_once=True).failed == 1
    (delivery,) = project.hooks.deliveries(hook)
    assert datetime.fromisoformat(delivery.next_at or "") - datetime.now(UTC) > timedelta(seconds=110)
    assert project.hooks.list()[0].failing_since is not None
    assert project.hooks.deliver(at_once=True).ok
    assert len(receiver.tried) == 3 and len(set(receiver.tried)) == 1
    assert len(receiver.received) == 1
    (known,) = project.hooks.list()
    assert known.failing_since is None and known.waiting == 0 and known.last is not None
    assert (known.last.state, known.last.attempts) == ("delivered", 3)


def test_nothing_between_a_write_and_its_delivery_is_lost(
    database_url: str, receiver: Receiver, tmp_path: Path
) -> None:
    with study(database_url, tmp_path) as project:
        hook = add(project, receiver)
        grow(project, tmp_path, "first")
        grow(project, tmp_path, "second")
        name = project.id
    with linewise.open_workspace(database_url) as workspace:
        project = workspace.project(name)
        with project._desk.reading() as (connection, _):
            claimed = delivering.follow(project._desk)
            assert not claimed
        # It stops in the middle: a message is in hand, and its answer never comes.
        with project._desk.store.writing(project._desk.project_no) as connection:
            soon = (datetime.now(UTC) + timedelta(milliseconds=200)).isoformat(timespec="microseconds")
            (row, _) = store.due(
                connection, project._desk.project_no, hook, datetime.now(UTC).isoformat(), limit=9, pauses=True
            )
            assert store.claim(connection, project._desk.project_no, row, at=row.at, until=soon)
            assert not store.claim(connection, project._desk.project_no, row, at=row.at, until=soon)
    with linewise.open_workspace(database_url) as workspace:
        courier = Courier(workspace, every=0.05)
        courier.start()
        told = receiver.wait(2)
        grow(workspace.project(name), tmp_path, "third")
        told = receiver.wait(3)
        courier.stop()
    assert {message["data"]["source"]["name"] for message in told} == {"first.csv", "second.csv", "third.csv"}
    assert len(set(receiver.tried)) == 3


def test_two_that_deliver_at_once_send_nothing_twice(project: Project, receiver: Receiver, tmp_path: Path) -> None:
    add(project, receiver)
    for number in range(6):
        grow(project, tmp_path, f"many{number}")
    sent: list[int] = []
    threads = [threading.Thread(target=lambda: sent.append(project.hooks.deliver().delivered)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == 6
    assert len(receiver.tried) == len(set(receiver.tried)) == 6


def test_no_write_waits_for_a_receiver(project: Project, tmp_path: Path) -> None:
    held = threading.Event()
    with receiving() as slow:
        hook = add(project, slow)
        slow.heard.acquire()  # the receiver stands still in the middle of its answer
        grow(project, tmp_path)
        thread = threading.Thread(target=lambda: (project.hooks.deliver(), held.set()))
        thread.start()
        time.sleep(0.2)
        began = time.monotonic()
        project.coding.write(1, "still quick")
        assert time.monotonic() - began < 2
        assert not held.is_set()
        slow.heard.release()
        thread.join()
        assert project.hooks.deliveries(hook)[0].state == "delivered"


def test_each_hook_hears_of_what_it_asked_for(project: Project, receiver: Receiver, tmp_path: Path) -> None:
    with receiving() as other:
        add(project, receiver, "round.opened", "model.fitted", "codes.applied")
        add(project, other, "units.arrived")
        taught(project)
        project.verifying.open(strategy="random", size=2)
        project.applying.run(confidence=0.6)
        grow(project, tmp_path)
        outcome = project.hooks.deliver()
        assert outcome.ok and outcome.waiting == 0
        assert [one["type"] for one in other.received] == ["units.arrived"]
        assert other.received[0]["data"]["new_since_model"] == 2
        told = {one["type"]: one["data"] for one in receiver.received}
    assert set(told) == {"round.opened", "model.fitted", "codes.applied"}
    assert told["model.fitted"]["ready"] == told["round.opened"]["ready"] == "verify"
    assert told["codes.applied"]["ready"] == "apply"
    assert told["codes.applied"]["application"]["units"] == 8


def test_a_test_is_sent_at_once_and_only_once(project: Project, receiver: Receiver) -> None:
    hook = add(project, receiver)
    assert project.hooks.test(hook).state == "delivered"
    assert receiver.received[0]["type"] == "test"
    receiver.answers = [(418, {})]
    failed = project.hooks.test(receiver.url)
    assert (failed.state, failed.status, failed.ok) == ("given up", 418, False)
    assert project.hooks.deliver(at_once=True).tried == 0
    assert project.hooks.list()[0].failing_since is None


def test_what_was_written_is_announced_to_who_asked(project: Project, receiver: Receiver) -> None:
    with receiving() as other:
        add(project, receiver, "export.written")
        add(project, other, "codes.applied")
        (waiting,) = project.hooks.announce("coded.csv", size=12, sha256="0" * 64)
        assert (waiting.state, waiting.topic, waiting.event) == ("waiting", "export.written", None)
        assert project.hooks.deliver().delivered == 1
        assert receiver.received[0]["data"]["export"] == {"name": "coded.csv", "size": 12, "sha256": "0" * 64}
        assert receiver.tried == [waiting.id] and other.tried == []


def test_a_hook_that_wants_no_more_is_switched_off_with_a_notice(
    project: Project, receiver: Receiver, tmp_path: Path
) -> None:
    hook = add(project, receiver)
    receiver.answers = [(410, {})]
    grow(project, tmp_path)
    assert not project.hooks.deliver().ok
    (known,) = project.hooks.list()
    assert not known.active and "410" in known.notice
    assert any("switched off" in notice for notice in project.state().notices)
    grow(project, tmp_path, "meanwhile")
    assert project.hooks.deliver(at_once=True).tried == 0
    assert project.hooks.change(hook, active=True).notice == ""
    assert project.hooks.deliver(at_once=True).delivered == 2
    assert not any("switched off" in notice for notice in project.state().notices)


def test_a_hook_that_failed_for_days_is_switched_off(project: Project, receiver: Receiver, tmp_path: Path) -> None:
    hook = add(project, receiver)
    long_ago = (datetime.now(UTC) - timedelta(days=6)).isoformat(timespec="microseconds")
    with project._desk.store.writing() as connection:
        store.change(connection, project._desk.project_no, hook, failing_since=long_ago, failures=40)
    receiver.answers = [(500, {})]
    grow(project, tmp_path)
    assert not project.hooks.deliver().ok
    (known,) = project.hooks.list()
    assert not known.active and "5 days" in known.notice and known.waiting == 1


def test_after_the_last_pause_a_message_is_given_up_and_the_next_goes_on(
    project: Project, receiver: Receiver, tmp_path: Path
) -> None:
    add(project, receiver)
    grow(project, tmp_path)
    receiver.answers = [(500, {})] * (len(delivering.PAUSES) + 1)
    while project.hooks.deliver(at_once=True).waiting:
        pass
    assert project.hooks.deliveries()[0].state == "given up"
    assert project.hooks.deliveries()[0].attempts == len(delivering.PAUSES) + 1
    grow(project, tmp_path, "next")
    assert project.hooks.deliver(at_once=True).delivered == 1


def test_secrets_are_shown_once_and_are_in_no_log(project: Project, receiver: Receiver, tmp_path: Path) -> None:
    made = project.hooks.add(receiver.url, private=True)
    assert made.secret.startswith("whsec_") and made.secret not in repr(made)
    grow(project, tmp_path)
    project.hooks.deliver()
    assert made.secret not in repr(project.hooks.list()) + repr(project.hooks.deliveries()) + repr(logged(project))


def test_another_address_has_to_be_allowed_again(project: Project, receiver: Receiver) -> None:
    hook = add(project, receiver)
    with pytest.raises(BadInput, match="on this machine"):
        project.hooks.change(hook, url="http://127.0.0.1:1/elsewhere")
    assert project.hooks.change(hook, url="http://127.0.0.1:1/elsewhere", private=True).private
    with pytest.raises(BadInput):
        project.hooks.change(hook, private=False)
    with pytest.raises(BadInput, match="no topic"):
        project.hooks.change(hook, topics=("everything",))
    project.hooks.remove(hook)
    assert project.hooks.list() == project.hooks.deliveries() == ()
    with pytest.raises(NotFound):
        project.hooks.test(hook)
