# Everything a newcomer needs: `make demo`, then `make test`. Needs make, Python 3.11 or newer and, once, the network.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
ZHT := $(VENV)/bin/zht

# One worker per core of a small machine; `make test JOBS=8` elsewhere. A file of tests goes to one worker, so that
# what its tests share is made once; those that take longest come first (tests/conftest.py).
JOBS ?= 2

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help setup demo test lint docs reproduce pytest fix definitions templates samples pictures lock bench system-packages clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' Makefile | awk -F@ '{ printf "%-24s %s\n", $$1, $$2 }'

# Stamps: a second run installs nothing and needs no network.
$(VENV)/.installed-run: requirements/lock.txt pyproject.toml tools/setup
	@PYTHON="$(PYTHON)" VENV="$(VENV)" tools/setup run

$(VENV)/.installed-dev: requirements/dev-lock.txt pyproject.toml tools/setup
	@PYTHON="$(PYTHON)" VENV="$(VENV)" tools/setup dev

setup: $(VENV)/.installed-dev ## .venv with the locked versions of everything

demo: $(VENV)/.installed-run ## a form, filled in, checked, scored, followed: results in build/demo/
	@VENV="$(VENV)" tools/demo

test: lint docs reproduce pytest ## every check that CI runs

lint: $(VENV)/.installed-dev ## style, types, floors, definitions
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy --strict src
	$(VENV)/bin/lint-imports --no-logo
	$(ZHT) lint

docs: $(VENV)/.installed-dev ## the README's outputs are what the commands print
	$(PY) tools/docs_check.py

reproduce: $(VENV)/.installed-dev ## compiled definitions, templates/ and samples/ are what is made of their sources
	$(PY) tools/compile_definitions.py --check
	$(PY) tools/generate.py --check

pytest: $(VENV)/.installed-dev ## the tests alone
	@tools/system-packages
	$(PY) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

fix: $(VENV)/.installed-dev ## lets ruff mend what it can, and refreshes the README's outputs
	$(PY) -m ruff check --fix
	$(PY) -m ruff format
	$(PY) tools/docs_check.py --write

definitions: $(VENV)/.installed-dev ## the compiled definitions in src/zhtcli/regimes/compiled/
	$(PY) tools/compile_definitions.py

templates: $(VENV)/.installed-dev ## the ready-made forms in templates/
	$(PY) tools/generate.py templates

samples: $(VENV)/.installed-dev ## the filled workbooks in samples/ from their JSON sources
	$(PY) tools/generate.py samples

pictures: $(VENV)/.installed-dev ## the two sheets shown in the READMEs, drawn anew by LibreOffice
	$(PY) tools/pictures.py

lock: ## requirements/ anew from pyproject.toml (make lock UPGRADE=1 takes newer versions)
	@PYTHON="$(PYTHON)" tools/lock $(if $(UPGRADE),--upgrade)

bench: $(VENV)/.installed-dev ## how quick, against what a bare program costs
	$(PY) benchmarks/run.py

system-packages: ## LibreOffice, fonts, poppler for the tests that render (Debian, as root)
	@tools/system-packages --install

clean: ## removes .venv, build/ and every cache
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
