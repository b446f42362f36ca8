"""Mixtures of strategies, written as "margin*0.7+diverse*0.3", and the way that is best without anybody's choosing."""

import re
from dataclasses import dataclass

import numpy as np

from linewise.core.errors import BadInput
from linewise.core.text import percent
from linewise.verifying.pool import Pool
from linewise.verifying.strategies import STRATEGIES

AUTO = "auto"
_PART = re.compile(r"(?P<name>[a-z_]+)(?:\s*\*\s*(?P<share>[0-9]*\.?[0-9]+))?")


@dataclass(frozen=True, slots=True)
class Mixture:
    """Strategies by name with their shares of a round, which sum to 1."""

    parts: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, text: str) -> "Mixture":
        """Read "margin", "margin*0.7+diverse*0.3" or "margin+rare"; shares are scaled to sum to 1."""
        found: list[tuple[str, float]] = []
        for part in text.split("+"):
            match = _PART.fullmatch(part.strip())
            if match is None or match["name"] not in STRATEGIES:
                raise BadInput(
                    f"There is no strategy {part.strip()!r}.",
                    remedy=f"Use one of {', '.join((AUTO, *STRATEGIES))}, or a mixture such as margin*0.7+diverse*0.3.",
                )
            found.append((match["name"], float(match["share"] or 1)))
        total = sum(share for _, share in found)
        if total <= 0:
            raise BadInput("A mixture needs a share above 0.", remedy="Write for example margin*0.7+diverse*0.3.")
        if len({name for name, _ in found}) < len(found):
            raise BadInput("A strategy is named twice in this mixture.", remedy="Name each once, with its share.")
        return cls(tuple((name, share / total) for name, share in found if share > 0))

    @property
    def needs_model(self) -> bool:
        return any(STRATEGIES[name].needs_model for name, _ in self.parts)

    @property
    def title(self) -> str:
        """What people call it."""
        if len(self.parts) == 1:
            return STRATEGIES[self.parts[0][0]].title
        return " + ".join(f"{STRATEGIES[name].title} {percent(share)}" for name, share in self.parts)

    def sizes(self, size: int) -> list[int]:
        """How many units of a round each part gets, by largest remainder."""
        exact = np.array([share * size for _, share in self.parts])
        whole = np.floor(exact + 1e-9).astype(int)
        for at in np.argsort(-(exact - whole), kind="stable")[: size - int(whole.sum())]:
            whole[at] += 1
        return [int(one) for one in whole]


def named(text: str) -> str:
    """What people call a strategy or mixture, be it one that this version no longer knows."""
    try:
        return Mixture.of(text).title
    except BadInput:
        return text


def random_share(text: str) -> float:
    """Which share of a strategy or mixture is drawn at random."""
    try:
        return sum(share for name, share in Mixture.of(text).parts if name == "random")
    except BadInput:
        return 0.0


def recipe(strategy: str, pool: Pool) -> str:
    """The strategy or mixture itself; for "auto" the one that is best here and now."""
    return auto(pool) if strategy.strip() == AUTO else strategy


def auto(pool: Pool) -> str:
    """Typical units first; once a model has learned, units at which answers put most right, from different regions.

    Found by replays (docs/benchmarks/reading.md): of all ways this read least, or not clearly more than the least.
    """
    return _auto(model=pool.probabilities is not None, vectors=pool.vectors is not None)


def auto_words(*, model: bool, vectors: bool) -> str:
    """What "auto" does now, and why."""
    return _WHY[_auto(model=model, vectors=vectors)]


def _auto(*, model: bool, vectors: bool) -> str:
    if not model:
        return "typical" if vectors else "random"
    return "spread" if vectors else "repair"


_WHY = {
    "random": "Nothing is known of the texts yet, so it draws by lot. "
    "Once they are encoded it starts with typical ones.",
    "typical": "There is no model yet, so it starts with one typical text of each large group. "
    "Once there is a model, it shows what that most likely gets wrong.",
    "spread": "Shows what the model most likely gets wrong, each time something different, "
    "and first what settles many equal texts: the corpus is right with the least reading.",
    "repair": "Shows what the model most likely gets wrong, and first what settles many equal texts.",
}
