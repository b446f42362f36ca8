"""How what Verify explains reads in a terminal: words that count, like units, bands, influence, advice."""

from linewise.cli.show import Names, Shown, line, rows, short, table
from linewise.cli.show_learning import ranged, rate
from linewise.core.nouns import Rationale
from linewise.core.text import percent
from linewise.teaching.views import CodeMeaning
from linewise.verifying.tried import Tried
from linewise.verifying.views import Advice, BandView, ForecastView, InfluenceView, Neighbour, Reasons

AGREEMENT = {"same": "the same", "partly": "in part", "differs": "other", "": ""}


def advice(found: Advice, names: Names) -> Shown:
    yield line(found.words)
    step = {
        "teach": "linewise teach run",
        "round": "linewise verify ask",
        "code": f"linewise verify open --strategy likely --code '{names(found.code or '')}'",
        "apply": "linewise apply run",
    }[found.next]
    yield line(f"Next: {step}")


def forecast(found: ForecastView, _: Names) -> Shown:
    yield line(found.words)
    content = (
        (f"{found.decisions + one.more:,}", f"+{one.more:,}", ranged(one.share, one.low, one.high))
        for one in found.points
    )
    if found.points:
        yield rows(table("#decisions", "#more", "accuracy then, 95 % interval"), content)


def influence(found: InfluenceView, _: Names) -> Shown:
    yield line(found.words)
    if found.blind.of:
        yield line(f"Agreed with the model: {rate(found.blind)} blind, {rate(found.aided)} with its answer in view.")


def bands(found: tuple[BandView, ...], _: Names) -> Shown:
    content = ((one.name, f"{percent(one.low)}–{percent(one.high)}", one.units, one.words) for one in found)
    yield rows(table("band", "probability", "#unread texts", "what it is for"), content)


def reasons(found: Reasons, names: Names) -> Shown:
    yield line(f"{names(found.code)}, {percent(found.confidence)} sure. {found.sentence} {found.check}".rstrip())
    content = ((one.text, f"{one.weight:+.2f}") for one in sorted(found.words, key=lambda one: -abs(one.weight)))
    if found.words:
        yield rows(table("words", "#log-odds"), content)
    if not found.whole:
        yield line("Of this long text, only the strongest sentences were looked into.")


def tried(found: Tried, names: Names) -> Shown:
    content = ((names(one.code), percent(one.confidence), "yes" if one.suggested else "") for one in found.codes[:12])
    yield rows(table("code", "#probability", "suggested"), content)
    yield line(f"{names(found.code)}: {found.sentence} {found.check}".rstrip())
    for one in found.nearest[:1]:
        by = ", ".join(map(names, one.codes)) or "none of the codes"
        yield line(f"Most like unit {one.unit.id} ({one.similarity:.2f}; {by}): {short(one.unit.text, 70)}")


def rationale(one: Rationale, names: Names) -> Shown:
    what = "a reason" if one.verdict == "for" else "no reason"
    yield line(f"“{one.word}” is {what} for {names(one.code)}; the next model learns from it.")


def rationales(found: tuple[Rationale, ...], names: Names) -> Shown:
    content = (
        (one.unit, one.word, "yes" if one.verdict == "for" else "no", names(one.code), one.at[:16], one.id)
        for one in found
    )
    yield rows(table("#unit", "words", "a reason", "code", "when", "id"), content)


def meaning(found: CodeMeaning, names: Names) -> Shown:
    yield line(f"{names(found.code)} is to the model what these say:")
    yield rows(table("#unit", "text"), ((one.id, short(one.text, 90)) for one in found.typical))
    yield rows(
        table("word", "#log-odds", f"#of {found.looked} texts"),
        ((one.text, f"{one.weight:+.2f}", one.units) for one in found.words),
    )
    if found.boundary:
        yield line("It cannot tell whether these have it:")
        border = ((one.unit.id, percent(one.confidence), short(one.unit.text, 80)) for one in found.boundary)
        yield rows(table("#unit", "#sure", "text"), border)
    for other in found.mistaken:
        yield line(f"Taken for one another with {names(other.code)} ({other.units} times):")
        for unit, has in ((other.taken, other.code), (other.missed, found.code)):
            if unit is not None:
                yield line(f"  unit {unit.id} has {names(has)}: {short(unit.text, 80)}")


def nearest(found: tuple[Neighbour, ...], names: Names) -> Shown:
    content = (
        (
            one.unit.id,
            f"{one.similarity:.2f}",
            short(one.unit.text, 70),
            ", ".join(map(names, one.codes)) or "none",
            ", ".join(one.coders),
            AGREEMENT[one.agreement],
        )
        for one in found
    )
    yield rows(table("#unit", "#alike", "text", "codes by people", "who", "beside the model"), content)
