"""How encoders read in a terminal."""

from typing import TYPE_CHECKING

from linewise.cli.show import Names, Shown, line, rows, table
from linewise.core.text import percent

if TYPE_CHECKING:
    from linewise.teaching.encoder_views import EncoderCard, EncoderGap, EncodersView

SHORT = 12


def encoders(view: "EncodersView", _: Names) -> Shown:
    content = (
        (
            one.id[:SHORT],
            one.name,
            "in use" if one.in_use else "used before" if one.used_before else "offered",
            _languages(one),
            f"{one.parameters / 1e6:.0f} M" if one.parameters else "",
            f"{one.encoded:,} of {one.units:,}",
            f"{one.pace:,.0f}" if one.pace else "",
            f"{one.megabytes:,.1f}",
        )
        for one in view.encoders
    )
    yield rows(table("id", "encoder", "", "reads", "#size", "#units", "#texts/s", "#MB"), content)
    if view.languages:
        shares = ", ".join(f"{one.name} {percent(one.share)}" for one in view.languages)
        yield line(f"The texts are {shares} (told from {view.told:,} of them).")
    for notice in filter(None, (*view.notice.split("\n"), view.missing)):
        yield line(notice)


def compared(one: "EncoderCard", _: Names) -> Shown:
    yield from _comparison(one)
    if not one.in_use:
        yield line(f"It is offered, and not in use. Use it: linewise teach encoder use {one.id[:SHORT]}")


def used(one: "EncoderCard", _: Names) -> Shown:
    yield from _comparison(one)
    yield line(f"Reads now: {one.name}.")


def forgotten(one: "EncoderCard", _: Names) -> Shown:
    yield line(
        f"{one.name} has no vectors any more. Compute them again: linewise teach encoder compare {one.id[:SHORT]}"
    )


def _comparison(one: "EncoderCard") -> Shown:
    found = one.comparison
    if found is None:
        return
    if found.right is not None and found.loss is not None:
        heads = table("", "#in use", "#this one", "#difference", "#95 % interval")
        gaps = ((found.measure, found.right), ("log loss", found.loss))
        yield rows(heads, (_row(name, gap) for name, gap in gaps))
    if one.speed:
        than = f"{one.speed:.1f} times faster" if one.speed >= 1 else f"{1 / one.speed:.1f} times slower"
        yield line(f"It read {one.pace:,.0f} texts a second, {than} than the one in use did.")
    yield line(found.words)


def _row(name: str, gap: "EncoderGap") -> tuple[str, ...]:
    return name, f"{gap.now:.3f}", f"{gap.other:.3f}", f"{gap.difference:+.3f}", f"{gap.low:+.3f} to {gap.high:+.3f}"


def _languages(one: "EncoderCard") -> str:
    if "*" in one.languages:
        return "any language"
    return ", ".join(one.languages[:4]) + (" …" if len(one.languages) > 4 else "") if one.languages else "unknown"
