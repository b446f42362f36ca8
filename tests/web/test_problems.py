"""Whatever goes wrong is a problem with a status, a name, a sentence and a remedy; nothing of the inside leaks."""

import logging

import pytest
from fastapi.testclient import TestClient

from linewise.core.errors import BadInput, Broken, Conflict, Forbidden, NotFound, NotReady
from linewise.web.app import create_app
from linewise.web.problems import MEDIA_TYPE, of_error


def problem(response, status):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == MEDIA_TYPE
    body = response.json()
    assert body["status"] == status
    assert set(body) == {"type", "title", "status", "detail", "remedy", "where"}
    return body


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (BadInput, 422, "bad-input"),
        (NotFound, 404, "not-found"),
        (Conflict, 409, "conflict"),
        (NotReady, 409, "not-ready"),
        (Forbidden, 403, "forbidden"),
        (Broken, 500, "broken"),
    ],
)
def test_each_error_has_its_status_and_keeps_remedy_and_place(error, status, kind):
    made = of_error(error("It broke.", remedy="Mend it.", file="a.csv", row=3))
    assert (made.status, made.type) == (status, f"urn:linewise:{kind}")
    assert (made.detail, made.remedy, made.where) == ("It broke.", "Mend it.", {"file": "a.csv", "row": 3})


def test_what_does_not_exist_is_a_404_with_a_remedy(api, base):
    assert problem(api.get("/api/projects/nowhere"), 404)["remedy"]
    assert problem(api.get(f"{base}/code/units/4711"), 404)["type"] == "urn:linewise:not-found"
    problem(api.get("/api/nothing"), 404)
    problem(api.get("/api/jobs/none"), 404)


def test_a_wrong_method_is_a_405_that_names_the_right_ones(api, base):
    assert api.delete(base).headers["allow"] == "GET, PATCH"
    problem(api.post(f"{base}/code/progress"), 405)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"text": 5}',
        b'{"text": "a", "extra": 1}',
        b'{"text": "a\\u0000b"}',
        b'{"text": "\\ud800"}',
        b'{"text": "a", "start": -1}',
        b'{"text": "a", "start": 1.5}',
        b'{"text": "a", "\\ud800": 1}',
        b'{"text": ' + b'"' + b"x" * 20_001 + b'"}',
        b"[" * 200_000,
        b"\xff\xfe",
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_changes_nothing(api, base, body):
    before = api.get(base).json()["seq"]
    response = api.put(f"{base}/code/units/3/note", content=body, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422), response.text
    problem(response, response.status_code)
    assert api.get(base).json()["seq"] == before


def test_a_body_beyond_every_need_is_a_413(api, base):
    body = b'{"text": "' + b"x" * (17 * 2**20) + b'"}'
    response = api.put(f"{base}/code/units/3/note", content=body, headers={"content-type": "application/json"})
    problem(response, 413)


def test_the_values_that_were_sent_are_not_echoed(api, base):
    secret = "p4ssw0rd"
    assert secret not in api.put(f"{base}/code/units/3/note", json={"text": [secret]}).text


def test_a_defect_is_told_to_the_log_and_not_to_the_client(study, caplog):
    app = create_app(study, token=None)

    @app.get("/api/defect")
    def defect() -> None:
        raise ZeroDivisionError("the inside")

    with TestClient(app, base_url="http://localhost") as client, caplog.at_level(logging.ERROR, "linewise.web"):
        answer = client.get("/api/defect")
    body = problem(answer, 500)
    assert "inside" not in body["detail"].replace("inside Linewise", "") and "ZeroDivision" not in answer.text
    assert "content-security-policy" in answer.headers
    assert "ZeroDivisionError" in caplog.text
