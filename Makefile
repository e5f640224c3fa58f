# One command per wish, the same that CI runs. From a fresh clone with Python 3.11, git and make:
#
#   make demo     the shipped example, from first notice to review
#   make test     every test there is         make check    lint, types, house plan, quick tests
#   make bench    figures against peers       make docs     regenerate docs/vocabulary.md
#   make bench-space    the search against PostGIS and others
#   make bench-reading  the reader against annotated news, in ../shared
#   make lock     renew the locks             make setup    only make .venv
#
# Each makes .venv first and leaves it alone while it is up to date.

.DEFAULT_GOAL := help
.PHONY: help run demo test check bench bench-space bench-reading docs lock setup packages
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; \
	done)
TESTS_NEED := golang-go golang-golang-x-mod-dev chromium postgresql postgresql-postgis
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-header --no-annotate --quiet

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

run: demo

demo: .venv/.ready
	@$(BIN)/parley demo

test: .venv/.ready
	@$(MAKE) packages NEED="$(TESTS_NEED)"
	$(BIN)/pytest -n 2

check: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy docs/vocabulary.py
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 -m "not slow"

bench: .venv/.bench
	$(BIN)/python -m benchmarks

bench-space: .venv/.bench
	@$(MAKE) packages NEED="postgresql postgresql-postgis"
	$(BIN)/python -m benchmarks.space

docs: .venv/.ready
	$(BIN)/python docs/vocabulary.py > docs/vocabulary.md

SHARED ?= ../shared

bench-reading: .venv/.bench
	$(BIN)/python -m benchmarks.reading --shared $(SHARED)

# The ranges and their reasons stand in pyproject.toml; the locks hold one version and its hashes.
# uv is asked for here only: nothing that runs or tests Parley needs it.
lock: .venv/.ready
	@test -x $(BIN)/uv || $(BIN)/pip install -qq uv
	$(BIN)/uv pip compile pyproject.toml --group dev $(LOCK) --upgrade -o requirements.lock >/dev/null
	$(BIN)/uv pip compile --group bench -c requirements.lock $(LOCK) --upgrade \
		-o requirements-bench.lock >/dev/null

setup: .venv/.ready

# Without build isolation and without an index, so that nothing comes in beside the lock.
.venv/.ready: pyproject.toml setup.py $(wildcard parley/space/kernel/*.[ch]) .venv/.locked
	@$(BIN)/pip install -qq --no-deps --no-build-isolation --no-index --editable .
	@$(BIN)/python -c 'import parley.space; print("Search engine:", parley.space.engine().words)'
	@touch $@

.venv/.locked: requirements.lock
	@test -n "$(PYTHON)" || { echo "Parley needs Python 3.11 or newer, and none was found."; exit 1; }
	@test -x $(BIN)/pip || "$(PYTHON)" -c 'import ensurepip' 2>/dev/null \
		|| $(MAKE) packages NEED="python3-venv"
	@test -x $(BIN)/pip || { echo "Making .venv with $(PYTHON)."; "$(PYTHON)" -m venv --clear .venv; }
	@echo "Installing what requirements.lock names."
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/.bench: requirements-bench.lock .venv/.ready
	@echo "Installing the peers that requirements-bench.lock names."
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes \
		-r requirements-bench.lock
	@touch $@

# Debian packages in NEED, by apt-get and said aloud. Who may not install them reads which ones are
# missing; the tests that need them then say so one by one.
packages:
	@missing=; for p in $(NEED); do \
		dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' \
			|| missing="$$missing $$p"; \
	done; \
	test -n "$$missing" || exit 0; \
	root=; if [ "$$(id -u)" -ne 0 ]; then root="sudo -n"; fi; \
	if ! command -v apt-get >/dev/null || { [ -n "$$root" ] && ! sudo -n true 2>/dev/null; }; then \
		echo "Missing Debian packages, which only root can install:$$missing."; exit 0; \
	fi; \
	echo "Installing Debian packages with apt-get:$$missing."; \
	$$root apt-get update -qq || { sleep 5; $$root apt-get update -qq; } \
		|| echo "apt-get update failed twice; trying with the lists at hand."; \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		$$missing >/dev/null || echo "apt-get could not install:$$missing."
