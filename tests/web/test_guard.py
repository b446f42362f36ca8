"""Requests that a foreign page could cause are refused before anything is read; every answer carries its headers."""

import pytest
from fastapi.testclient import TestClient

from linewise.web.app import create_app


def get(api, path="/api/projects", **headers):
    return api.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("host", ["localhost", "localhost:8377", "127.0.0.1:1", "[::1]:8377", "LOCALHOST"])
def test_loopback_names_are_answered(api, host):
    assert get(api, host=host).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "192.168.0.7", "127.0.0.1.evil.example:8377", "", "[::2]"]
)
def test_any_other_host_is_refused_as_dns_rebinding_would_look(api, host):
    response = get(api, host=host)
    assert response.status_code == 403
    assert response.headers["content-type"] == "application/problem+json"


def test_a_host_of_the_network_is_answered_when_asked_for(study):
    app = create_app(study, token=None, hosts=("desk.example",), addresses=True)
    with TestClient(app, base_url="http://localhost") as client:
        assert get(client, host="desk.example:8377").status_code == 200
        assert get(client, host="192.168.0.7:8377").status_code == 200
        assert get(client, host="evil.example").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:3000"},
        {"origin": "http://localhost.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_can_neither_write_nor_listen(api, base, headers):
    seq = api.get(base).json()["seq"]
    assert api.put(f"{base}/code/units/3/note", json={"text": "x"}, headers=headers).status_code == 403
    assert api.delete("/api/jobs/x", headers=headers).status_code == 403
    assert api.get(f"{base}/feed", headers=headers).status_code == 403
    assert api.get(base).json()["seq"] == seq


def test_our_own_pages_and_programs_can_write(api, base):
    for headers in ({"origin": "http://localhost"}, {"sec-fetch-site": "same-origin"}, {}):
        assert api.put(f"{base}/code/units/3/note", json={"text": "x"}, headers=headers).status_code == 200


def test_every_answer_carries_the_security_headers(api):
    for response in (api.get("/"), api.get("/api/projects"), api.get("/api/none"), get(api, host="evil.example")):
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "script-src 'self';" in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
    assert api.get("/api/projects").headers["cache-control"] == "no-store"
