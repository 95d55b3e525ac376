# Fengong: every target does its own set-up in .venv (Python 3.11 or later). `make` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_NODE := tests/system/node_modules/.package-lock.json
READY_BENCH := $(VENV)/.ready-bench
READY_RELEASE := $(VENV)/.ready-release

.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-system lint accuracy bench build docs docs-site update-golden vendor wheel release-check clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,dev]'
	touch $(READY)

$(READY_BENCH): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $(READY_BENCH)

$(READY_RELEASE): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[release]'
	touch $(READY_RELEASE)

run: $(READY) ## build and validate the graph of the Sichuan table, and ask who leads
	@$(BIN)/fengong build --force
	@$(BIN)/fengong check --severity Warning
	@$(BIN)/fengong quotes
	@echo
	@echo "As corrected 采信读法: fengong ask led-by --body 民政厅"
	@$(BIN)/fengong ask led-by --body 民政厅
	@echo
	@echo "As printed 原文读法: fengong ask led-by --body 民政厅 --reading printed"
	@$(BIN)/fengong ask led-by --body 民政厅 --reading printed
	@echo
	@echo "Turtle: $(CURDIR)/graph/built/sichuan-elderly-childcare.ttl"

test: $(READY) ## lint, types and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal

test-fast: $(READY) ## all tests but the slow ones
	$(BIN)/python -m pytest -n auto --dist worksteal -m 'not slow and not system'

$(READY_NODE): tests/system/package-lock.json
	cd tests/system && npm ci --no-audit --no-fund --loglevel=error
	touch $(READY_NODE)

test-system: $(READY) $(READY_NODE) $(READY_RELEASE) ## tests with a browser, real clients and abuse; what they need: docs/testing.md
	$(BIN)/python -m pytest -m system

lint: $(READY) ## set the format and check style and types
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

build: $(READY) ## build graph/built anew, whether anything changed or not
	$(BIN)/fengong build --force

update-golden: $(READY) ## write the golden answers anew: review the difference as content
	$(BIN)/python -m pytest tests/test_questions.py --update-golden -q

docs: $(READY) ## write the generated pages and the output shown in the others anew
	$(BIN)/python docs/make_rules.py
	$(BIN)/python docs/make_commands.py
	$(BIN)/python docs/make_questions.py
	$(BIN)/python docs/make_accuracy.py
	$(BIN)/python docs/make_ontology.py
	$(BIN)/python docs/make_diagrams.py
	$(BIN)/python docs/make_exports.py
	$(BIN)/python docs/blocks.py
	for lang in zh en; do for kind in matrix workload; do \
		$(BIN)/fengong plot $$kind --lang $$lang -o docs/pictures/$$kind.$$lang.svg || exit 1; \
	done; done

docs-site: $(READY) ## build the documentation as a site: dist/docs
	$(BIN)/python docs/make_site.py

bench: $(READY_BENCH) ## measure, as ratios to a named alternative in the same run
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/questions.py 10 100
	$(BIN)/python benchmarks/serve.py

accuracy: $(READY) ## compare what is read with the hand labels: precision and recall
	$(BIN)/python benchmarks/accuracy.py

vendor: ## fetch the files of the SPARQL editor anew from npm, by version and hash
	$(PYTHON) vendor/fetch.py

wheel: $(READY) ## make the wheel in dist/
	$(BIN)/python -m build --wheel --outdir dist

release-check: $(READY_RELEASE) ## make what a release is made of from the last commit, and try all of it; nothing is published
	$(BIN)/python release/check.py

clean: ## remove what the targets above made, except the graph
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
