"""The live feed, through a server that really runs."""

import json
import threading
import time
from contextlib import contextmanager

import httpx2

from tests.web.server import only, served


@contextmanager
def following(url, project, headers=None):
    """The events of a project's feed, as an iterator; the feed is open when the block begins."""
    headers = {"authorization": "Bearer a-token-for-tests", **(headers or {})}
    with (
        httpx2.Client(base_url=url, headers=headers, trust_env=False, timeout=10) as client,
        client.stream("GET", f"/api/projects/{project.id}/feed") as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        yield iter(httpx2.EventSource(response))


def test_a_note_reaches_every_page_that_is_open(study):
    project = only(study)
    with served(study) as server, following(server.url, project) as one, following(server.url, project) as two:
        wait_for_followers(server, project, 2)
        server.http.put(f"/api/projects/{project.id}/code/units/5/note", json={"text": "family"})
        for events in (one, two):
            event = next(events)
            entry = json.loads(event.data)
            assert (event.event, entry["kind"], event.id) == ("log", "note_written", str(entry["seq"]))


def test_what_was_missed_comes_first_and_nothing_twice(study):
    project = only(study)
    last = project.state().seq
    project.coding.write(6, "first missed")
    project.coding.write(7, "second missed")
    with served(study) as server, following(server.url, project, {"last-event-id": str(last)}) as events:
        wait_for_followers(server, project, 1)
        project.coding.write(8, "live")
        assert [int(next(events).id) for _ in range(3)] == [last + 1, last + 2, last + 3]


def test_jobs_are_told_with_their_state(study):
    project = only(study)
    with served(study) as server, following(server.url, project) as events:
        wait_for_followers(server, project, 1)
        study.jobs.start(project.id, "test", "a job", lambda job: job.progress(1, 1))
        states = []
        while "done" not in states:
            event = next(events)
            if event.event == "job":
                states.append(json.loads(event.data)["state"])
        assert states[0] in ("queued", "running")


def test_a_feed_of_no_project_is_a_404(study):
    with served(study) as server:
        assert server.http.get("/api/projects/none/feed").status_code == 404


def test_a_page_that_leaves_is_forgotten_and_the_thread_ends(study):
    project = only(study)
    with served(study) as server:
        with following(server.url, project):
            wait_for_followers(server, project, 1)
        deadline = time.monotonic() + 10
        while any(thread.name == "linewise-feed" for thread in threading.enumerate()):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_an_open_feed_does_not_hold_the_server_up(study):
    project = only(study)
    with served(study) as server, following(server.url, project) as events:
        wait_for_followers(server, project, 1)
        server.app.state.feeds.close()
        assert next(events, None) is None


def wait_for_followers(server, project, many):
    deadline = time.monotonic() + 10
    while len(server.app.state.feeds._followers.get(project.id, ())) < many:
        assert time.monotonic() < deadline
        time.sleep(0.01)
