"""Open codes that are nearly what is being typed: another ending, a slip of the keys, the words in another order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from linewise.core.views import Why

# How like a word each word is that was found for it.
Degrees = dict[str, float]

# Two open codes count as nearly the same when what their words share makes up so much of both.
ALIKE = 0.74
# Words of so few letters carry half the weight of what they would, and are never taken for misspelt.
SHORT = 3
# One more such word, and the open code says the opposite.
DENIALS = frozenset(
    (
        *(
            "no",
            "not",
            "never",
            "none",
            "nothing",
            "without",
            "lack",
            "nicht",
            "kein",
            "keine",
            "keinen",
            "ohne",
            "nie",
        ),
        *("pas", "sans", "jamais", "sin", "nunca", "non", "senza", "não", "sem", "нет", "не", "без", "لا", "לא", "בלי"),
    )
)
# What a sentence needs and an open code does not.
FILLERS = frozenset(
    (
        *("a", "an", "the", "of", "to", "and", "or", "der", "die", "das", "und", "le", "la", "les", "de", "du", "des"),
        *("et", "el", "los", "las", "y", "il", "lo", "di", "e"),
    )
)


class Vocabulary:
    """Open codes by their words, so that those like another one are found without comparing with each."""

    def __init__(self, norms: Iterable[str] = ()) -> None:
        self._known: set[str] = set()
        self._holding: defaultdict[str, set[str]] = defaultdict(set)
        self._begun: defaultdict[str, set[str]] = defaultdict(set)
        self.keep(norms)

    def keep(self, norms: Iterable[str]) -> None:
        """Know these open codes and no others."""
        wanted = set(norms)
        for norm in wanted - self._known:
            for word in words(norm):
                self._holding[word].add(norm)
                self._begun[word[:2]].add(word)
        for norm in self._known - wanted:
            for word in words(norm):
                self._holding[word].discard(norm)
                if not self._holding[word]:
                    del self._holding[word]
                    self._begun[word[:2]].discard(word)
        self._known = wanted

    def resembling(self, typed: str, *, limit: int) -> list[str]:
        """Up to `limit` open codes that are nearly the (normalised) text typed, but not it, the likest first."""
        asked = words(typed)
        shared: defaultdict[str, Degrees] = defaultdict(dict)
        taken: defaultdict[str, Degrees] = defaultdict(dict)
        for at, word in enumerate(asked):
            for other, degree in self._like(word, unfinished=at == len(asked) - 1):
                for norm in self._holding[other]:
                    shared[norm][word] = max(shared[norm].get(word, 0.0), degree)
                    taken[norm][other] = max(taken[norm].get(other, 0.0), degree)
        denied = DENIALS.intersection(asked)
        found = {
            norm: degree
            for norm, by_word in shared.items()
            if norm != typed
            and (degree := _overlap(asked, by_word, words(norm), taken[norm])) >= ALIKE
            and DENIALS.intersection(words(norm)) == denied
        }
        return sorted(found, key=lambda norm: (-found[norm], norm))[:limit]

    def _like(self, word: str, *, unfinished: bool) -> Iterable[tuple[str, float]]:
        """Known words that are this one in other dress, each with how like it is."""
        for other in self._begun.get(word[:2], ()):
            if degree := likeness(word, other):
                yield other, degree
            elif unfinished and len(word) >= SHORT and other.startswith(word):
                yield other, 0.85


def words(norm: str) -> list[str]:
    """The words of a normalised open code, once each."""
    kept = "".join(sign if sign.isalnum() or sign in "'’" else " " for sign in norm)
    stripped = (word.strip("'’").removesuffix("'s").removesuffix("’s") for word in kept.split())
    return list(dict.fromkeys(word for word in stripped if word))


def likeness(one: str, other: str) -> float:
    """How far two words are the same word: 1 when equal, 0 when they are two words.

    They may differ in a short ending after a long common beginning, or in a slip of the keys (two in long words).
    The first two letters are hardly ever those mistyped; short words differ by too little to tell.
    """
    if one == other:
        return 1.0
    if one[:2] != other[:2]:
        return 0.0
    one, other = _stem(one), _stem(other)
    short, long = sorted((len(one), len(other)))
    common = _common(one, other)
    longer = one if len(one) == long else other
    if common == short and (longer[common:] in ("s", "es") or (common > SHORT and long - common <= 4)):
        return 0.95
    if common == short - 1 and common > SHORT + 1 and long - common <= 3:
        return 0.95
    if short < 5 or long - short > 2:
        return 0.0
    tail = _common(one[: common - 1 : -1], other[: common - 1 : -1])
    rest, against = one[common : len(one) - tail], other[common : len(other) - tail]
    slips = _distance(rest, against) if max(len(rest), len(against)) <= 4 else 3
    # A replaced letter makes another word more often than a letter too many, too few or swapped does.
    most = 2 if short >= 8 else 1 if short >= 7 or len(rest) != len(against) or len(rest) == 2 else 0
    return 0.9 if slips <= most else 0.0


def _stem(word: str) -> str:
    """A final y is an i before endings: family, families; happy, happiness."""
    return word[:-1] + "i" if word[-1] == "y" else word


def _common(one: str, other: str) -> int:
    """How many letters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _distance(one: str, other: str) -> int:
    """Letters too many, missing, replaced or swapped with their neighbour, that lead from one to the other."""
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for at, a in enumerate(one, start=1):
        row = [at]
        for to, b in enumerate(other, start=1):
            row.append(min(last[to] + 1, row[to - 1] + 1, last[to - 1] + (a != b)))
            if at > 1 and to > 1 and (a, one[at - 2]) == (other[to - 2], b):
                row[to] = min(row[to], before[to - 2] + 1)
        before, last = last, row
    return last[-1]


def _weight(word: str) -> float:
    if word in FILLERS:
        return 0.25
    return len(word) / (2 if len(word) <= SHORT else 1)


def _overlap(one: list[str], in_one: Degrees, other: list[str], in_other: Degrees) -> float:
    """The share of both texts that their like words make up (the harmonic mean of the two shares)."""
    first, second = (
        sum(_weight(word) * like.get(word, 0.0) for word in said) / sum(map(_weight, said))
        for said, like in ((one, in_one), (other, in_other))
    )
    return 2 * first * second / (first + second) if first + second else 0.0


def offers(typed: str, written: Mapping[str, int], vocabulary: Vocabulary, *, limit: int) -> list[tuple[str, Why]]:
    """Earlier open codes for the (normalised) text typed, each with why: those that begin so, then those that hold it,
    most used first; a few that resemble it always find room."""
    near = vocabulary.resembling(typed, limit=3 + limit) if typed else []
    holding = [norm for norm in written if typed in norm]
    holding.sort(key=lambda norm: (not norm.startswith(typed), -written[norm], norm))
    near = [norm for norm in near if typed not in norm][: max(1, min(3, limit // 2))]
    found: list[tuple[str, Why]] = [
        (norm, "begins" if norm.startswith(typed) else "holds") for norm in holding[: limit - len(near)]
    ]
    return [*found, *((norm, "resembles") for norm in near)]
