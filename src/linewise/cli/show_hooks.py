"""How hooks and their deliveries read in a terminal."""

from typing import TYPE_CHECKING

from linewise.cli.show import Names, Shown, line, pairs, rows, table

if TYPE_CHECKING:
    from linewise.workbench.hooks.views import Delivered, Delivery, Hook, NewHook


def hooks(found: "tuple[Hook, ...]", _: Names) -> Shown:
    if not found:
        yield line("No hooks. Add one: linewise hooks add URL.")
        return
    content = ((one.url, ", ".join(one.topics), _state(one), one.waiting, _last(one.last), one.id) for one in found)
    yield rows(table("address", "told of", "state", "#waiting", "newest", "id"), content)


def hook(one: "Hook", names: Names) -> Shown:
    yield from hooks((one,), names)


def made(new: "NewHook", names: Names) -> Shown:
    yield from hook(new.hook, names)
    yield line(f"Secret: {new.secret}")
    yield line("Keep it where the messages arrive; it is not shown again.")


def deliveries(found: "tuple[Delivery, ...]", _: Names) -> Shown:
    content = (
        (one.at[:19], one.topic, one.event or "", one.state, one.attempts, one.status or "", _next(one), one.error)
        for one in found
    )
    columns = ("made", "topic", "#event", "state", "#tries", "#status", "next try", "what went wrong")
    yield rows(table(*columns), content)


def delivery(one: "Delivery", _: Names) -> Shown:
    yield pairs(
        [
            ("message", one.id),
            ("state", one.state),
            ("answer", one.status or "none"),
            *([("what went wrong", one.error)] if one.error else []),
        ]
    )


def announced(made: "tuple[Delivery, ...]", _: Names) -> Shown:
    told = f"{len(made)} hook{'' if len(made) == 1 else 's'}"
    yield line(f"A message waits for {told}." if made else "No hook hears of exports.")


def delivered(outcome: "Delivered", _: Names) -> Shown:
    yield line(f"{outcome.delivered:,} delivered, {outcome.failed:,} failed, {outcome.waiting:,} waiting.")


def _state(one: "Hook") -> str:
    if not one.active:
        return f"off. {one.notice}".strip() if one.notice else "paused"
    return f"failing since {one.failing_since[:16]}" if one.failing_since else "on"


def _last(last: "Delivery | None") -> str:
    return f"{last.topic}: {last.state}" + (f" ({last.status})" if last.status else "") if last else "nothing yet"


def _next(one: "Delivery") -> str:
    return one.next_at[:19] if one.next_at and one.state == "waiting" else ""
