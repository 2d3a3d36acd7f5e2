# The front door. `make` alone lists what there is.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" ../$(BIN)/python -m piptools compile --quiet --strip-extras --allow-unsafe \
	--generate-hashes $(addprefix --no-emit-,$(addsuffix -url,index) find-links trusted-host)

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check fix bench openapi soak lock clean
.DELETE_ON_ERROR:

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Everything that the other targets need, into .venv
	@echo "Ready. Next: make demo, or make test"

demo: $(READY) ## Load the demonstration into an empty register and serve it (PORT=8000)
	$(BIN)/python -m app demo --port $(PORT)

run: $(READY) ## Serve the register that DATABASE_URL names (HOST=127.0.0.1 PORT=8000)
	$(BIN)/python -m app serve --host $(HOST) --port $(PORT)

test: $(READY) ## The whole suite on SQLite and PostgreSQL, with the coverage gate (WORKERS=2)
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term

check: $(READY) ## Format, lint, types, import order, and that the generated documents are up to date
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m app openapi --check
	$(BIN)/python -m app rules-docs --check

fix: $(READY) ## Format, and repair what ruff can repair
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(READY) ## Measure, and write docs/benchmarks.md
	$(BIN)/python -m bench --write

openapi: $(READY) ## Write docs/openapi.json and docs/rules.md again
	$(BIN)/python -m app openapi > docs/openapi.json.new
	@mv docs/openapi.json.new docs/openapi.json
	$(BIN)/python -m app rules-docs > docs/rules.md.new
	@mv docs/rules.md.new docs/rules.md

soak: $(READY) ## The tests that run for minutes, under load
	$(BIN)/python -m pytest -m soak

lock: $(READY) ## Take the newest versions that requirements/*.in allow
	cd requirements && $(COMPILE) --upgrade --output-file runtime.txt runtime.in
	cd requirements && $(COMPILE) --upgrade --output-file dev.txt dev.in

clean: ## Remove what the targets made, .venv too; var/ with its data stays
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.*
	find app bench migrations tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or later is needed; '$(PYTHON)' is older or missing. Another one: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
		exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing the packages of requirements/dev.txt into $(VENV) ..."
	@$(PIP) install -qq --require-hashes --requirement requirements/dev.txt
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@touch $@
