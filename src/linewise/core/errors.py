"""One short tree of errors: what went wrong, where, and what to do about it."""

from typing import Any


class LinewiseError(Exception):
    """Base of everything Linewise raises on purpose.

    `where` names the place (file, row, column, unit, code ...); `remedy` is a sentence that says what to do.
    """

    def __init__(self, message: str, *, remedy: str | None = None, **where: Any) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.where = {key: value for key, value in where.items() if value is not None}

    @property
    def told(self) -> str:
        """Where and what, without the remedy."""
        place = ", ".join(f"{key} {value}" for key, value in self.where.items())
        return f"{place}: {self.message}" if place else self.message

    def __str__(self) -> str:
        return f"{self.told} {self.remedy}" if self.remedy else self.told


class BadInput(LinewiseError):
    """Something from outside (a file, a request, an option) cannot be used as it is."""


class NotFound(LinewiseError):
    """The thing named does not exist."""


class Conflict(LinewiseError):
    """A later change stands in the way of this one."""


class NotReady(LinewiseError):
    """The request is fine, but something that it needs is not there yet."""


class Forbidden(LinewiseError):
    """The caller may not do this."""


class Broken(LinewiseError):
    """Stored data contradicts itself: a hash, a chain or a projection does not match."""
