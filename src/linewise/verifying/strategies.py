"""All strategies by name: a new one is a function and a line here."""

from linewise.verifying import cold, combined, committee, diversity, hunting, uncertainty
from linewise.verifying.pool import Strategy

STRATEGIES: dict[str, Strategy] = {
    "margin": Strategy(
        "Closest calls",
        "Units where the model hesitates between codes: answers here teach most.",
        uncertainty.margin,
    ),
    "clustered": Strategy(
        "Close calls, each different",
        "Of the units the model hesitates over, one from each region: no two answers teach the same.",
        combined.clustered,
        needs_vectors=True,
    ),
    "repair": Strategy(
        "Most put right",
        "Units whose code is most likely wrong, those with many equal texts first: the corpus is right soonest.",
        uncertainty.repair,
    ),
    "spread": Strategy(
        "Most put right, each different",
        "Units whose code is most likely wrong, those with many equal texts first, and one from each region.",
        combined.spread,
        needs_vectors=True,
    ),
    "least_confidence": Strategy(
        "Weakest answers", "Units whose suggested answer is least likely to be right.", uncertainty.least_confidence
    ),
    "entropy": Strategy(
        "Most doubt overall", "Units where the model's doubt summed over all codes is greatest.", uncertainty.entropy
    ),
    "committee": Strategy(
        "A committee disagrees",
        "Four models learn from different halves of your decisions; you see where they contradict each other.",
        committee.committee,
        needs_committee=True,
    ),
    "badge": Strategy(
        "Most movement",
        "Units whose answers would move the model far, each in another direction.",
        combined.badge,
        needs_vectors=True,
    ),
    "density": Strategy(
        "Close calls among the ordinary",
        "Units the model hesitates over that resemble much of the corpus; odd ones wait.",
        combined.density,
        needs_vectors=True,
    ),
    "random": Strategy(
        "At random",
        "Units drawn by lot: slower to teach, but what you see is what the corpus is like.",
        diversity.at_random,
        kind="variety",
        needs_model=False,
    ),
    "diverse": Strategy(
        "Breadth",
        "Units unlike each other: a tour of the corpus, good at the start and for finding new codes.",
        diversity.diverse,
        kind="variety",
        needs_model=False,
        needs_vectors=True,
    ),
    "core_set": Strategy(
        "Farthest from what was read",
        "Units unlike anything read so far: closes the gaps in what you have seen.",
        diversity.core_set,
        kind="variety",
        needs_model=False,
        needs_vectors=True,
    ),
    "typical": Strategy(
        "Typical texts",
        "The most typical unit of each large group of texts of which none was read: the best start without a model.",
        cold.typical,
        kind="start",
        needs_model=False,
        needs_vectors=True,
    ),
    "surprising": Strategy(
        "Surprising texts",
        "Units with words one would not expect in this corpus, one of each sort: a start that shows its variety.",
        cold.surprising,
        kind="start",
        needs_model=False,
        needs_texts=True,
    ),
    "rare": Strategy(
        "Rare codes",
        "Units that may have a code of which you know few: the fewer are known, the more places it gets.",
        hunting.rare,
        kind="codes",
    ),
    "disagreement": Strategy(
        "Rules against model",
        "Units of which a rule says one thing and the model another.",
        hunting.disagreement,
        kind="codes",
        needs_votes=True,
    ),
    "likely": Strategy(
        "More of one code",
        "Units that probably have one code: the quick way to collect a rare one, and to see where it goes wrong.",
        uncertainty.likely,
        kind="one code",
        needs_code=True,
    ),
    "borderline": Strategy(
        "Edge of one code",
        "Units where one code could go either way: sharpens its definition, and the model's line.",
        uncertainty.borderline,
        kind="one code",
        needs_code=True,
    ),
    "unlikely": Strategy(
        "Misses of one code",
        "Units that the model would not give one code, the likeliest first: finds what it overlooks.",
        uncertainty.unlikely,
        kind="one code",
        needs_code=True,
    ),
}
