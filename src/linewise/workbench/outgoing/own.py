"""Ways out that need more of the project than a parcel holds."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from linewise.core.exchange import Loss
from linewise.interchange.packing import Choice, Format, Packed, Value
from linewise.workbench.desk import Desk
from linewise.workbench.outgoing.composing import compose
from linewise.workbench.outgoing.outlet import Outlet, Progress

Render = Callable[[Path, Any, Mapping[str, Value]], Packed]

ARTEFACTS = Choice(
    name="artefacts",
    title="What the machine made",
    default="all",
    among=("all", "needed", "none"),
    words="needed leaves out vectors, which are computed again; none leaves out models too: teach them again.",
)


def _project(desk: Desk, path: Path, values: Mapping[str, Value], progress: Progress | None) -> Packed:
    from linewise.workbench.archiving import packing

    made = packing.write(desk, path, artefacts=str(values["artefacts"]), progress=progress)
    counts = {
        "events": made.events,
        "documents": made.members["corpus/document.jsonl"].rows,
        "units": made.members["corpus/unit.jsonl"].rows,
        "artefacts": made.members["artefacts/index.jsonl"].rows,
    }
    reason = "left out as asked; what can be computed again will be, when it is needed"
    left = (Loss(what="artefacts", count=made.left_out, reason=reason),)
    return Packed(counts, left if made.left_out else ())


PROJECT = Outlet(
    name="project",
    title="The whole project",
    suffix=".zip",
    group="whole",
    words="Everything as one file: log, texts, codes, models. To keep, to hand on, or to go on with on any database.",
    choices=(ARTEFACTS,),
    write=_project,
)


def _books() -> tuple[tuple[Format, Render], ...]:
    from linewise.interchange.formats import (
        codebook_docx,
        codebook_html,
        codebook_markdown,
        codebook_pdf,
        codebook_table,
    )

    return (
        (codebook_docx.FORMAT, lambda path, made, asked: codebook_docx.render(path, made, paper=str(asked["paper"]))),
        (codebook_pdf.FORMAT, lambda path, made, asked: codebook_pdf.render(path, made, paper=str(asked["paper"]))),
        (codebook_html.FORMAT, lambda path, made, _: codebook_html.render(path, made)),
        (codebook_markdown.FORMAT, lambda path, made, _: codebook_markdown.render(path, made)),
        (codebook_table.CSV, lambda path, made, _: codebook_table.render(path, made, "csv")),
        (codebook_table.XLSX, lambda path, made, _: codebook_table.render(path, made, "xlsx")),
    )


def _codebook(format: Format, render: Render) -> Outlet:
    def write(desk: Desk, path: Path, values: Mapping[str, Value], progress: Progress | None) -> Packed:
        from linewise.interchange.formats.rendering.book import book
        from linewise.workbench.outgoing.describing import book_facts

        counted = values["counts"] is True
        return render(path, book(compose(desk), book_facts(desk, counted=counted), counted=counted), values)

    return Outlet(
        name=format.name,
        title=format.title,
        suffix=format.suffix,
        group=format.group,
        words=format.words,
        choices=format.choices,
        write=write,
    )


def _card(desk: Desk, path: Path, values: Mapping[str, Value], progress: Progress | None) -> Packed:
    from linewise.interchange.formats.card import card
    from linewise.workbench.outgoing.describing import card_facts

    known = card_facts(desk, licence=str(values["licence"]))
    path.write_text(card(known), encoding="utf-8", newline="\n")
    return Packed({"codes": len(known.book.entries), "sources": len(known.sources)})


CARD = Outlet(
    name="datasheet",
    title="Datasheet",
    suffix=".card.md",
    group="reading",
    words="What the corpus is, who coded it how, how good that is, and the questions that only you can answer.",
    choices=(Choice(name="licence", title="Licence", default="", words="As hubs name it, such as cc-by-4.0."),),
    write=_card,
)


# The whole project, its codebook with the counts of the project, its datasheet.
OWN: tuple[Outlet, ...] = (PROJECT, *(_codebook(format, render) for format, render in _books()), CARD)
