"""What one set of texts says that another does not: words by log-odds with an informative prior.

Monroe, Colaresi and Quinn (2008), "Fightin' words", Political Analysis 16(4): the log-odds of each word in one set
against the other, shrunk towards its frequency in both together and divided by its standard error, so that neither
rare words nor merely frequent ones come out on top.
"""

import re
from collections import Counter
from collections.abc import Iterable
from math import log, sqrt

from linewise.grouping.views import Word

# The usual bound of a two-sided test at 5 %: a bar for what is worth showing, no claim of significance.
NOTABLE = 1.96
PRIOR = 0.05
LEAST = 2

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def distinguishing(
    here: Iterable[str], there: Iterable[str], *, most: int = 12
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words that mark the first set, and those that mark the second, the strongest first.

    A word counts once a text, so that one long story does not speak for all.
    """
    texts = [list(here), list(there)]
    first, second = (Counter(word for text in one for word in set(words(text))) for one in texts)
    together = first + second
    totals = (sum(first.values()), sum(second.values()))
    if not all(totals):
        return (), ()
    # As much weight as a twentieth of what was read: enough to hold back words seen once or twice.
    prior = PRIOR * sum(totals)
    found = []
    for word, many in together.items():
        if many < LEAST:
            continue
        weight = prior * many / sum(totals)
        odds = [
            log((count[word] + weight) / (total + prior - count[word] - weight))
            for count, total in zip((first, second), totals, strict=True)
        ]
        error = sqrt(1 / (first[word] + weight) + 1 / (second[word] + weight))
        strength = (odds[0] - odds[1]) / error
        if abs(strength) >= NOTABLE:
            found.append(Word(word=word, strength=round(strength, 2), here=first[word], there=second[word]))
    ranked = sorted(found, key=lambda one: (-abs(one.strength), one.word))
    marks_first = [one for one in ranked if one.strength > 0]
    marks_second = [one for one in ranked if one.strength < 0]
    return tuple(marks_first[:most]), tuple(marks_second[:most])


def words(text: str) -> list[str]:
    """The words of a text in small letters; figures and signs are none."""
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
