# toask: two commands do everything on a fresh machine: `make practice` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: practice test bench lint models clean

practice: $(VENV)/.app
	@$(BIN)/toask models pull
	@$(BIN)/toask

test: $(VENV)/.test
	@$(BIN)/toask models pull
	@$(BIN)/toask models pull e5-small
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n 2

bench: $(VENV)/.test
	@$(BIN)/toask models pull
	@$(BIN)/python -m tests.bench

$(VENV)/.app: pyproject.toml .ci/install .ci/constraints.txt
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh .ci/install model,transcripts,report,portfolio,pdf
	@touch $@

$(VENV)/.test: pyproject.toml .ci/install .ci/constraints.txt
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh .ci/install model,transcripts,parquet,report,portfolio,pdf,serve,test
	@touch $@ $(VENV)/.app

clean:
	rm -rf $(VENV) build dist
