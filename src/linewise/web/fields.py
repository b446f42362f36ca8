"""What a request may hold: strings that any database keeps, numbers with bounds, nothing not asked for."""

from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.types import Strict

# Every database and file can hold these; NUL is the one character that PostgreSQL cannot. Lone surrogates are
# refused by pydantic itself.
STORABLE = r"^[^\x00]*$"
LARGEST = 2**31 - 1

Text = Annotated[str, StringConstraints(max_length=20_000, pattern=STORABLE)]
Line = Annotated[str, StringConstraints(max_length=1_000, pattern=STORABLE)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=STORABLE)]
Ident = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.-]+$")]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


# JSON does not tell 3 from 3.0, and neither does its schema.
Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[Whole, Field(ge=0, le=LARGEST)]

# JSON has lists only; its strings and numbers stay strict inside these tuples.
Names = Annotated[tuple[Name, ...], Strict(False), Field(max_length=100)]
Texts = Annotated[tuple[Text, ...], Strict(False), Field(max_length=100)]
Lines = Annotated[tuple[Line, ...], Strict(False), Field(max_length=10_000)]
Idents = Annotated[tuple[Ident, ...], Strict(False), Field(max_length=1_000)]
Numbers = Annotated[tuple[Number, ...], Strict(False), Field(max_length=100_000)]

IdentInPath = Annotated[Ident, Path()]
NumberInPath = Annotated[int, Path(ge=0, le=LARGEST)]
Cursor = Annotated[Line | None, Query(description="The `next` of the page before this one.")]
Limit = Annotated[int, Query(ge=1, le=500)]


class Body(BaseModel):
    """A request body: no coercion between types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)

    def given(self) -> dict[str, Any]:
        """The fields that hold a value; null means the same as leaving a field out."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in values.items() if value is not None}
