# Two commands matter: `make demo` and `make test`. Everything lands in this folder; `make clean` removes it.

VENV := .venv
BIN := $(VENV)/bin
# The first Python here that is new enough; `make demo PYTHON=/path/to/python` names another.
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
endif
MACHINE := $(PYTHON) scripts/machine.py
# Passed on to the program that a target runs: `make test ARGS="tests/coding -x"`, `make demo ARGS=--no-browser`.
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check ui docs bench clean python

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: python ## open Linewise in the browser on 14,125 happy moments
	@$(MACHINE) install
	@$(BIN)/linewise up --demo $(ARGS)

test: python ## run every test: storage on SQLite and PostgreSQL, the pages in Chromium
	@$(MACHINE) install test heavy
	@$(BIN)/python scripts/machine.py browser || true
	@$(BIN)/python scripts/machine.py postgres || true
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto $(ARGS)

check: python ## lint, types, layers and the pages' types, in seconds
	@$(MACHINE) install test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python scripts/ui.py npm run check

ui: python ## build the browser UI into the package
	@$(MACHINE) install test
	$(BIN)/python scripts/ui.py build

docs: python ## write from the code: the API, its types for the pages, docs/reference/cli.md
	@$(MACHINE) install test
	$(BIN)/python scripts/docs.py

bench: python ## measure against the budgets; figures are ratios within one run
	@$(MACHINE) install test
	$(BIN)/python -m benchmarks $(ARGS)

clean: ## remove what the targets above made, never a workspace
	rm -rf $(VENV) dist ui/node_modules ui/dist src/linewise/web/static
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@test -n "$(PYTHON)" || { echo "Linewise needs Python 3.11 or newer, and none is on PATH." \
		"On Debian and Ubuntu: sudo apt install python3 python3-venv. Or name one: make PYTHON=/path/to/python"; exit 1; }
