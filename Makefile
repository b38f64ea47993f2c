# Two commands matter: make run, make test. The rest is for those who change the code.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
# Compiled once, not at each of the hundreds of starts of a test run.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check bench faults strings lock help

run: ## set everything up, load the demo, serve on http://127.0.0.1:8000 (HOST, PORT)
	@$(PYTHON) scripts/bootstrap.py run
	@SELFHELP_DEMO=1 $(BIN)/selfhelp serve --host $(HOST) --port $(PORT)

test: ## set up what tests need (a browser, a PostgreSQL of their own), then run the whole suite
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

check: ## the quick checks: style, types, floors, catalogues, content
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/python scripts/check.py

bench: ## measure what the documents promise; ratios in one run
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/python -m tests.bench

faults: ## the long fault runs: kill the server and workers again and again and count what is lost
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/python -m tests.faults

strings: ## refresh the translation catalogue from the code
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/python scripts/strings.py

lock: ## write the hash-pinned requirement files anew from pyproject.toml
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q --extra build pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q --extra build --extra dev pyproject.toml -o requirements/dev.txt

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10
