"""From what people said to a model: fitted, kept, in use, compared, taken away, tried on replays and on any text."""
