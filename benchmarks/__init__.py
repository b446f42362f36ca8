"""Linewise measured against its budgets: `python -m benchmarks`."""
