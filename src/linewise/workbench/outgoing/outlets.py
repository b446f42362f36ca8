"""All ways out, by name: formats of parcels, flat tables, the whole project."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from linewise.core.errors import BadInput
from linewise.interchange.formats import FORMATS
from linewise.interchange.packing import Choice, Format, Packed, Value
from linewise.workbench.desk import Desk
from linewise.workbench.outgoing.composing import compose
from linewise.workbench.outgoing.outlet import Outlet, Progress
from linewise.workbench.results.exporting import Export, Include, Shape

INCLUDE = Choice(
    name="include",
    title="Whose codes",
    default="all",
    among=("all", "people"),
    words="all: also what the applied model and imports say, each marked as such; people: only what people decided.",
)
TABLES: Mapping[Shape, tuple[str, str]] = {
    "long": ("Codings, a row each", "Who said which code is in which unit, when and how surely."),
    "wide": ("Units, a row each", "Every unit with its attributes, notes, and a column for each code."),
    "codes": ("Codes, a row each", "Counts by hand and by model, and how frequent each code is, with its interval."),
}
SUFFIXES = (".csv", ".xlsx", ".parquet", ".jsonl", ".tsv")


@cache
def outlets() -> Mapping[str, Outlet]:
    """Every way out by its name, in the order in which they are offered."""
    from linewise.workbench.outgoing.own import OWN

    found = [*map(_of_format, FORMATS), *OWN, *map(_of_table, TABLES)]
    return {one.name: one for one in found}


def outlet(name: str | None, path: Path | None = None) -> Outlet:
    """The way out of this name, else the first whose files end like the path. BadInput where there is none."""
    known = outlets()
    if name is not None:
        if name not in known:
            raise BadInput(f"there is no format {name!r:.60}.", remedy=f"Use one of {', '.join(known)}.")
        return known[name]
    ending, last = ("".join(path.suffixes[-2:]).lower(), path.suffix.lower()) if path is not None else ("", "")
    # What only one format is called comes first, then plain tables, then a whole project before others' archives.
    own = next((one for one in known.values() if ending == one.suffix and one.suffix != last), None)
    if own is not None or last in SUFFIXES:
        return own or known["table-long"]
    for one in sorted(known.values(), key=lambda one: one.group != "whole"):
        if last == one.suffix:
            return one
    endings = ", ".join(sorted({one.suffix for one in known.values()}))
    raise BadInput(
        f"the ending {ending!r:.40} tells no format.",
        remedy=f"Name the format, or let the file end in one of {endings}.",
        file=str(path),
    )


def _of_format(format: Format) -> Outlet:
    def write(desk: Desk, path: Path, values: Mapping[str, Value], progress: Progress | None) -> Packed:
        include: Literal["people", "all"] = "people" if values[INCLUDE.name] == "people" else "all"
        own = {name: value for name, value in values.items() if name != INCLUDE.name}
        return format.pack(path, compose(desk, include=include, progress=progress), own)

    return Outlet(
        name=format.name,
        title=format.title,
        suffix=format.suffix,
        group=format.group,
        words=format.words,
        choices=(INCLUDE, *format.choices),
        write=write,
    )


def _of_table(shape: Shape) -> Outlet:
    def write(desk: Desk, path: Path, values: Mapping[str, Value], progress: Progress | None) -> Packed:
        from linewise.interchange.write import write

        include: Include = "people" if values["include"] == "people" else "all"
        if values["include"] == "probabilities":
            include = "probabilities"
        kind = str(values["as"])
        export = Export(desk, shape, include)
        rows = write(path, export.columns, export.rows(progress=progress), format=kind)  # type: ignore[arg-type]
        return Packed({"rows": rows})

    title, words = TABLES[shape]
    return Outlet(
        name=f"table-{shape}",
        title=title,
        suffix=".csv",
        group="pipelines",
        words=words,
        choices=(
            Choice(name="include", title=INCLUDE.title, default="all", among=("all", "people", "probabilities")),
            Choice(name="as", title="File", default="csv", among=tuple(one[1:] for one in SUFFIXES)),
        ),
        write=write,
    )
