"""Verifying: which units a coder sees next, and what their answers say about the model."""
