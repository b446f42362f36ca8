"""Audit: who decided what, when and why; taking it back; proving that the log is whole."""
