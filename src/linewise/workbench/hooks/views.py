"""Hooks as everybody may see them: never with their secret, but for the one time when it is made."""

from dataclasses import dataclass, field
from typing import Literal, get_args

Topic = Literal["units.arrived", "round.opened", "model.fitted", "codes.applied", "export.written"]
DeliveryState = Literal["waiting", "delivered", "given up"]

TOPICS: tuple[Topic, ...] = get_args(Topic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one hook: what it told of, how often it was tried, and how that went.

    `event` is the number of the event in the log, None for a test. `status` is the HTTP status of the last answer, None
    when there was none, and `error` says in words what went wrong. `next_at` is when it is tried again.
    """

    id: str
    hook: str
    topic: str
    event: int | None
    state: DeliveryState
    attempts: int
    at: str
    tried_at: str | None
    next_at: str | None
    status: int | None
    error: str

    @property
    def ok(self) -> bool:
        """Whether it was not given up."""
        return self.state != "given up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """An address that is told when something is ready.

    `topics` are what it is told of. `private`: it may lie on this machine or in the network around it. `active` is
    false when a person paused it or when it failed for days, as `notice` then says. `waiting` counts what is still to
    be sent, `last` is the delivery tried last.
    """

    id: str
    url: str
    topics: tuple[Topic, ...]
    private: bool
    active: bool
    notice: str
    coder: str
    at: str
    failing_since: str | None
    waiting: int
    last: Delivery | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHook:
    """A hook just made, with the secret that its messages are signed with; nobody is shown it a second time."""

    hook: Hook
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What one pass sent; `ok` when nothing that it tried went wrong."""

    tried: int
    delivered: int
    failed: int
    waiting: int
    ok: bool
