"""The port to strategies: whatever picks, from the units nobody has decided, those worth showing next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import BadInput, NotReady

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Vectors = NDArray[np.float16] | NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """The units to choose from, and what is known about them; row i of every array is about units[i].

    `probabilities` (n, codes) come from the current model, `vectors` (n, d) from the encoder, `twins` (n,) holds a
    number that units of the same text share. `code` is the column a strategy looks at when it looks at one code,
    `names` are the codes' names for the reasons, `seen` (m, d) are vectors of units that people have already read.
    """

    units: Ints
    probabilities: Floats | None = None
    vectors: Vectors | None = None
    twins: Ints | None = None
    exclusive: bool = False
    code: int | None = None
    names: Sequence[str] = ()
    seen: Vectors | None = None

    def only(self, rows: Ints) -> "Pool":
        """The pool restricted to some rows."""
        return Pool(
            units=self.units[rows],
            probabilities=None if self.probabilities is None else self.probabilities[rows],
            vectors=None if self.vectors is None else self.vectors[rows],
            twins=None if self.twins is None else self.twins[rows],
            exclusive=self.exclusive,
            code=self.code,
            names=self.names,
            seen=self.seen,
        )

    def one_of_each_text(self) -> "Pool":
        """The pool with the first unit of each set of twins."""
        if self.twins is None:
            return self
        _, first = np.unique(self.twins, return_index=True)
        return self if len(first) == len(self.units) else self.only(np.sort(first))

    def known(self) -> Floats:
        """The probabilities; raises NotReady where no model has given any."""
        if self.probabilities is None or not self.probabilities.shape[1]:
            raise NotReady(
                "This way of choosing needs a model, and none has been taught yet.",
                remedy="Teach one, or choose at random or for diversity.",
            )
        return self.probabilities

    def of_code(self) -> tuple[str, Floats]:
        """The name and the probabilities (n,) of the code that is looked at; raises BadInput without one."""
        probabilities = self.known()
        if self.code is None or not 0 <= self.code < probabilities.shape[1]:
            raise BadInput("This way of choosing looks at one code.", remedy="Say which.", code=self.code)
        return self.name(self.code), probabilities[:, self.code]

    def name(self, code: int) -> str:
        return self.names[code] if code < len(self.names) else f"code {code}"


@dataclass(frozen=True, slots=True)
class Pick:
    """A unit, why it was chosen in plain words, and with what probability where chance decided."""

    unit: int
    reason: str
    propensity: float | None = None


# From a pool, how many, and a source of chance: distinct units, never two of the same text, fewer only when there
# are no more.
Strategy = Callable[[Pool, int, np.random.Generator], list[Pick]]


def highest(worth: Floats, n: int, rng: np.random.Generator) -> Ints:
    """The rows of the n highest values, best first; chance decides between equals."""
    shuffled = rng.permutation(len(worth))
    found: Ints = shuffled[np.argsort(-worth[shuffled], kind="stable")[:n]]
    return found


def percent(share: float) -> str:
    """A share as people read it: 41 %, but never 0 % or 100 % for what is merely close."""
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{share:.0%}".replace("%", " %")
