"""The whole API against its own description: requests that fit and that do not, and no answer but a described one."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig

from linewise.web.app import create_app
from tests.web.server import TOKEN, make_study, only


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.schemas.BaseSchema]:
    """The API of a study whose project, codes, round and units the requests hit instead of guessing ids."""
    with make_study(tmp_path_factory.mktemp("fuzz")) as workspace:
        project = only(workspace)
        known = {
            "path.project": project.id,
            "path.code": project.grouping.codebook().codes[0].code.id,
            "path.round": project.verifying.open(strategy="random", size=5, seed=1).round.id,
            "path.unit": 3,
            "path.position": 2,
        }
        chosen = ProjectConfig(
            parameters=known,
            headers={"Authorization": f"Bearer {TOKEN}"},
            generation=GenerationConfig(deterministic=True),
        )
        config = SchemathesisConfig(seed=1, projects=ProjectsConfig(default=chosen))
        app = create_app(workspace, token=TOKEN, hosts=("testserver",))
        yield schemathesis.openapi.from_asgi("/api/openapi.json", app, config=config)


# The feed never ends, so it has tests of its own.
schema = schemathesis.pytest.from_fixture("description").exclude(path_regex="/feed$")


@schema.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: schemathesis.Case):
    case.call_and_validate()
