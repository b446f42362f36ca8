"""Codes of a file found among those of the project, or made: by id of an earlier import, by path of names, by name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from linewise.core.errors import BadInput
from linewise.core.exchange import CodeEntry, Loss
from linewise.core.facts import Facts, MemoryFacts
from linewise.core.nouns import Code
from linewise.core.text import checked, norm
from linewise.grouping.codes import PALETTE
from linewise.workbench.clock import new_id, now

MOST_CODES = 20_000
LONGEST_NAME = 200
LONGEST_FIELD = 20_000


class Codebook:
    """The project's codes while an import runs. `made` are new; `known` maps ids of entries to ids of codes."""

    def __init__(self, facts: Facts, *, earlier: Mapping[tuple[str, str], str], most: int = MOST_CODES) -> None:
        """`earlier` knows codes of other imports by id and name as they have them there, or by a GUID and ""."""
        self._facts: Facts = MemoryFacts(facts.find(Code))
        self._earlier, self._most = earlier, most
        self._active: dict[str, Code] = {}
        self._by_name: dict[str, str] = {}
        self.made: list[Code] = []
        self.known: dict[str, str] = {}
        self.renamed: list[str] = []
        self._shortened = 0
        for code in self._facts.find(Code, status="active"):
            self._register(code)
        self._before = dict(self._active)
        self._next = max((code.position for code in self._facts.find(Code)), default=-1) + 1

    def named(self, name: str) -> str:
        """The id of the code of this name or alias, made where there is none."""
        key = norm(name)
        if key not in self._by_name:
            self._make(name)
        return self._by_name[key]

    def name(self, code: str) -> str:
        """The name that a code has here."""
        found = self._active.get(code) or self._facts.get(Code, code)
        return found.name if found is not None else ""

    def take(self, entries: Sequence[CodeEntry]) -> None:
        """Find or make every entry, parents before children; a parent that is missing or above itself is left out."""
        by_id = {entry.id: entry for entry in entries}
        shared = Counter(norm(entry.name) for entry in entries)
        for first in entries:
            waiting, met = [first], set[str]()
            while waiting:
                entry = waiting[-1]
                met.add(entry.id)
                above = [by_id[one] for one in entry.parents if one in by_id]
                later = [one for one in above if one.id not in self.known and one.id not in met]
                if later and entry.id not in self.known:
                    waiting += later
                    continue
                waiting.pop()
                if entry.id not in self.known:
                    parents = [self.known[one.id] for one in above if one.id in self.known]
                    self.known[entry.id] = self._find(entry, parents, shared) or self._entered(entry, parents)

    def losses(self) -> tuple[Loss, ...]:
        """Names and texts that had to be changed."""
        found = []
        if self.renamed:
            shown = "; ".join(self.renamed[:5]) + ("; …" if len(self.renamed) > 5 else "")
            reason = f"a name stands for one code here, so their parents' names were added: {shown}"
            found.append(Loss(what="codes of the same name", count=len(self.renamed), reason=reason, kept=True))
        if self._shortened:
            reason = f"names have at most {LONGEST_NAME} characters and texts {LONGEST_FIELD:,}"
            found.append(Loss(what="names or definitions that were cut", count=self._shortened, reason=reason))
        return tuple(found)

    def _find(self, entry: CodeEntry, parents: Sequence[str], shared: Mapping[str, int]) -> str | None:
        known = self._earlier.get((entry.id, entry.name)) or self._earlier.get((entry.id, ""))
        # Our own ids come back from other programs in capitals, some in braces.
        code = self._now(known or entry.id.strip("{}").lower())
        if code is not None:
            return code
        here = self._before.get(self._by_name.get(norm(entry.name), ""))
        if here is None:
            return None
        alone = shared[norm(entry.name)] == 1
        return here.id if alone or set(here.parents) == set(parents) else None

    def _now(self, code: str | None) -> str | None:
        """The code that an id stands for today, through merges."""
        found = self._facts.get(Code, code) if code is not None else None
        while found is not None and found.merged_into is not None:
            found = self._facts.get(Code, found.merged_into)
        return found.id if found is not None else None

    def _entered(self, entry: CodeEntry, parents: Sequence[str]) -> str:
        plain = self._short(" ".join(entry.name.split()) or "unnamed", LONGEST_NAME)
        name = plain
        if norm(name) in self._by_name:
            above = self._active[parents[0]].name if parents else ""
            name = self._short(f"{plain} ({above})", LONGEST_NAME) if above else plain
            again = 2
            while norm(name) in self._by_name:
                name, again = f"{plain[: LONGEST_NAME - 8]} ({again})", again + 1
            self.renamed.append(name)
        code = self._make(
            name,
            definition=self._short(entry.definition, LONGEST_FIELD),
            use_when=self._short(entry.use_when, LONGEST_FIELD),
            not_when=self._short(entry.not_when, LONGEST_FIELD),
            examples=tuple(self._short(one, LONGEST_FIELD) for one in entry.examples),
            counter_examples=tuple(self._short(one, LONGEST_FIELD) for one in entry.counter_examples),
            aliases=tuple(self._short(one, LONGEST_NAME) for one in entry.aliases),
            parents=tuple(parents),
            colour=entry.colour,
        )
        return code.id

    def _make(self, name: str, *, colour: str = "", **fields: Any) -> Code:
        if len(self.made) >= self._most:
            raise BadInput(
                f"it holds more than {self._most:,} different codes.",
                remedy="If they stand in a column, it is probably none of codes: import it as an attribute.",
            )
        name = " ".join(checked(name, what="name of a code", longest=LONGEST_NAME).split())
        number, at = self._next + len(self.made), now()
        made = Code(
            id=new_id(),
            name=name,
            colour=colour or PALETTE[number % len(PALETTE)],
            position=number,
            created_at=at,
            defined_at=at,
            **fields,
        )
        self.made.append(made)
        self._register(made)
        return made

    def _register(self, code: Code) -> None:
        self._active[code.id] = code
        for name in (*code.aliases, code.name):
            self._by_name[norm(name)] = code.id

    def _short(self, text: str, longest: int) -> str:
        text = text.replace("\0", "").encode(errors="replace").decode()
        if len(text) <= longest:
            return text
        self._shortened += 1
        return text[: longest - 1] + "…"
