"""Who may come in: the link once, the token as a bearer always, a session cookie after that."""

import re

import pytest
from fastapi.testclient import TestClient

from linewise.web.app import create_app
from linewise.web.door import DAYS, Door

TOKEN = "correct-horse"


@pytest.fixture
def closed(study):
    with TestClient(create_app(study, token=TOKEN), base_url="http://localhost", follow_redirects=False) as client:
        yield client


def test_without_a_token_nothing_of_a_project_is_told(closed):
    for path in ("/api/projects", "/api/jobs/x", "/api/projects/x/apply/export"):
        response = closed.get(path)
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"
        assert "linewise up" in response.json()["remedy"]
    assert closed.post("/api/projects", json={"name": "x"}).status_code == 401
    assert closed.get("/api/health").status_code == 200


def test_the_token_works_as_a_bearer_again_and_again(closed):
    for _ in range(3):
        assert closed.get("/api/projects", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert closed.get("/api/projects", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert closed.get("/api/projects", headers={"authorization": f"Basic {TOKEN}"}).status_code == 401


def test_the_link_opens_one_session_and_leaves_no_token_behind(closed):
    first = closed.get(f"/?token={TOKEN}&page=code")
    assert (first.status_code, first.headers["location"]) == (303, "/?page=code")
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and TOKEN not in cookie
    assert closed.get("/api/projects").status_code == 200

    again = closed.get(f"/?token={TOKEN}")
    assert (again.status_code, again.headers["location"]) == (303, "/")

    closed.cookies.clear()
    stranger = closed.get(f"/?token={TOKEN}")
    assert stranger.status_code == 401 and "used" in stranger.text
    assert "set-cookie" not in stranger.headers


def test_a_wrong_token_in_the_link_does_not_use_it_up(closed):
    assert closed.get("/?token=wrong").status_code == 401
    assert closed.get(f"/?token={TOKEN}").status_code == 303


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "///evil.example"])
def test_the_redirect_stays_on_this_server(closed, path):
    location = closed.get(f"http://localhost{path}?token={TOKEN}").headers.get("location", "/")
    assert re.match(r"/(?![/\\])", location) or location == "/"


def test_the_token_can_be_exchanged_for_a_session(closed):
    assert closed.post("/api/session", json={"token": "wrong"}).status_code == 403
    assert closed.get("/api/projects").status_code == 401
    assert closed.post("/api/session", json={"token": TOKEN}).status_code == 204
    assert closed.get("/api/projects").status_code == 200


def test_a_browser_stays_signed_in_when_the_server_starts_again_with_its_secret(study):
    def fresh(secret):
        app = create_app(study, token="another token every time", secret=secret)
        return TestClient(app, base_url="http://localhost")

    session = Door("any", secret=b"kept").session()
    for secret, status in ((b"kept", 200), (b"other", 401)):
        with fresh(secret) as client:
            client.cookies.set("linewise_session", session)
            assert client.get("/api/projects").status_code == status


def test_a_session_ends_and_cannot_be_prolonged_by_its_holder():
    now = 1_000_000.0
    door = Door("token", clock=lambda: now)
    session = door.session()
    until, signature = session.split(".")
    assert door.admits(session)
    assert not door.admits(f"{int(until) + 1}.{signature}")
    for broken in ("", ".", until, f"{until}.", f"x.{signature}", "é.ü", f"{until}.{signature}0"):
        assert not door.admits(broken)
    now += DAYS * 86_400 + 1
    assert not door.admits(session)


def test_the_log_tells_pages_from_programs(closed, study):
    project = study.projects()[0].id
    note = f"/api/projects/{project}/code/units/4/note"
    bearer = {"authorization": f"Bearer {TOKEN}"}
    assert closed.put(note, json={"text": "by a program"}, headers=bearer).status_code == 200
    closed.post("/api/session", json={"token": TOKEN})
    assert closed.put(note, json={"text": "by a page"}).status_code == 200
    page, program = closed.get(f"/api/projects/{project}/audit/log?limit=2").json()["entries"]
    assert (page["cause"], program["cause"]) == ("ui", "api")
