"""A study for each test, and a client in this process that needs no token."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from linewise.web.app import create_app
from linewise.workbench import Workspace
from tests.web.server import make_study


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Workspace]:
    with make_study(tmp_path) as workspace:
        yield workspace


@pytest.fixture
def api(study: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(study, token=None), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def base(api: TestClient) -> str:
    """The path of the study's project."""
    return f"/api/projects/{api.get('/api/projects').json()[0]['id']}"
