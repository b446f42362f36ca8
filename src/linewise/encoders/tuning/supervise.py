"""Learning from codings: a head over the whole encoder (Devlin et al. 2019), or texts drawn together by their codes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linewise.encoders.tuning.backbone import Backbone
from linewise.encoders.tuning.losses import exclusive, independent, likeness, pairs, rarity
from linewise.encoders.tuning.recipe import Lessons, Schedule
from linewise.encoders.tuning.tasks import Reading, Tensor, split, trained
from linewise.encoders.tuning.tokens import Ints, sorted_batches

LEAST_HELD = 16
DROPPED = 0.1
JUDGED_PIECES = 2_048


@dataclass(slots=True, kw_only=True)
class Coded(Reading):
    """Coded texts before an encoder."""

    lessons: Lessons

    def weights(self) -> dict[str, Tensor]:
        return trained(self.backbone, words=False)

    def labels(self, rows: Ints) -> tuple[Tensor, Tensor]:
        """Labels and weights of some rows."""
        return self.tensor(self.lessons.labels[rows]), self.tensor(self.lessons.weights[rows])


@dataclass(slots=True, kw_only=True)
class Tuning(Coded):
    """A linear head over the pooled vectors, trained with the encoder under it."""

    head: Any
    present: Tensor

    @classmethod
    def of(cls, backbone: Backbone, lessons: Lessons, schedule: Schedule, *, most: int, seed: int) -> "Tuning":
        import torch

        torch.manual_seed(seed)
        head = torch.nn.Linear(backbone.width, lessons.labels.shape[1]).to(backbone.device)
        torch.nn.init.normal_(head.weight, std=0.02)
        learned, held = split(lessons.groups, schedule.held, seed=seed, least=LEAST_HELD)
        weighed = rarity(lessons.labels[learned], lessons.weights[learned])
        return cls(
            backbone=backbone,
            tokens=backbone.tokens(lessons.texts, most),
            learned=learned,
            held=held,
            batch=schedule.batch,
            seed=seed,
            modules=[head],
            lessons=lessons,
            head=head,
            present=torch.from_numpy(weighed).to(backbone.device),
        )

    def weights(self) -> dict[str, Tensor]:
        own = {f"head.{name}": value for name, value in self.head.named_parameters()}
        return {**trained(self.backbone, words=False), **own}

    def loss(self, rows: Ints, step: int, steps: int) -> Tensor:
        return self._cost(self.scores(rows, dropped=DROPPED), rows, weigh=True)

    def judge(self) -> float | None:
        """Loss on the rows held out, each code counting as it comes."""
        if not len(self.held):
            return None
        total = sum(
            float(self._cost(self.scores(self.held[at]), self.held[at], weigh=False)) * len(at)
            for at in sorted_batches(self.tokens.lengths[self.held], JUDGED_PIECES)
        )
        return total / len(self.held)

    def scores(self, rows: Ints, *, dropped: float = 0.0) -> Tensor:
        """Scores (n, codes) of some rows."""
        from torch.nn.functional import dropout

        vectors = self.backbone.vectors(*self.read(rows)) * self.backbone.width**0.5
        return self.head(dropout(vectors, dropped, training=dropped > 0)).float()

    def _cost(self, scores: Tensor, rows: Ints, *, weigh: bool) -> Tensor:
        labels, weights = self.labels(rows)
        if self.lessons.exclusive:
            return exclusive(scores, labels, weights)
        return independent(scores, labels, weights, self.present if weigh else None)


@dataclass(slots=True, kw_only=True)
class Contrasting(Coded):
    """Texts that share a code are drawn together, others pushed apart (Tunstall et al. 2022, "SetFit")."""

    columns: list[Ints]

    @classmethod
    def of(cls, backbone: Backbone, lessons: Lessons, schedule: Schedule, *, most: int, seed: int) -> "Contrasting":
        learned, held = split(lessons.groups, schedule.held, seed=seed, least=LEAST_HELD)
        present = (np.nan_to_num(lessons.labels) > 0.5) & (lessons.weights > 0)
        columns = [learned[present[learned, code]] for code in range(present.shape[1])]
        return cls(
            backbone=backbone,
            tokens=backbone.tokens(lessons.texts, most),
            learned=learned,
            held=held,
            batch=schedule.batch,
            seed=seed,
            lessons=lessons,
            columns=[rows for rows in columns if len(rows)],
        )

    def batches(self, epoch: int) -> list[Ints]:
        """Half of a batch by chance, half two by two from codes drawn evenly: rare codes meet themselves too."""
        chance = np.random.default_rng([self.seed, epoch])
        if not self.columns:
            return []
        found = []
        for _ in range(-(-len(self.learned) // self.batch)):
            some = chance.choice(self.learned, min(self.batch // 2, len(self.learned)), replace=False)
            twos = [_two(self.columns[chance.integers(len(self.columns))], chance) for _ in range(self.batch // 4)]
            found.append(np.unique(np.concatenate([some, *twos])))
        return found

    def loss(self, rows: Ints, step: int, steps: int) -> Tensor:
        return self._cost(rows)

    def judge(self) -> float | None:
        if not len(self.held):
            return None
        parts = [self.held[at : at + self.batch] for at in range(0, len(self.held), self.batch)]
        return float(np.mean([float(self._cost(part)) for part in parts]))

    def _cost(self, rows: Ints) -> Tensor:
        labels, weights = self.labels(rows)
        alike, known = pairs(labels, weights)
        return likeness(self.backbone.vectors(*self.read(rows)).float(), alike, known * self._strangers(rows))

    def _strangers(self, rows: Ints) -> Tensor:
        """Pairs of texts that differ: twins are alike whatever is learned."""
        groups: NDArray[np.int64] = self.lessons.groups[rows]
        return self.tensor((groups[:, None] != groups[None]).astype(np.float32))


def _two(rows: Ints, chance: np.random.Generator) -> Ints:
    found: Ints = chance.choice(rows, min(2, len(rows)), replace=False)
    return found
