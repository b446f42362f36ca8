"""Files on their way in: streamed, limited, forgotten; and imported by a job whose result is the report."""

import time
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from fastapi.testclient import TestClient

from linewise.core.errors import BadInput, NotFound
from linewise.web.app import create_app
from linewise.web.uploads import KEPT_SECONDS, Uploads, safe_name
from tests.web.server import write_csv


async def stream(*chunks):
    for chunk in chunks:
        yield chunk


def receive(uploads, name, *chunks):
    # In a thread of its own: Playwright leaves an event loop running in that of the tests.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, uploads.receive, name, stream(*chunks)).result()


@pytest.fixture
def uploads():
    made = Uploads(limit=10)
    yield made
    made.close()


def test_a_file_is_kept_under_its_own_name_with_its_size(uploads):
    upload = receive(uploads, "C:\\data\\day one.csv", b"a,b\n", b"1,2\n")
    assert (upload.name, upload.size) == ("day one.csv", 8)
    _, path = uploads.find(upload.file)
    assert (path.name, path.read_bytes()) == ("day one.csv", b"a,b\n1,2\n")


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(uploads):
    with pytest.raises(BadInput, match="larger"):
        receive(uploads, "big.csv", b"123456", b"7890x")
    assert not list(uploads._folder.rglob("*.csv"))


def test_files_are_forgotten_after_a_day_and_at_the_end():
    now = 0.0
    uploads = Uploads(clock=lambda: now)
    upload = receive(uploads, "a.csv", b"a")
    _, path = uploads.find(upload.file)
    now = KEPT_SECONDS + 1.0
    uploads.sweep()
    assert not path.exists()
    with pytest.raises(NotFound):
        uploads.find(upload.file)
    kept = uploads.find(receive(uploads, "b.csv", b"b").file)[1]
    uploads.close()
    assert not kept.exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("../../etc/passwd", "passwd"), ("..", "upload"), ("", "upload"), ("a\x1b[2J.csv", "a[2J.csv"), ("/", "upload")],
)
def test_names_cannot_leave_the_folder(sent, kept):
    assert safe_name(sent) == kept


def test_long_names_fit_any_file_system():
    name = safe_name("ü" * 500 + ".csv")
    assert len(name.encode()) <= 255 and name.endswith(".csv")


def test_a_browser_imports_a_file_by_upload_preview_and_job(api, tmp_path):
    project = api.post("/api/projects", json={"name": "Another"}).json()["project"]["id"]
    base = f"/api/projects/{project}/import"
    content = write_csv(tmp_path / "more.csv").read_bytes()
    received = api.post(f"{base}/files", params={"name": "more.csv"}, content=content)
    assert received.status_code == 201
    file = received.json()["file"]

    preview = api.post(f"{base}/preview", json={"file": file}).json()
    assert preview["plan"]["text"] == ["text"]
    assert [column["name"] for column in preview["columns"]] == ["id", "text", "age", "label"]

    plan = {"text": ["text"], "id": "id", "attributes": [["age", "integer"]]}
    job = api.post(base, json={"file": file, "plan": plan}).json()
    while job["state"] in ("queued", "running"):
        time.sleep(0.02)
        job = api.get(f"/api/jobs/{job['id']}").json()
    assert job["state"] == "done", job
    assert job["result"]["units"] == 16
    (source,) = api.get(f"{base}/sources").json()
    assert source["name"] == "more.csv"


def test_a_bad_file_names_itself_and_the_place_as_its_sender_knows_it(api, base):
    content = b"text\n\xff\xfe\x00\n"
    file = api.post(f"{base}/import/files", params={"name": "mine.csv"}, content=content).json()["file"]
    problem = api.post(f"{base}/import/preview", json={"file": file, "plan": {"text": ["nope"]}}).json()
    assert problem["status"] == 422
    assert problem["where"].get("file") == "mine.csv"


def test_an_upload_over_the_limit_is_told(study):
    with TestClient(create_app(study, token=None, upload_limit=100), base_url="http://localhost") as client:
        base = f"/api/projects/{client.get('/api/projects').json()[0]['id']}"
        answer = client.post(f"{base}/import/files", params={"name": "big.csv"}, content=b"x" * 101)
        assert answer.status_code == 422 and "larger" in answer.json()["detail"]
