"""Facts as they stand together with codes that the event being made will bring, so that one event can do both."""

from collections.abc import Iterator
from itertools import chain
from typing import TypeVar

from linewise.core.facts import Facts, MemoryFacts
from linewise.core.nouns import Code, Noun
from linewise.core.text import norm
from linewise.grouping.codes import new_code

N = TypeVar("N", bound=Noun)


class Unwritten:
    """`Facts` with codes on top that are in no table yet; `made` lists them in order."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._fresh = MemoryFacts()
        self.made: list[Code] = []

    def code(self, name: str, *, id: str, at: str) -> str:
        """The id of the code in use with this name; made when there is none."""
        for code in self.find(Code, status="active"):
            if norm(code.name) == norm(name):
                return code.id
        made = new_code(self, id=id, at=at, name=name)
        self.made.append(made)
        self._fresh = MemoryFacts(self.made)
        return made.id

    def get(self, noun: type[N], key: str) -> N | None:
        return self._fresh.get(noun, key) or self._facts.get(noun, key)

    def find(self, noun: type[N], **equal: object) -> Iterator[N]:
        found = chain(self._facts.find(noun, **equal), self._fresh.find(noun, **equal))
        return iter(sorted(found, key=lambda fact: fact.key)) if self.made else found

    def latest(self, noun: type[N], **equal: object) -> N | None:
        return max(self.find(noun, **equal), key=lambda fact: fact.key, default=None)
