"""The OpenAPI description of the JSON API, from which the UI's types are generated.

python -m linewise.web.openapi > ui/openapi.json
"""

import json
import sys
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from linewise.web.door import COOKIE
from linewise.web.guard import OPEN
from linewise.web.problems import MEDIA_TYPE, Problem
from linewise.workbench.exporting import FileWritten
from linewise.workbench.views import EncodingReport, ImportReport, RecutReport

REFERENCE = "#/components/schemas/{model}"
# Not the answer of any one route: what every error carries, and what the `result` of a job holds.
BESIDE: tuple[type, ...] = (Problem, ImportReport, RecutReport, EncodingReport, FileWritten)


def describe(app: FastAPI) -> dict[str, Any]:
    """The description: as FastAPI derives it, every field of an answer required, every error a problem."""
    document: dict[str, Any] = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
    schemas = document["components"]["schemas"]
    document["components"]["responses"] = _shared_problems(document["paths"])
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for kind in BESIDE:
        schema = TypeAdapter(kind).json_schema(ref_template=REFERENCE, mode="serialization")
        schemas.update(schema.pop("$defs", {}))
        schemas[kind.__name__] = schema
    for name, schema in schemas.items():
        # A default is for whoever makes the dataclass; an answer always carries the field.
        if not name.endswith("Body") and "properties" in schema:
            schema["required"] = list(schema["properties"])
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    document["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "The token that `linewise up` printed."},
        "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "Made from the token."},
    }
    document["security"] = [{"token": []}, {"session": []}]
    for path in OPEN & set(document["paths"]):
        for operation in document["paths"][path].values():
            operation["security"] = []
    return document


def _shared_problems(paths: dict[str, Any]) -> dict[str, Any]:
    """Write each problem response once and refer to it; an operation without a body has none about bodies."""
    shared: dict[str, Any] = {}
    for operation in (operation for path in paths.values() for operation in path.values()):
        answers = operation["responses"]
        for status, answer in list(answers.items()):
            if list(answer.get("content", ())) != [MEDIA_TYPE]:
                continue
            if status in ("400", "413") and "requestBody" not in operation:
                del answers[status]
                continue
            name = "".join(word.capitalize() for word in answer["description"].split())
            shared[name] = answer
            answers[status] = {"$ref": f"#/components/responses/{name}"}
    return shared


def main() -> None:
    from linewise.web.app import bare_app

    json.dump(describe(bare_app()), sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
