"""A codebook as a PDF to print: contents with page numbers, codes by hierarchy, a table of counts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linewise.core.exchange import Loss, Parcel
from linewise.interchange.formats.rendering.book import TITLES, Book, Entry, book, cell, parts
from linewise.interchange.formats.rendering.choices import COUNTS, PAPER
from linewise.interchange.formats.rendering.text import colour, is_rtl, paragraphs, possible
from linewise.interchange.formats.rendering.typeset import Lacking, typeset
from linewise.interchange.packing import Format, Packed, Value

TEMPLATE = r"""
#let book = json(bytes(sys.inputs.data))
#let soft = rgb("#666b75")
#let way(d) = if d { rtl } else { ltr }
#let say(it) = text(dir: way(it.rtl), it.text)
#let block-of(it, ..how) = block(width: 100%, ..how, align(if it.rtl { right } else { left }, say(it)))
#let label(words) = block(above: 1em, below: 0.45em, sticky: true, text(size: 0.78em, fill: soft, weight: 600,
  tracking: 0.03em, upper(words)))
#set document(title: book.title.text, author: "Linewise")
#set page(paper: book.paper, margin: (x: 25mm, top: 22mm, bottom: 24mm), numbering: "1",
  footer: context align(center, text(size: 8.5pt, fill: soft)[#say(book.title) #sym.dot.c
  #counter(page).display("1")]))
#set text(font: "Libertinus Serif", size: 10.5pt, fill: rgb("#22252b"), lang: "en", hyphenate: false)
#set par(leading: 0.62em, spacing: 0.75em, justify: false)
#show heading: set block(sticky: true)
#show heading: it => block(above: 0.5em, below: 0.65em, width: 100%,
  text(size: (1.35em, 1.2em, 1.1em, 1.05em, 1em, 1em).at(calc.min(it.level, 6) - 1), it.body))
#block(below: 0.4em, width: 100%, align(if book.title.rtl { right } else { left },
  text(size: 25pt, weight: 700, say(book.title))))
#block(above: 1.1em, below: 1.4em, text(size: 12pt, fill: soft)[Codebook])
#for (name, value) in book.about [#text(fill: soft)[#name:] #value #h(1.4em)]
#v(0.8em)
#if book.codes.len() > 2 [
  #line(length: 100%, stroke: 0.5pt + soft)
  #columns(if book.codes.len() > 24 { 2 } else { 1 }, gutter: 2em, [
    #set par(leading: 0.5em)
    #for code in book.codes {
      let target = std.label(code.anchor)
      block(above: 0.55em, below: 0.55em, inset: (left: calc.min(code.depth, 8) * 0.9em), link(target)[
        #box(say(code.name)) #box(width: 1fr, repeat(text(fill: soft)[.], gap: 0.15em))
        #context text(fill: soft, str(counter(page).at(target).first()))])
    }
  ])
  #v(0.6em)
  #line(length: 100%, stroke: 0.5pt + soft)
]
#for code in book.codes {
  let bar = rgb("#" + code.colour)
  block(width: 100%, breakable: true,
    inset: if code.name.rtl { (right: 10pt) } else { (left: 10pt) },
    stroke: if code.name.rtl { (right: 2pt + bar) } else { (left: 2pt + bar) }, above: 1.7em, below: 1.2em, {
    if code.path.len() > 0 {
      block(below: 0.45em, sticky: true, text(size: 0.82em, fill: soft, code.path.map(say).join([ #sym.gt ])))
    }
    [#align(if code.name.rtl { right } else { left }, heading(level: calc.min(code.depth + 1, 6), say(code.name)))
     #std.label(code.anchor)]
    for line in code.lines { block(above: 0.4em, text(size: 0.88em, fill: soft, say(line))) }
    for part in code.definition { block-of(part) }
    for (title, texts) in code.parts {
      label(title)
      if title.ends-with("when") { for part in texts { block-of(part) } } else {
        list(indent: 0.2em, spacing: 0.5em, ..texts.map(say))
      }
    }
  })
}
#if book.rows.len() > 0 [
  #v(1.2em)
  #heading(level: 1)[How often each code was found]
  #set text(size: 0.92em)
  #table(columns: (1fr, ..book.origins.map(it => auto)), align: (left, ..book.origins.map(it => right)),
    stroke: (x, y) => (bottom: 0.4pt + rgb("#c9c6be")), inset: (x: 4pt, y: 4pt),
    table.header([*Code*], ..book.origins.map(it => strong(it))),
    ..book.rows.map(row => (h(row.depth * 0.9em) + say(row.name), ..row.cells)).flatten())
]
"""


def pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    """Write the codebook of a parcel."""
    return render(path, book(parcel, counted=choices["counts"] is True), paper=str(choices["paper"]))


def render(path: Path, made: Book, *, paper: str = "a4") -> Packed:
    """Write a codebook; NotReady where the part that sets PDF is not installed."""
    counted = [entry for entry in made.entries if entry.code.codable] if made.origins else []
    content = {
        "title": _said(made.title),
        "paper": paper,
        "about": made.about,
        "codes": [_code(entry, place) for place, entry in enumerate(made.entries)],
        "origins": [TITLES[one] for one in made.origins],
        "rows": [
            {
                "name": _said(entry.code.name),
                "depth": min(entry.depth, 8),
                "cells": [cell(entry.figures, one) for one in made.origins],
            }
            for entry in counted
        ],
    }
    lacking = typeset(path, TEMPLATE, content)
    return Packed({"codes": len(made.entries)}, undrawn(lacking))


def undrawn(lacking: Lacking) -> tuple[Loss, ...]:
    """What to say of characters that came out as boxes."""
    if not lacking:
        return ()
    some = " ".join(lacking[:12]) + (" …" if len(lacking) > 12 else "")
    reason = f"no font of this machine draws them ({some}); install one, such as Noto, or export HTML or Word"
    return (Loss(what="characters", count=len(lacking), reason=reason),)


def _said(text: str) -> dict[str, object]:
    return {"text": possible(text), "rtl": is_rtl(text)}


def _code(entry: Entry, place: int) -> dict[str, Any]:
    code = entry.code
    lines = [f"Also: {', '.join(code.aliases)}"] if code.aliases else []
    lines += [f"Also below: {', '.join(entry.also)}"] if entry.also else []
    lines += ["No definition yet."] if not code.definition and code.codable else []
    return {
        "name": _said(code.name),
        "anchor": f"code-{place}",
        "depth": entry.depth,
        "path": [_said(name) for name in entry.path],
        "colour": colour(code.colour, place),
        "lines": [_said(line) for line in lines],
        "definition": [_said(part) for part in paragraphs(code.definition)] if code.definition else [],
        "parts": [
            (
                title,
                [_said(part) for text in texts for part in (paragraphs(text) if title.endswith("when") else [text])],
            )
            for title, texts in parts(code)
        ],
    }


FORMAT = Format(
    name="codebook-pdf",
    title="Codebook as PDF",
    suffix=".pdf",
    group="reading",
    words="The codes with definitions, rules, examples and counts, with contents and page numbers, to print.",
    pack=pack,
    choices=(COUNTS, PAPER),
)
