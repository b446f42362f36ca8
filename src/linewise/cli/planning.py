"""The options that say how a file is read, given once for every command that brings files in."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from linewise.core.errors import BadInput

if TYPE_CHECKING:
    from linewise.importing.plan import ImportPlan
    from linewise.workbench import Project

COMMA = ":comma"

Given = dict[str, Any]


def given_options(
    *,
    text: Annotated[list[str] | None, typer.Option(help="Column that holds the text; repeat to join several.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="Column that identifies a row.")] = None,
    codes: Annotated[str | None, typer.Option(help="Column with existing codes; they arrive unverified.")] = None,
    codes_separator: Annotated[str | None, typer.Option(help="What stands between codes in one cell.")] = None,
    attribute: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME:TYPE",
            help="Column to keep: text, category, integer, number, comma (1.234,5), boolean or date.",
        ),
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Column that names the speaker.")] = None,
    segment: Annotated[
        Literal["whole", "line", "sentence", "paragraph", "turn"] | None,
        typer.Option(help="What becomes a unit."),
    ] = None,
    documents: Annotated[
        Literal["file", "line"] | None, typer.Option(help="Plain text: is the file one document, or each line?")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding, where the guess is wrong.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Column delimiter, where the guess is wrong.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
    no_header: Annotated[bool, typer.Option("--no-header", help="The first row is data.")] = False,
    unescape: Annotated[
        bool,
        typer.Option("--unescape", help="CSV that Linewise wrote: take away the apostrophes before would-be formulas."),
    ] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave bad rows out instead of refusing the file.")
    ] = False,
) -> Given:
    """The fields of an import plan that were given."""
    given: Given = {
        "text": tuple(text) if text else None,
        "id": id,
        "codes": codes,
        "codes_separator": codes_separator,
        "attributes": tuple(map(typed_attribute, attribute)) if attribute else None,
        "decimal_comma": tuple(one.rpartition(":")[0] for one in attribute or () if one.endswith(COMMA)) or None,
        "speaker": speaker,
        "segmentation": segment,
        "documents": documents,
        "encoding": encoding,
        "delimiter": {"\\t": "\t", "tab": "\t"}.get(delimiter, delimiter) if delimiter else None,
        "sheet": sheet,
        "header": False if no_header else None,
        "unescape_formulas": unescape or None,
        "on_bad_row": "skip" if skip_bad else None,
    }
    return {name: value for name, value in given.items() if value is not None}


def with_plan(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a plan; its parameter `given` then holds those that were used."""
    own = inspect.signature(function)
    options = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in inspect.signature(given_options).parameters.values()
    ]
    names = [option.name for option in options]

    @wraps(function)
    def filled(*args: Any, **kwargs: Any) -> Any:
        given = given_options(**{name: kwargs.pop(name) for name in names if name in kwargs})
        return function(*args, **kwargs, given=given)

    parameters: list[inspect.Parameter] = []
    for parameter in own.parameters.values():
        parameters += options if parameter.name == "given" else [parameter]
    # Typer shows options in this order; Python wants those that need a keyword last.
    ordered = sorted(parameters, key=lambda one: one.name == "progress")
    filled.__signature__ = own.replace(  # type: ignore[attr-defined]
        parameters=[ordered[0], *(one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in ordered[1:])]
    )
    return filled


def typed_attribute(typed: str) -> tuple[str, str]:
    """A column and its type, typed as NAME:TYPE; the type may be left out. A number may be said to have a comma."""
    name, colon, kind = (typed.removesuffix(COMMA) + ":number" if typed.endswith(COMMA) else typed).rpartition(":")
    return (name, kind) if colon else (typed, "text")


def planned(project: "Project", file: Path, given: Given) -> "ImportPlan":
    """The plan that the file suggests, with what was given in its place; a named column has no second role."""
    from linewise.importing.plan import ImportPlan

    # How the file is read decides which columns there are, so these steer the guess itself.
    reading = {name: given[name] for name in ("encoding", "delimiter", "sheet", "header") if name in given}
    if "text" in given:
        return ImportPlan(**given)
    if reading:
        raise BadInput(
            "With --encoding, --delimiter, --sheet or --no-header the columns cannot be guessed.",
            remedy="Name the column of the text with --text.",
        )
    guessed = project.importing.preview(file).plan
    named = {given.get("id"), given.get("codes"), given.get("speaker")} - {None}
    kept = tuple(pair for pair in guessed.attributes if pair[0] not in named)
    return replace(guessed, **{"attributes": kept, **given})
