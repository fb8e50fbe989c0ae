# Two commands do all the set-up: `make lab` opens the workbench, `make test` passes the tests.
PYTHON ?= python3
BIN := .venv/bin
LAB := .venv/ready-lab
TEST := .venv/ready-test
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PINS := uv pip compile --universal --python-version 3.11 --no-emit-index-url --no-header \
	--no-annotate pyproject.toml
NBVAL := -p tests.notebooks.frontend --nbval --nbval-current-env \
	--nbval-sanitize-with tests/notebooks/sanitize.cfg
# Two workers side by side: a file's tests stay with one of them (tests/conftest.py).
WORKERS ?= 2
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder \
	--max-worker-restart 0
export MPLCONFIGDIR = $(CURDIR)/.venv/matplotlib

.PHONY: help lab test check trust figures notebooks references changes site teacher app slides handouts package pins clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | sort

lab: $(LAB) ## open JupyterLab on the welcome notebook
	@$(BIN)/python -m clusterkit lab

test: $(TEST) ## run every test: units, doctests, notebooks, browser
	$(PYTEST) -m "not trust" --doctest-modules $(NBVAL) tests clusterkit notebooks

check: $(TEST) ## the quick checks: style, types, imports, all but the slow tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) --dist worksteal -q -x -m "not (slow or browser or trust)" tests

trust: $(TEST) ## the long checks: damaged files by the hundred, five times the examples
	$(PYTEST) --dist load -m "trust or hypothesis" --hypothesis-profile=trust tests

figures: $(LAB) ## draw figures/ again from the data
	$(BIN)/python -m clusterkit figures figures

notebooks: $(TEST) ## run every notebook and write it in canonical form
	$(BIN)/python -m tests.notebooks.refresh notebooks/*.ipynb

references: $(TEST) ## write data/references.csv after a change of data/sources.bib
	$(BIN)/python -m tests.building.references

changes: $(TEST) ## write data/finding_changes.csv after a change of the evidence or the findings
	$(BIN)/python -m tests.building.finding_changes

app: $(LAB) ## serve the explorers and the seminar as pages without code (APP="--share" for a class)
	@$(BIN)/python -m clusterkit app --codings notebooks/codings $(APP)

site: $(LAB) ## write site/: notebooks and explorers as pages that need no Python
	$(BIN)/python -m clusterkit site site

teacher: $(LAB) ## write teacher/: notebooks 01 to 06 and 09 with the solutions of their exercises
	$(BIN)/python -m clusterkit teacher teacher

slides: $(LAB) ## write slides/: each notebook as a talk, revealed step by step
	$(BIN)/python -m clusterkit slides slides

handouts: $(LAB) ## write handouts/: pages to print for a class
	$(BIN)/python -m clusterkit handouts handouts

package: ## build sdist and wheel into dist/, and use the wheel outside the checkout
	@bash .ci/package

pins: ## choose new versions for both files of requirements (needs uv)
	$(PINS) --upgrade --extra test -o requirements-test.txt
	$(PINS) --extra lab -c requirements-test.txt -o requirements.txt

# Not for `lab`: there a reader's own figures appear below their cell.
test check trust figures notebooks site: export MPLBACKEND = Agg

clean: ## remove the virtual environment and caches
	rm -rf site teacher slides handouts .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# What `make lab` needs is part of what `make test` needs, in the same versions.
$(LAB): requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) -r requirements.txt
	$(PIP) --no-deps --editable .
	@touch $@

$(TEST): requirements-test.txt pyproject.toml | $(BIN)/python
	$(PIP) -r requirements-test.txt
	$(PIP) --no-deps --editable .
	@touch $(LAB) $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "The workbench needs Python 3.11 or newer; set PYTHON=..., for example: make lab PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv .venv
