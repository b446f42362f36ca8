"""Encoders: texts become vectors. The default joins a sentence encoder with the words of the corpus itself."""

from linewise.encoders.about import about
from linewise.encoders.choice import Choice, chosen_encoder, default_encoder, dump, load, with_words
from linewise.encoders.hybrid import Hybrid
from linewise.encoders.lexical import Lexical, fit_lexical
from linewise.encoders.minilm import MiniLM
from linewise.encoders.transformer import Transformer

__all__ = [
    "Choice",
    "Hybrid",
    "Lexical",
    "MiniLM",
    "Transformer",
    "about",
    "chosen_encoder",
    "default_encoder",
    "dump",
    "fit_lexical",
    "load",
    "with_words",
]
