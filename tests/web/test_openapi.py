"""The description of the API is complete, and the committed copy that the UI is typed from is current."""

import json
from pathlib import Path

from linewise.web.app import bare_app
from linewise.web.openapi import describe

COMMITTED = Path(__file__).resolve().parents[2] / "ui" / "openapi.json"
METHODS = {"get", "post", "put", "patch", "delete"}


def test_the_committed_description_is_the_generated_one():
    generated = json.loads(json.dumps(describe(bare_app())))
    assert json.loads(COMMITTED.read_text()) == generated, (
        "Run: python -m linewise.web.openapi > ui/openapi.json, then `npm run api` in ui/"
    )


def test_every_operation_says_which_problems_it_has_and_what_it_is_for():
    document = describe(bare_app())
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert method in METHODS
            assert {"401", "403", "404", "409", "422", "500"} <= set(operation["responses"]), (method, path)
            assert operation["description"].endswith("."), (method, path)


def test_stage_words_are_the_tags_and_the_paths():
    document = describe(bare_app())
    stages = {"import", "code", "group", "teach", "verify", "apply", "audit", "explore"}
    for path, operations in document["paths"].items():
        parts = path.split("/")
        for operation in operations.values():
            (tag,) = operation["tags"]
            assert tag not in stages or parts[4] == tag, path


def test_fields_of_answers_are_all_required_so_that_types_need_no_question_marks():
    schemas = describe(bare_app())["components"]["schemas"]
    unit = schemas["UnitView"]
    assert set(unit["required"]) == set(unit["properties"])
    assert set(schemas["NoteBody"]["required"]) == {"text"}
