# The front door. `make` alone lists what there is.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
TYPESCRIPT := tests/clients/typescript
PROVIDER := tests/clients/provider
SPECTRAL := tests/outside/spectral
VALIDATOR := tests/browser/validator
CHROMIUM_PACKAGE := tests/browser/chromium
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/python -m piptools compile --quiet --strip-extras --allow-unsafe \
	--generate-hashes $(addprefix --no-emit-,$(addsuffix -url,index) find-links trusted-host) --upgrade

# What a target needs is in .venv first; quick where it is there already.
define install
	@command -v $(PYTHON) >/dev/null || { \
		echo "There is no '$(PYTHON)'. Install Python 3.11 or later, or name it: make setup PYTHON=/path/to/python3" >&2; \
		exit 2; }
	@$(PYTHON) requirements/install.py $(1)
endef

# What $(1) names in requirements/, in an environment of its own.
define tools
	@cmp -s requirements/$(1).txt .venv-$(1)/installed.txt || { $(PYTHON) -m venv --clear .venv-$(1) && \
		.venv-$(1)/bin/python -m pip install --quiet --no-deps --require-hashes -r requirements/$(1).txt && \
		cp requirements/$(1).txt .venv-$(1)/installed.txt; }
endef

# What the lock files of npm name in the folders $(1); the machine's Node, or the one of .venv-clients.
define packages
	@for folder in $(1); do \
		cmp -s $$folder/package-lock.json $$folder/node_modules/installed.json || { \
			PATH="$(CURDIR)/.venv-clients/bin:$$PATH" npm ci --prefix $$folder --ignore-scripts --no-audit --no-fund --silent && \
			cp $$folder/package-lock.json $$folder/node_modules/installed.json; } || exit; done
endef

.DEFAULT_GOAL := help
.PHONY: help setup demo run test postgresql browser check fix bench bench-large openapi soak clients outside sbom newcomer lock clean chromium
.DELETE_ON_ERROR:

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Everything that the other targets need, into .venv
	$(call install,dev)
	@echo "Ready. Next: make demo, or make test"

demo: ## Load the demonstration into an empty register and serve it (PORT=8000)
	$(call install,runtime)
	@$(BIN)/python -m app demo --port $(PORT)

run: ## Serve the register that DATABASE_URL names (HOST=127.0.0.1 PORT=8000)
	$(call install,runtime)
	@$(BIN)/python -m app serve --host $(HOST) --port $(PORT)

test: ## The suite on SQLite and, where the database itself is tried, on PostgreSQL, with the coverage gate (WORKERS=2)
	$(call install,dev)
	@$(MAKE) --no-print-directory browser || echo "The pages are tested as far as that goes; the last lines say what was left out." >&2
	$(BIN)/python -m pytest -n $(WORKERS) --durations=10 --measure

postgresql: ## The rest of the suite on PostgreSQL: what is built upon the database
	$(call install,dev)
	$(BIN)/python -m pytest -n $(WORKERS) --extent postgresql

browser: ## What `make test` opens and checks pages with: an HTML checker, and a Chromium where the machine has none
	$(call install,dev)
	$(if $(shell command -v npm 2>/dev/null),,$(call tools,clients))
	$(call packages,$(VALIDATOR))
	@$(BIN)/python -m tests.browser.chromes 2>/dev/null || $(MAKE) --no-print-directory chromium

chromium:
	$(call packages,$(CHROMIUM_PACKAGE))
	@$(BIN)/python -m tests.browser.chromes unpack

check: ## Format, lint, types, import order, dependencies, secrets, and that the generated documents are up to date
	$(call install,dev)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .
	$(BIN)/python -m tests.outside.secret_scan
	$(BIN)/python -m app openapi --check
	$(BIN)/python -m app rules-docs --check

fix: ## Format, and repair what ruff can repair
	$(call install,dev)
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: ## Measure with 10,000 systems on both databases and against peers, and write docs/benchmarks.md; 1 where it got slower
	$(call install,dev)
	$(call tools,bench)
	$(BIN)/python -m bench --write

bench-large: ## The same with 100,000 systems: what size costs, in speed and memory
	$(call install,dev)
	$(BIN)/python -m bench --large --write

openapi: ## Write docs/openapi.json and docs/rules.md again
	$(call install,dev)
	$(BIN)/python -m app openapi --write
	$(BIN)/python -m app rules-docs --write

soak: ## What those two leave out: tests that run for minutes, under load, properties with more examples; and outside
	$(call install,dev)
	@$(MAKE) --no-print-directory browser || echo "The pages are tested as far as that goes; the last lines say what was left out." >&2
	$(BIN)/python -m pytest -n 0 --extent alone
	$(BIN)/python -m pytest -n $(WORKERS) --durations=50 --extent soak --ignore tests/outside
	@$(MAKE) --no-print-directory outside

clients: ## Make clients in Python and TypeScript and call with them; open /docs in a browser; sign in with a real provider
	$(call install,dev)
	$(call tools,clients)
	$(call packages,$(TYPESCRIPT) $(PROVIDER))
	@$(MAKE) --no-print-directory browser || echo "/docs is opened where there is a Chromium; the last lines say so." >&2
	$(BIN)/python -m pytest -m clients tests/clients

outside: ## What others' tools find: secrets, the Dutch design rules, schemathesis as every role, known weaknesses of the pins, patterns without end, long locks of migrations
	$(call install,dev)
	$(call tools,clients)
	$(call tools,outside)
	$(call packages,$(SPECTRAL))
	$(BIN)/python -m tests.outside.secret_scan
	$(BIN)/python -m pytest -n $(WORKERS) -m "" --extent all tests/outside
	$(BIN)/python -m tests.outside.patterns
	$(BIN)/python -m tests.outside.locks
	$(BIN)/python -m tests.outside.audit || { test $$? -eq 2 && \
		echo "All else is well. Ask for known weaknesses where the lists of the package registry can be reached." >&2; }

sbom: ## The bill of materials of this release, as CycloneDX: dist/ansvarsregister-VERSION.cdx.json
	$(call install,runtime)
	$(call tools,outside)
	@$(BIN)/python requirements/sbom.py

newcomer: ## What a newcomer does, in a clean room: clone the commit, make demo, every call of the README
	@$(PYTHON) -m tests.newcomer

lock: ## Take the newest versions that pyproject.toml and requirements/dev.in allow
	$(call install,dev)
	$(COMPILE) --output-file requirements/runtime.txt pyproject.toml
	$(COMPILE) --output-file requirements/dev.txt pyproject.toml requirements/dev.in
	$(COMPILE) --output-file requirements/clients.txt requirements/clients.in
	$(COMPILE) --output-file requirements/outside.txt requirements/outside.in
	$(COMPILE) --output-file requirements/bench.txt requirements/bench.in

clean: ## Remove what the targets made, .venv too; var/ with its data stays
	rm -rf $(VENV) .venv-clients .venv-outside .venv-bench $(TYPESCRIPT)/node_modules $(PROVIDER)/node_modules $(SPECTRAL)/node_modules $(VALIDATOR)/node_modules $(CHROMIUM_PACKAGE)/node_modules build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find app bench migrations tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
