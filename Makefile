# Everything people type. Needs Python 3.11+ and make; nothing else.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export MESO_HOME ?= $(CURDIR)/var

.DEFAULT_GOAL := help
.PHONY: help install demo up down test lint docs clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(READY) ## .venv with the locked versions

$(BIN)/uv:
	@echo "→ .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(READY): requirements.lock pyproject.toml $(BIN)/uv
	@echo "→ packages of requirements.lock, held to their hashes (about a minute the first time)"
	@$(BIN)/uv pip sync --python $(BIN)/python --require-hashes --quiet requirements.lock
	@$(BIN)/python -m ensurepip --upgrade >/dev/null && $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps --editable .
	@touch $@

demo: $(READY) ## start everything, file 24 months of invented extracts, compare, stop
	@$(BIN)/mesoregistry demo

up: $(READY) ## PostgreSQL and Airflow, left running
	@$(BIN)/mesoregistry up

down: ## stop them; nothing is left running
	@if [ -x $(BIN)/mesoregistry ]; then $(BIN)/mesoregistry down; fi

test: $(READY) ## every test
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(READY) ## format, types, imports, YAML, SQL
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache > .lint-imports.log || { cat .lint-imports.log; exit 1; }
	@$(BIN)/yamllint --strict .

docs: $(READY) ## the data dictionary, from the models
	@$(BIN)/mesoregistry dictionary

clean: down ## stop, and take .venv and var away
	rm -rf $(VENV) $(MESO_HOME)
