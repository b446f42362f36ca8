"""The built pages are served with every address of theirs; without a build the server says so."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from linewise.web.app import create_app


@pytest.fixture
def built(tmp_path: Path) -> Path:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<title>the page</title>")
    (static / "assets" / "app-1a2b.js").write_text("let page")
    (tmp_path / "secret.txt").write_text("not for the web")
    return static


@pytest.fixture
def browser(study, built):
    with TestClient(create_app(study, token=None, static=built), base_url="http://localhost") as client:
        client.headers["accept"] = "text/html,*/*;q=0.8"
        yield client


def test_the_page_answers_at_its_own_addresses_for_reload_and_back(browser):
    for path in ("/", "/projects/1/code", "/projects/1/verify?unit=7"):
        response = browser.get(path)
        assert response.status_code == 200 and "the page" in response.text
        assert response.headers["cache-control"] == "no-cache"


def test_built_files_are_kept_by_the_browser_and_missing_ones_are_missing(browser):
    response = browser.get("/assets/app-1a2b.js", headers={"accept": "*/*"})
    assert response.headers["content-type"].startswith("text/javascript")
    assert "immutable" in response.headers["cache-control"]
    assert browser.get("/assets/app-0000.js", headers={"accept": "*/*"}).status_code == 404


def test_nothing_outside_the_build_is_served(browser):
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"):
        assert "not for the web" not in browser.get(path).text


def test_the_api_answers_programs_with_problems_and_not_with_the_page(browser):
    response = browser.get("/api/none", headers={"accept": "application/json"})
    assert response.status_code == 404 and response.headers["content-type"] == "application/problem+json"


def test_without_a_build_the_page_says_how_to_get_one(study, tmp_path):
    with TestClient(create_app(study, token=None, static=tmp_path / "none"), base_url="http://localhost") as client:
        assert "make ui" in client.get("/").text
        assert client.get("/api/health").json()["ui"] is False
