"""The whole API against its own description: requests that fit and that do not, and no answer but a described one.

With LINEWISE_FUZZ=full every boundary of every field is tried too, which takes some minutes.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import (
    CoveragePhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.specs.openapi.checks import positive_data_acceptance

from linewise.web.app import bare_app
from linewise.web.openapi import describe
from linewise.workbench import Workspace
from tests.web.server import TOKEN, make_study, only, served

FULL = os.environ.get("LINEWISE_FUZZ") == "full"
CONFIG = SchemathesisConfig(
    seed=1,
    projects=ProjectsConfig(
        default=ProjectConfig(
            headers={"Authorization": f"Bearer {TOKEN}"},
            generation=GenerationConfig(deterministic=True),
            phases=PhasesConfig(coverage=CoveragePhaseConfig(enabled=FULL)),
        )
    ),
)
# The feed never ends, so it has tests of its own.
schema = schemathesis.openapi.from_dict(describe(bare_app()), config=CONFIG).exclude(path_regex="/feed$")
FITTING = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True)
class Target:
    url: str
    session: requests.Session
    known: dict[str, object]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """The file of a study, and the ids that exist in it."""
    folder = tmp_path_factory.mktemp("fuzz")
    with make_study(folder) as workspace:
        project = only(workspace)
        return folder / "study.linewise", {
            "project": project.id,
            "code": project.grouping.codebook().codes[0].code.id,
            "round": project.verifying.open(strategy="random", size=5, seed=1).round.id,
            "hook": project.hooks.add("http://127.0.0.1:9/", private=True).hook.id,
            "unit": 3,
            "position": 2,
        }


@pytest.fixture
def target(prepared: tuple[Path, dict[str, object]], tmp_path: Path) -> Iterator[Target]:
    """A server on a copy of the study, so that what one operation made does not slow the next."""
    path, known = prepared
    copied = shutil.copy(path, tmp_path / "study.linewise")
    with Workspace(copied) as workspace, requests.Session() as session, served(workspace) as server:
        session.trust_env = False
        yield Target(server.url, session, known)


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=100 if FULL else 8, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: schemathesis.Case, target: Target):
    for name, value in (case.path_parameters or {}).items():
        # Ids that fit but are made up would only ever meet a 404.
        if name in target.known and FITTING.fullmatch(str(value)):
            case.path_parameters[name] = target.known[name]
    # What fits the description may still be refused by the rules of the trade, with a described 422.
    case.call_and_validate(
        base_url=target.url, session=target.session, excluded_checks=[positive_data_acceptance], timeout=20
    )
