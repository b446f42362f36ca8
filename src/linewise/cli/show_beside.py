"""How recall and saturation read in a terminal."""

from linewise.cli.show import Names, Shown, codings, line, rows, short, table
from linewise.coding.likeness import Likeness, Recall
from linewise.coding.saturation import Saturation
from linewise.core.text import percent
from linewise.exploring.views import Thing

WIDTH = 40


def recall(found: Recall, names: Names) -> Shown:
    if found.notice:
        yield line(found.notice)
    for title, list_ in (("with notes or codes", found.said), ("unread", found.unread)):
        yield rows(table("#unit", "", "text", "notes", "codes", title=title), (_row(one, names) for one in list_))


def _row(one: Likeness, names: Names) -> tuple[object, ...]:
    notes = "; ".join(note.text for note in one.unit.notes)
    return one.unit.id, one.words, short(one.unit.text), notes, codings(one.unit, names)


def saturation(found: Saturation, _: Names) -> Shown:
    yield line(found.words)
    most = max((one.new for one in found.stretches), default=0) or 1
    content = (
        (
            one.read,
            one.new,
            "█" * round(WIDTH * one.new / most),
            one.total,
            f"{one.richness.unseen:.0f} ({one.richness.low}–{one.richness.high})" if one.richness else "–",
        )
        for one in found.stretches
    )
    yield rows(table("#units read", "#new", "", f"#{found.of}", "#unseen"), content)
    if found.richness is not None:
        met = f"{percent(found.richness.coverage)} of all mentions belong to {found.of} met already"
        yield line(f"{met}; the number unseen is rather too low than too high.")


def things(found: tuple[Thing, ...], _: Names) -> Shown:
    content = ((one.reference, f"[[{one.label}]]", one.name, short(one.text)) for one in found)
    yield rows(table("reference", "in a memo", "name", "text"), content)
