"""Apply: the model codes what it is sure of and hands back the rest."""
