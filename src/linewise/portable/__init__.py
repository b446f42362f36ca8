"""Models away from home: a folder, or a zip of it, that predicts without the project it was taught in."""

from linewise.portable.model import TaughtModel, load_model

__all__ = ["TaughtModel", "load_model"]
