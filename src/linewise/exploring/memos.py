"""Memos: what one thinks about anything, what else a memo speaks of, and how memos are found again."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, get_args

from linewise.core.errors import BadInput, Forbidden
from linewise.core.events import Draft, change
from linewise.core.facts import FAMILIES, Facts, need
from linewise.core.nouns import Code, Memo
from linewise.core.text import checked, norm

LONGEST = 200_000
MOST_LINKS = 100
Order = Literal["oldest", "newest", "thing"]
_SPOKEN = re.compile(r"\[\[([^\[\]\n]{1,200})\]\]")
_UNIT = re.compile(r"#(\d{1,9})")


def title(memo: Memo) -> str:
    """The first line of a memo."""
    return memo.text.strip().partition("\n")[0].strip()


def place(reference: str) -> tuple[str, str]:
    """A thing named as "unit:12" or "code:ID", as family and key; BadInput when it is no such name."""
    family, _, key = reference.partition(":")
    if not key or (family != "unit" and family not in FAMILIES):
        raise BadInput(
            f"{reference!r} names nothing.",
            remedy=f"Use unit:NUMBER or one of {', '.join(FAMILIES)} followed by :KEY.",
        )
    return family, key


def spoken_of(text: str, codes: Iterable[Code], memos: Iterable[Memo]) -> tuple[str, ...]:
    """What a text names as [[#12]] (a unit), [[Name or alias of a code]] or [[title of a memo]], each once, in order.

    What names nothing is left as the words that it is.
    """
    labels = list(dict.fromkeys(_SPOKEN.findall(text)))
    if not labels:
        return ()
    known = {norm(title(memo)): f"memo:{memo.id}" for memo in memos}
    active = [code for code in codes if code.status == "active"]
    known |= {norm(alias): f"code:{code.id}" for code in active for alias in code.aliases}
    known |= {norm(code.name): f"code:{code.id}" for code in active}
    found = []
    for label in labels:
        unit = _UNIT.fullmatch(label.strip())
        found.append(f"unit:{int(unit[1])}" if unit else known.get(norm(label)))
    return tuple(dict.fromkeys(one for one in found if one))[:MOST_LINKS]


def write(
    facts: Facts,
    *,
    memo: str,
    about: str,
    about_id: str,
    text: str,
    links: Sequence[str] | None,
    named: Sequence[str],
    before: Sequence[str],
    coder: str,
    at: str,
) -> Draft:
    """Write the memo with this id, or change its text and links; about what it is, stays.

    `links` are things that it speaks of besides those `named` in the text; None keeps the old ones, which are those
    that the text `before` did not name.
    """
    text = checked(text, what="memo", longest=LONGEST).strip()
    if not text:
        raise BadInput("A memo needs a text.", remedy="Type one, or withdraw the memo.")
    old = facts.get(Memo, memo)
    if old is not None and old.coder != coder:
        raise Forbidden("That memo is somebody else's.", remedy="Write your own beside it.")
    if links is None:
        links = [one for one in old.links if one not in before] if old is not None else ()
    own = f"memo:{memo}"
    spoken = tuple(one for one in dict.fromkeys((*named, *links)) if one != own)
    if len(spoken) > MOST_LINKS:
        raise BadInput(f"A memo speaks of {MOST_LINKS} things at most.", remedy="Write a second memo.")
    if old is not None:
        new = replace(old, text=text, links=spoken, at=at)
        changes = (change(old, new),) if (old.text, old.links) != (text, spoken) else ()
        return Draft("memo_changed", changes, {"about": old.about, "about_id": old.about_id})
    new = Memo(id=memo, about=about, about_id=about_id, text=text, coder=coder, at=at, links=spoken)
    return Draft("memo_written", (change(None, new),), {"about": about, "about_id": about_id})


def withdraw(facts: Facts, *, memo: str, coder: str) -> Draft:
    """Take a memo away."""
    old = need(facts, Memo, memo)
    if old.coder != coder:
        raise Forbidden("That memo is somebody else's.", remedy="Ask them to withdraw it.")
    return Draft("memo_withdrawn", (change(old, None),), {"about": old.about, "about_id": old.about_id})


def chosen(
    memos: Iterable[Memo],
    *,
    search: str = "",
    coder: str | None = None,
    speaks_of: str | None = None,
    order: Order = "oldest",
) -> tuple[Memo, ...]:
    """Memos in which every word or "quoted phrase" occurs, by one coder, that speak of one thing; in an order."""
    if order not in get_args(Order):
        raise BadInput(f"Memos cannot be ordered by {order!r}.", remedy=f"Use {', '.join(get_args(Order))}.")
    wanted = [norm(phrase or word) for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', search)]
    found = [
        memo
        for memo in memos
        if (coder is None or memo.coder == coder)
        and (speaks_of is None or speaks_of in memo.links)
        and all(word in norm(memo.text) for word in wanted)
    ]
    found.sort(key=lambda memo: (memo.at, memo.id), reverse=order == "newest")
    if order == "thing":
        found.sort(key=lambda memo: (memo.about, memo.about_id.zfill(10) if memo.about == "unit" else memo.about_id))
    return tuple(found)
