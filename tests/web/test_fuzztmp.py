"""The whole API against its own description: requests that fit and that do not, and no answer but a described one."""

import re
from collections.abc import Iterator, Mapping

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import ASGIApp, Receive, Scope, Send

from linewise.web.app import bare_app, create_app
from tests.web.server import TOKEN, make_study, only

CONFIG = SchemathesisConfig(
    seed=1,
    projects=ProjectsConfig(
        default=ProjectConfig(
            headers={"Authorization": f"Bearer {TOKEN}"}, generation=GenerationConfig(deterministic=True)
        )
    ),
)


class Late:
    """The description is needed when tests are collected, the study behind it when they run."""

    app: ASGIApp = bare_app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


late = Late()
# The feed never ends, so it has tests of its own.
schema = schemathesis.openapi.from_asgi("/api/openapi.json", late, config=CONFIG).exclude(path_regex="/feed$")
FITTING = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, object]]:
    """The API runs on a real study; these are the ids that exist in it."""
    with make_study(tmp_path_factory.mktemp("fuzz")) as workspace:
        project = only(workspace)
        late.app = create_app(workspace, token=TOKEN, hosts=("testserver",))
        yield {
            "project": project.id,
            "code": project.grouping.codebook().codes[0].code.id,
            "round": "none",
            "unit": 3,
            "position": 2,
        }


@schema.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: schemathesis.Case, known: Mapping[str, object]):
    for name, value in (case.path_parameters or {}).items():
        # Ids that fit but are made up would only ever meet a 404.
        if name in known and FITTING.fullmatch(str(value)):
            case.path_parameters[name] = known[name]
    # What fits the description may still be refused by the rules of the trade, with a described 422.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
