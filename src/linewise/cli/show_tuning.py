"""How tuning an encoder reads in a terminal."""

from typing import TYPE_CHECKING

from linewise.cli.show import Names, Shown, line, rows, table

if TYPE_CHECKING:
    from linewise.teaching.tuning_views import TuneCost, TuneReport, TuneState


def state(found: "TuneState", _: Names) -> Shown:
    if found.missing:
        yield line(f"{found.missing} {found.remedy}")
    teach = f"{found.units:,} coded units may teach an encoder (at least {found.fewest})"
    yield line(f"{teach}; {found.audit:,} of the audit sample may not. There are {found.texts:,} texts to read.")
    yield rows(table("base", "", "here"), ((b.name, b.title, "yes" if b.here else "no") for b in found.bases))
    if found.unfinished is not None:
        left = found.unfinished
        first = ", reading the corpus first" if left.pretrain else ""
        yield line(
            f"Unfinished since {left.begun_at[:16]}: {left.how} from {left.base}{first}, by {left.units:,} units."
        )
        yield line("Go on: linewise teach tune with the same options. Or: linewise teach tune-discard")


def cost(found: "TuneCost", _: Names) -> Shown:
    yield line(f"{found.base} on {found.device}: {found.words}")
    yield line(f"The new encoder will take {found.megabytes:,} MB in the workspace.")


def report(made: "TuneReport", _: Names) -> Shown:
    yield line(made.words)
    content = (
        (one.stage, one.steps, " ".join(f"{loss:.3f}" for loss in one.judged), one.kept or "") for one in made.stages
    )
    yield rows(table("stage", "#steps", "held-out loss after each epoch", "#kept"), content)
    yield line(f"Offered: {made.encoder.name}. Use it: linewise teach encoder use {made.encoder.id[:12]}")
