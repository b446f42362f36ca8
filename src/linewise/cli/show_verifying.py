"""How what Verify explains reads in a terminal: words that count, like units, bands, influence, advice."""

from linewise.cli.show import Names, Shown, line, rows, short, table
from linewise.cli.show_learning import rate
from linewise.teaching.views import CodeMeaning
from linewise.verifying.views import Advice, BandView, InfluenceView, Neighbour, Reasons


def advice(found: Advice, names: Names) -> Shown:
    yield line(found.words)
    step = {
        "teach": "linewise teach run",
        "round": "linewise verify ask",
        "code": f"linewise verify open --strategy likely --code '{names(found.code or '')}'",
        "apply": "linewise apply run",
    }[found.next]
    yield line(f"Next: {step}")


def influence(found: InfluenceView, _: Names) -> Shown:
    yield line(found.words)
    if found.blind.of:
        yield line(f"Agreed with the model: {rate(found.blind)} blind, {rate(found.aided)} with its answer in view.")


def bands(found: tuple[BandView, ...], _: Names) -> Shown:
    content = ((one.name, f"{one.low:.0%}–{one.high:.0%}", one.units, one.words) for one in found)
    yield rows(table("band", "probability", "#unread texts", "what it is for"), content)


def reasons(found: Reasons, names: Names) -> Shown:
    yield line(f"{names(found.code)}, {found.confidence:.0%} sure. {found.sentence}")
    content = ((one.text, f"{one.weight:+.2f}") for one in sorted(found.words, key=lambda one: -abs(one.weight)))
    if found.words:
        yield rows(table("words", "#log-odds"), content)
    if not found.whole:
        yield line("Of this long text, only the strongest sentences were looked into.")


def meaning(found: CodeMeaning, names: Names) -> Shown:
    yield line(f"{names(found.code)} is to the model what these say:")
    yield rows(table("#unit", "text"), ((one.id, short(one.text, 90)) for one in found.typical))
    yield rows(
        table("word", "#log-odds", "#units"), ((one.text, f"{one.weight:+.2f}", one.units) for one in found.words)
    )
    if found.mistaken:
        content = ", ".join(f"{names(one.code)} ({one.units})" for one in found.mistaken)
        yield line(f"Taken for one another: {content}.")


def nearest(found: tuple[Neighbour, ...], names: Names) -> Shown:
    content = (
        (one.unit.id, f"{one.similarity:.2f}", short(one.unit.text, 70), ", ".join(map(names, one.codes)) or "none")
        for one in found
    )
    yield rows(table("#unit", "#alike", "text", "codes by people"), content)
