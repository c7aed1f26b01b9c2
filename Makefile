# Everything people type. Needs Python 3.11 to 3.13 and make, nothing else.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
STATE := $(or $(MESO_HOME),var)
QUIET := $(shell [ -t 2 ] || echo --quiet)

.DEFAULT_GOAL := help
.PHONY: help install demo up down test lint docs clean wipe

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(READY) ## .venv with the locked versions

$(BIN)/uv:
	@echo "→ a Python of our own in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 14) else \
	"Python 3.11, 3.12 or 3.13 is needed, and $(PYTHON) is %d.%d. Try: make PYTHON=python3.12" % sys.version_info[:2])'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# The stamp comes last: an installation that was cut short is taken up again.
$(READY): requirements.lock pyproject.toml $(BIN)/uv
	@echo "→ the packages of requirements.lock, held to their hashes (1.4 GB; some minutes the first time)"
	@# compiled once here, and our own below: where PYTHONDONTWRITEBYTECODE is set, every process would compile all again
	@$(BIN)/uv pip install --python $(BIN)/python $(QUIET) --compile-bytecode --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps -e '.[demo,dev]'
	@$(BIN)/python -m compileall -q include
	@touch $@

demo: $(READY) ## start everything, file ten years of invented extracts, print the figures, stop (SMALL=1: 24 months)
	@$(BIN)/mesoregistry demo $(if $(SMALL),--small)

up: $(READY) ## PostgreSQL, Airflow and the portal of the teams, left running
	@$(BIN)/mesoregistry up

down: ## stop them; nothing is left running
	@if [ -x $(BIN)/mesoregistry ]; then $(BIN)/mesoregistry down; fi

test: $(READY) ## every test
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(READY) ## format, types, import contracts, YAML, SQL
	@echo "→ ruff" && $(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@echo "→ mypy" && $(BIN)/mypy --no-error-summary
	@echo "→ import contracts" && { report=$$($(BIN)/lint-imports --no-cache) || { echo "$$report"; exit 1; }; }
	@echo "→ yamllint" && $(BIN)/yamllint --strict .
	@echo "→ sqlfluff" && $(BIN)/sqlfluff lint --disable-progress-bar dbt/models

docs: $(READY) ## the reference pages, from the code, and the site in site/
	@$(BIN)/mesoregistry reference >/dev/null
	@$(BIN)/zensical build --clean --strict
	@echo "→ site/index.html"

clean: down ## stop, and take away what is made anew: .venv, site, what dbt and GX wrote; var stays
	@rm -rf $(STATE)/dbt $(STATE)/gx site .mypy_cache .ruff_cache .pytest_cache $(VENV)
	@if [ -e $(STATE) ]; then echo "→ $(STATE) stays: databases, sealed files, keys (make wipe deletes it)"; fi

wipe: ## delete var: databases, sealed files, keys; asks for the word first
	@printf 'Borra para siempre / deletes for ever: %s (databases, sealed files, keys).\nEscriba / type  wipe : ' "$(STATE)"
	@read -r word; [ "$$word" = wipe ] || { echo "No se borró nada / nothing was deleted."; exit 1; }
	@for home in "$(STATE)" "$(STATE)"/demo-*; do [ ! -d "$$home" ] || MESO_HOME="$$home" $(MAKE) --no-print-directory down || exit 1; done
	@for data in "$(STATE)"/postgres "$(STATE)"/demo-*/postgres; do data=$$(readlink -f "$$data"); \
	case "$$data" in /var/lib/mesoregistry/*) rm -rf "$$(dirname "$$data")";; esac; done
	@rm -rf "$(STATE)"
