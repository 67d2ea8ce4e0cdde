# Two commands: `make serve` (ask the reports) and `make test`. Both set up what they need.
PYTHON  ?= python3
VENV    ?= .venv
PORT    ?= 7860
# the library's folder; empty: TRIPREPORT_LIBRARY, else the platform's data folder
LIBRARY ?=
# how many processes run the tests
WORKERS ?= 2

BIN := $(VENV)/bin
COMMAND := $(BIN)/tripreport
LIBRARY_OPTION := $(if $(LIBRARY),--library "$(LIBRARY)")

.PHONY: serve test test-slow a11y check install

serve: $(VENV)/.installed
	@echo "==> Bringing the library up to date with corpus/reports/"
	@$(COMMAND) ingest $(LIBRARY_OPTION) corpus/reports
	@echo "==> Serving http://127.0.0.1:$(PORT) (Ctrl-C ends it)"
	@exec $(COMMAND) serve $(LIBRARY_OPTION) --port $(PORT) --open

test: check
	@echo "==> Tests (the slow ones: make test-slow)"
	@$(BIN)/python -m pytest -m "not slow" -n $(WORKERS) --dist loadfile

test-slow: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest -m slow -n $(WORKERS) --dist loadfile

a11y: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.web.a11y $(URL)

check: $(VENV)/.installed-dev
	@echo "==> Style and types"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

install: $(VENV)/.installed

$(VENV)/bin/python:
	@echo "==> Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "==> Installing (torch is pinned to a CPU build; the first time takes some minutes)"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "==> Installing, with what the tests need (the first time takes some minutes)"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@# without what it asks for: for a command that is not used here it wants an older pathspec than mypy does
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --no-deps a11y-moda
	@touch $@ $(VENV)/.installed
