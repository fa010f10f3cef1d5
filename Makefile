# Every target does its own set-up: on a bare Debian 12 or Ubuntu 24.04 and later, git, make and python3 are enough.
# Set-up leaves stamps in .venv, so that a second run goes straight to the work.

PYTHON  ?= python3
VENV    := .venv
ifeq ($(OS),Windows_NT)
BIN     := $(VENV)/Scripts
else
BIN     := $(VENV)/bin
endif
PY      := $(BIN)/python
PIP     := $(PY) -m pip --disable-pip-version-check --quiet

RUN_STAMP      := $(VENV)/.run-requirements
DEV_STAMP      := $(VENV)/.dev-requirements
PACKAGE_STAMP  := $(VENV)/.package-requirements
EDITABLE_STAMP := $(VENV)/.editable

SYSTEM := PYTHON="$(PYTHON)" sh packaging/linux/system_libraries.sh
export PYTHONUTF8 = 1
# The tests start hundreds of processes: compiled modules are kept, whatever the caller's environment says.
unexport PYTHONDONTWRITEBYTECODE

# A screen is there when the session says so; macOS and Windows always have one.
ifneq ($(filter Darwin Windows_NT,$(OS) $(shell uname -s 2>/dev/null)),)
SCREEN := yes
else ifneq ($(strip $(DISPLAY)$(WAYLAND_DISPLAY)),)
SCREEN := yes
else
SCREEN :=
endif

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test check bench robustness screenshots package requirements clean distclean \
        system-core system-demo system-test system-robustness system-screenshots forms

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# ------------------------------------------------------------------------------------------------------- the work

demo: system-demo $(RUN_STAMP) forms  ## the demonstration session: in the window, or headless where there is no screen
ifeq ($(SCREEN),yes)
	$(BIN)/cisp-desktop demo
else
	$(BIN)/cisp-desktop demo --headless --out build/demo
endif

test: system-test $(DEV_STAMP) forms  ## the tests, offscreen, on every core
	$(PY) -m pytest --numprocesses auto --dist worksteal $(ARGS)

check: system-core $(DEV_STAMP) forms  ## ruff, mypy, import-linter, freshness of forms
	$(PY) packaging/build_hook.py --check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(PY) -m mypy

bench: system-test $(DEV_STAMP) forms  ## measures, each beside its baseline from the same run
	$(PY) -m tests.benchmarks $(ARGS)

robustness: system-robustness $(DEV_STAMP) forms  ## the promises, with full counts (hours)
	CISP_FULL=1 $(PY) -m pytest -m robustness $(ARGS)

screenshots: system-screenshots $(DEV_STAMP) forms  ## every page and dialog, light and dark, into build/screenshots
	xvfb-run -a -s "-screen 0 1366x768x24" $(PY) tests/screenshots/take.py $(ARGS)

package: system-core $(PACKAGE_STAMP) forms  ## a frozen application in dist/, smoke-tested
	$(PY) -m PyInstaller --noconfirm --distpath dist --workpath build/pyinstaller packaging/cisp-desktop.spec
	$(PY) packaging/frozen_smoke_test.py dist/cisp-desktop

requirements: $(DEV_STAMP)  ## pin and hash the dependencies anew (needs the network)
	$(PY) packaging/pin_requirements.py

clean:  ## remove what was built
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
	rm -rf cisp_desktop/gui/forms cisp_desktop/data
	find cisp_desktop tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean  ## the same, and the virtual environment
	rm -rf $(VENV)

# -------------------------------------------------------------------------------------------------------- set-up

system-core:
	@$(SYSTEM) core

system-demo:
	@$(SYSTEM) core $(if $(SCREEN),window)

system-test:
	@$(SYSTEM) core test

system-robustness:
	@$(SYSTEM) core test robustness

system-screenshots:
	@$(SYSTEM) core screenshots

# A virtual environment of another Python, or one that lost its interpreter, is made anew.
$(PY): | system-core
	@$(PY) -c '' 2>/dev/null || { echo "Creating $(VENV)"; $(PYTHON) -m venv --clear $(VENV); }

$(RUN_STAMP): requirements/run.txt | $(PY)
	@echo "Installing the pinned dependencies (some 310 MB the first time)"
	$(PIP) install --require-hashes -r requirements/run.txt
	@touch $@

$(DEV_STAMP): requirements/dev.txt | $(PY)
	@echo "Installing the pinned dependencies and development tools (some 560 MB the first time)"
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@ $(RUN_STAMP)

$(PACKAGE_STAMP): requirements/package.txt $(RUN_STAMP)
	$(PIP) install --require-hashes -r requirements/package.txt
	@touch $@

# The editable install compiles the forms too; afterwards the script alone does, in a fifth of a second.
$(EDITABLE_STAMP): pyproject.toml packaging/build_hook.py cisp_desktop/__init__.py
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

forms: $(EDITABLE_STAMP)
	@$(PY) packaging/build_hook.py
