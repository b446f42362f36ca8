"""Verify: units are put before a person, answers come back, and only a random sample says how good the model is."""
