"""Background jobs: told about while they run, cancelled when asked, never failing in silence."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from linewise.core.errors import BadInput, NotFound
from linewise.jobs import Job, JobBoard, JobView


@dataclass(frozen=True)
class Outcome:
    units: int


@pytest.fixture
def board() -> Iterator[JobBoard]:
    board = JobBoard()
    yield board
    board.close()


def until(check: threading.Event) -> None:
    assert check.wait(10)


def test_a_job_tells_its_progress_and_its_result(board: JobBoard) -> None:
    heard: list[JobView] = []
    board.listen(heard.append)

    def work(job: Job) -> Outcome:
        job.progress(3, 10, "encoding")
        return Outcome(10)

    ended = board.wait(board.start("p", "encode", "encode the texts", work).id, timeout=10)
    assert (ended.state, ended.done, ended.total, ended.message) == ("done", 3, 10, "encoding")
    assert ended.result == {"units": 10}
    assert (heard[0].state, heard[-1].state) == ("queued", "done")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BadInput("The file is empty.", remedy="Choose another.", file="a.csv"), "file a.csv: The file is empty."),
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
    ],
)
def test_a_job_that_fails_says_why(board: JobBoard, error: Exception, said: str) -> None:
    def work(job: Job) -> None:
        raise error

    ended = board.wait(board.start("p", "import", "import a.csv", work).id, timeout=10)
    assert ended.state == "failed" and ended.error is not None
    assert said in ended.error
    assert ended.remedy


def test_a_job_is_cancelled_at_its_next_step(board: JobBoard) -> None:
    begun, asked, steps = threading.Event(), threading.Event(), []

    def work(job: Job) -> None:
        begun.set()
        until(asked)
        steps.append("first")
        job.progress(1, 2)
        steps.append("second")

    job = board.start("p", "import", "import", work)
    until(begun)
    board.cancel(job.id)
    asked.set()
    assert board.wait(job.id, timeout=10).state == "cancelled"
    assert steps == ["first"]
    assert board.cancel(job.id).state == "cancelled"


def test_a_job_cancelled_in_the_queue_never_begins(board: JobBoard) -> None:
    free, ran = threading.Event(), []
    blockers = [board.start("p", "block", "block", lambda _: until(free)) for _ in range(2)]
    waiting = board.start("p", "import", "import", lambda _: ran.append("import"))
    assert waiting.state == "queued"
    board.cancel(waiting.id)
    free.set()
    assert board.wait(waiting.id, timeout=10).state == "cancelled"
    assert all(board.wait(job.id, timeout=10).state == "done" for job in blockers)
    assert ran == []


def test_two_files_waiting_are_two_jobs_but_one_refit_is_enough(board: JobBoard) -> None:
    free, ran = threading.Event(), []
    for _ in range(2):
        board.start("p", "block", "block", lambda _: until(free))
    files = [board.start("p", "import", "import", lambda _, file=file: ran.append(file)) for file in "ab"]
    refits = [board.start("p", "refit", "refit", lambda _: ran.append("refit"), once=True) for _ in range(3)]
    assert len({job.id for job in files}) == 2
    assert len({job.id for job in refits}) == 1
    board.cancel(refits[0].id)
    again = board.start("p", "refit", "refit", lambda _: ran.append("refit"), once=True)
    assert again.id != refits[0].id, "a job on its way out does nobody's work"
    free.set()
    for job in (*files, again):
        board.wait(job.id, timeout=10)
    assert sorted(ran) == ["a", "b", "refit"]


def test_the_time_left_follows_from_the_pace(board: JobBoard) -> None:
    slow, go = threading.Event(), threading.Event()

    def work(job: Job) -> None:
        job.progress(0, 100)
        job.began = time.monotonic() - 10
        job.progress(25)
        slow.set()
        until(go)

    job = board.start("p", "encode", "encode", work)
    until(slow)
    eta = board.get(job.id).eta_seconds
    go.set()
    assert eta == pytest.approx(30, rel=0.05)
    assert board.wait(job.id, timeout=10).eta_seconds is None


def test_jobs_are_listed_by_project_and_unknown_ones_refused(board: JobBoard) -> None:
    mine = board.start("mine", "encode", "encode", lambda _: None)
    board.start("theirs", "encode", "encode", lambda _: None)
    assert [job.id for job in board.list("mine")] == [mine.id]
    assert len(board.list()) == 2
    with pytest.raises(NotFound):
        board.get("nothing")


def test_closing_ends_what_runs_and_what_waits() -> None:
    board, begun = JobBoard(), threading.Event()

    def endless(job: Job) -> None:
        begun.set()
        while True:
            job.progress(1)
            time.sleep(0.01)

    running = [board.start("p", "block", "block", endless) for _ in range(2)]
    waiting = board.start("p", "import", "import", lambda _: None)
    until(begun)
    board.close()
    assert [board.wait(job.id, timeout=1).state for job in (*running, waiting)] == ["cancelled"] * 3
