"""Changing an encoder's weights with PyTorch: pre-training on the corpus, fine-tuning on codings, contrast.

What comes out is a folder in the format of sentence-transformers, used like any other encoder. Nothing here imports
PyTorch before it is needed.
"""

from linewise.encoders.tuning.recipe import DEFAULT_BASE, MINILM, How, Lessons, Recipe, Schedule

__all__ = ["DEFAULT_BASE", "MINILM", "How", "Lessons", "Recipe", "Schedule"]
