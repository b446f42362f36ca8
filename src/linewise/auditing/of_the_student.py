"""Sentences of what concerns the model: encoders, pinned models, its questions, what coders say of its reasons."""

from collections.abc import Callable, Mapping

from linewise.auditing.phrases import Name, Parts, of, plain, quote, row_of, thing, unit
from linewise.core.events import Event


def _chosen(event: Event, name: Name) -> Parts:
    for item in of(event, "encoding"):
        yield from (plain("chose the encoder "), quote(row_of(item).get("name", "")))


def _pinned(event: Event, name: Name) -> Parts:
    verb = "pinned " if event.kind == "model_pinned" else "let go of "
    for item in of(event, "model"):
        row = row_of(item)
        # Pinning one lets go of the one before; only what the event is named after is told.
        if (row.get("pinned_at") is not None) == (event.kind == "model_pinned"):
            yield from (plain(verb), thing(f"model:{row.get('id')}", name, f"model {row.get('number')}"))


def _question(event: Event, name: Name) -> Parts:
    for item in of(event, "question"):
        row = row_of(item)
        kind = str(row.get("kind", "")).replace("_", " ")
        if event.kind == "question_set_aside":
            yield plain(f"set a question aside ({kind})")
            return
        yield plain(f"answered a question ({kind})")
        if row.get("answer"):
            yield from (plain(": "), quote(row["answer"]))


def _rationale(event: Event, name: Name) -> Parts:
    for item in of(event, "rationale"):
        row = row_of(item)
        verb = "said that " if event.kind == "rationale_given" else "took back that "
        yield from (plain(verb), quote(row.get("word", "")))
        yield plain(" is a reason for " if row.get("verdict") == "for" else " is no reason for ")
        yield from (thing(f"code:{row.get('code')}", name, "a code"), plain(" in "), unit(row.get("unit")))


def _simulated(event: Event, name: Name) -> Parts:
    for item in of(event, "simulation"):
        recipe = row_of(item).get("recipe")
        tried = recipe.get("strategies") if isinstance(recipe, Mapping) else None
        yield plain("tried ways of choosing")
        if isinstance(tried, list):
            yield plain(f": {', '.join(map(str, tried))}")


TELLERS: Mapping[str, Callable[[Event, Name], Parts]] = {
    "encoder_chosen": _chosen,
    "model_pinned": _pinned,
    "model_unpinned": _pinned,
    "question_answered": _question,
    "question_set_aside": _question,
    "rationale_given": _rationale,
    "rationale_withdrawn": _rationale,
    "strategies_simulated": _simulated,
}
