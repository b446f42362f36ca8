"""Nouns, events and errors: standard library only."""
