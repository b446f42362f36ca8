"""Readers of what annotation tools write: texts, labels on them and on passages, by whom and when."""
