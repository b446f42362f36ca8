"""The README of an exported model: what it is for, what it was taught from, how good it is, where its limits are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from linewise.core.text import percent
from linewise.portable.manifest import Manifest

USE = """\
```python
import linewise

model = linewise.load_model("this-folder")
model.predict(["a text", "another"])
model.predict_proba(["a text", "another"])
```
"""


def card(manifest: Manifest) -> str:
    """The page as Markdown, made of what the manifest holds and nothing else."""
    return "\n".join(_lines(manifest))


def _lines(m: Manifest) -> Iterator[str]:
    yield f"# {_plain(m.title)}, model {m.number}\n"
    kind = "exactly one of them" if m.exclusive else "any number of them, or none"
    yield (
        f"A text classifier taught with Linewise {m.linewise}: it knows {len(m.codes)} "
        f"code{'s' * (len(m.codes) != 1)}, and gives a text {kind}. It was taught on {_day(m.taught)} from "
        f"{m.decisions:,} decisions of people, and exported on {_day(m.created)}.\n"
    )
    yield "## How to use it\n"
    yield USE
    yield (
        "`predict` gives the code's name, or an empty text where the model is not sure enough.\n"
        if m.exclusive
        else "`predict` gives a row of 0 and 1 for each text, a column for each of `model.classes_`; "
        "`model.codes` gives names.\n"
    )
    yield _needs(m) + "\n"
    yield "## What it is for\n"
    yield (
        "It codes texts like those it was taught on: the same kind of text, language and way of writing. Of other "
        "texts it knows nothing, and it cannot say so.\n"
    )
    yield "## Its codes\n"
    yield from _codes(m)
    yield "\n## How good it is\n"
    yield from _figures(m)
    yield "\n## Limits\n"
    yield (
        "- It says what the people who taught it would probably say, with their slips and their blind spots.\n"
        "- A code with few examples is found less reliably than the figures over all codes suggest.\n"
        "- Words of the texts it was taught on are kept in `encoder.bin`, singly or in pairs; whole texts are not. "
        "Where even single words are confidential, so is this folder.\n"
    )
    yield "## Made from\n"
    yield from (f"- {name}: {value}" for name, value in _made_from(m).items())
    yield ""


def _needs(m: Manifest) -> str:
    match m.encoder.weights:
        case "package":
            return "It needs the weights of MiniLM, which are installed with Linewise; they are checked by their hash."
        case "hub":
            return (
                f"It reads by {m.encoder.source}, which is not inside: allow it to be fetched with "
                "`load_model(folder, fetch=True)`."
            )
        case "inside":
            return "The weights of its encoder are inside."
    return "It needs no weights beside those inside."


def _codes(m: Manifest) -> Iterator[str]:
    yield "| code | meaning | given from |"
    yield "| --- | --- | --- |"
    for code in m.codes:
        meaning = " ".join(
            part
            for part in (
                code.definition,
                code.use_when and f"Use when: {code.use_when}",
                code.not_when and f"Not when: {code.not_when}",
            )
            if part
        )
        yield f"| {_plain(code.name)} | {_plain(meaning) or '–'} | {code.threshold:.2f} |"


def _figures(m: Manifest) -> Iterator[str]:
    """Figures of the audit sample, as the workbench counted them; the folder's own, so anything may be missing."""
    audit = m.figures.get("audit")
    if not isinstance(audit, Mapping) or not audit.get("units"):
        yield "Nothing can be said: no units drawn at random were decided by people when it was exported."
        return
    yield f"{_plain(str(audit.get('words', '')))}\n"
    rows = audit.get("codes")
    if isinstance(rows, Sequence) and rows:
        yield "| code | of what it gives, right | of what there is, found |"
        yield "| --- | --- | --- |"
        for row in rows:
            yield f"| {_plain(str(row['name']))} | {_rate(row['precision'])} | {_rate(row['recall'])} |"
        yield "\nIn brackets where the share probably lies (95 %), from units drawn at random, new to the model."


def _rate(found: Mapping[str, Any]) -> str:
    if found["share"] is None:
        return "–"
    share, low, high = (percent(found[name]) for name in ("share", "low", "high"))
    return f"{share} ({low} to {high}; {found['hits']} of {found['of']})"


def _made_from(m: Manifest) -> dict[str, str]:
    made = {
        "Recipe": ", ".join(f"{_plain(name)} {_plain(str(value))}" for name, value in sorted(m.recipe.items())),
        "Encoder": f"{_plain(m.encoder.name)} ({m.encoder.licence}), fingerprint `{m.encoder.fingerprint[:16]}`",
        "Training set": f"`{m.training[:16]}`",
        "Codebook": f"version {m.codebook}",
        "Seed": str(m.seed),
        "Licence of the encoder": m.encoder.licence,
        "Licence of what was learned": m.licence or "not stated; ask whose texts and decisions they were",
    }
    return {name: value for name, value in made.items() if value}


def _day(at: str) -> str:
    return at[:10]


def _plain(text: str) -> str:
    """A text within a line of Markdown."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "'")
