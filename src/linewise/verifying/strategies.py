"""All strategies by name: a new one is a function and a line here."""

from linewise.verifying import diversity, uncertainty
from linewise.verifying.pool import Strategy

STRATEGIES: dict[str, Strategy] = {
    "margin": Strategy(
        "Closest calls",
        "Units where the model hesitates between codes: answers here teach most.",
        uncertainty.margin,
    ),
    "random": Strategy(
        "At random",
        "Units drawn by lot: slower to teach, but what you see is what the corpus is like.",
        diversity.at_random,
        needs_model=False,
    ),
    "diverse": Strategy(
        "Breadth",
        "Units unlike each other: a tour of the corpus, good at the start and for finding new codes.",
        diversity.diverse,
        needs_model=False,
        needs_vectors=True,
    ),
    "likely": Strategy(
        "More of one code",
        "Units that probably have one code: the quick way to collect a rare one, and to see where it goes wrong.",
        uncertainty.likely,
        needs_code=True,
    ),
    "borderline": Strategy(
        "Edge of one code",
        "Units where one code could go either way: sharpens its definition, and the model's line.",
        uncertainty.borderline,
        needs_code=True,
    ),
    "unlikely": Strategy(
        "Misses of one code",
        "Units that the model would not give one code, the likeliest first: finds what it overlooks.",
        uncertainty.unlikely,
        needs_code=True,
    ),
    "entropy": Strategy(
        "Most doubt overall", "Units where the model's doubt summed over all codes is greatest.", uncertainty.entropy
    ),
    "least_confidence": Strategy(
        "Weakest answers", "Units whose suggested answer is least likely to be right.", uncertainty.least_confidence
    ),
}
