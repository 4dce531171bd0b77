# Every target does its own set-up: `make run` and `make test` work on a fresh clone.

PORT ?= 8501
JOBS ?= 2
WORKERS ?= 2
FUZZ_INPUTS ?= 20000
DUCKDB_NEXT ?= 2.0.0
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

# Relative paths: they hold where the folder's own path has spaces in it.
VENV := .venv
BIN := $(VENV)/bin
NEXT := $(VENV)/duckdb-next
PEERS := $(VENV)/bench
LOCK := $(VENV)/lock
# What the next DuckDB could break: what goes in and comes out, older files, every statement, readers, figures.
STORE_TESTS := $(addprefix tests/unit/store/,ledger/test_ledger.py proof/test_verify.py \
	ledger/test_migrate.py::TestALedgerFromBeforeTheChain \
	publication/test_publication.py::test_readers_see_whole_publications_while_others_are_swapped_in \
	publication/test_publication.py::test_a_query_reads_the_publication_and_no_other_file) \
	$(addprefix tests/unit/test_published_data.py::,TestFiguresOfThePublication TestFootprints)

INSTALL := $(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check
IMPORT_ALL := "import benchmark, pkgutil; [*map(__import__, \
	(m.name for m in pkgutil.walk_packages(benchmark.__path__, 'benchmark.') if 'main' not in m.name))]"

# Compiled once, not at each start of a process: tests start hundreds.
unexport PYTHONDONTWRITEBYTECODE
# Tests run beside each other: threads that wait for numbers to multiply only take time from them.
test quick fuzz test-duckdb-next: export OPENBLAS_NUM_THREADS = 1

.DEFAULT_GOAL := help
.PHONY: help run serve try-shared test quick check fix fuzz lock bench test-duckdb-next clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile
	@echo "PORT=8501 chooses the dashboard's port, JOBS=2 how many tests run at once, TESTS=tests/unit which."

run: $(VENV)/run.stamp ## Open the dashboard on this computer
	$(BIN)/python -m streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT)

try-shared: $(VENV)/run.stamp ## Open the dashboard as it is shared, with people that nobody is
	$(BIN)/python -m tests.openid.try_it --port $(PORT)

serve: $(VENV)/run.stamp ## Open it in WORKERS=2 processes behind nginx
	$(BIN)/python -m benchmark serve --workers $(WORKERS) --port $(PORT)

test: check ## Check everything, then run every test
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(TESTS)

quick: $(VENV)/dev.stamp ## Run the thousands of tests that take no more than a moment each
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "not slow" tests/unit

fuzz: $(VENV)/dev.stamp ## Damage 20,000 files at random, where a test run damages fewer
	FUZZ_INPUTS=$(FUZZ_INPUTS) $(BIN)/python -m pytest -n $(JOBS) tests/unit/returns/test_fuzz.py

check: $(VENV)/dev.stamp ## Style, types, import contracts, parts and secrets
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pip check
	$(BIN)/python .ci/find_secrets.py
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/unit/test_locked.py

fix: $(VENV)/dev.stamp ## Mend what can be mended by itself, and write the generated docs again
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .
	$(BIN)/python -m benchmark.surfaces.files.dictionary
	$(BIN)/python -m benchmark.surfaces.files.method
	$(BIN)/python -m benchmark.surfaces.files.findings

lock: ## Resolve every installed package anew, and write its hashes and the list of parts
	@rm -rf $(LOCK)
	@$(call make_venv,$(LOCK))
	@$(call make_venv,$(LOCK)/run)
	$(LOCK)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-lock.txt
	$(LOCK)/bin/uv pip compile requirements.txt --quiet --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header --output-file requirements.lock
	$(LOCK)/run/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(LOCK)/bin/cyclonedx-py environment --output-reproducible --of JSON -o $(LOCK)/found.json $(LOCK)/run/bin/python
	$(LOCK)/bin/python .ci/sbom.py $(LOCK)/found.json sbom.cdx.json
	$(LOCK)/bin/python .ci/licences.py

bench: $(VENV)/dev.stamp $(PEERS)/bench.stamp ## Measure speed
	$(BIN)/python tests/bench/bench_reruns.py
	$(BIN)/python tests/bench/bench_readers.py
	$(BIN)/python tests/bench/bench_workbooks.py
	$(BIN)/python tests/bench/bench_packs.py
	$(BIN)/python tests/bench/bench_ledgers.py
	$(BIN)/python tests/bench/bench_sizes.py
	$(PEERS)/bin/python tests/bench/bench_returns.py

test-duckdb-next: $(NEXT)/duckdb.stamp ## Run what the next DuckDB could break on it, before DuckDB is raised
	PYTHONPATH="$(CURDIR)/$(NEXT)" THREADS=$(JOBS) $(BIN)/python -m pytest -q $(STORE_TESTS)

clean: ## Remove the environments and caches; the store in var/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The list is whole, so each half of it can be installed by itself: pip unpacks on one processor. Nothing is compiled
# ahead, which takes as long as the rest: Python compiles what is imported, once. Tests beside each other would each do
# so: all that the product imports is compiled while their own parts come.
$(VENV)/run.stamp: requirements.lock
	@$(call make_venv,$(VENV))
	@echo "Installing what the dashboard needs."
	@awk '/^[^ #]/ { n++ } { print > ("$(VENV)/half" n % 2 ".txt") }' requirements.lock
	@$(INSTALL) --no-deps --require-hashes -r $(VENV)/half0.txt & \
		$(INSTALL) --no-deps --require-hashes -r $(VENV)/half1.txt && wait $$!
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing what the tests need."
	@$(BIN)/python -c $(IMPORT_ALL) & $(INSTALL) -r requirements-dev.txt && wait
	@touch $@

$(PEERS)/bench.stamp: requirements.txt requirements-bench.txt
	@$(call make_venv,$(PEERS))
	@echo "Installing what the speed is held against."
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

# In a folder of its own that is looked in first: all else is the same.
$(NEXT)/duckdb.stamp: $(VENV)/dev.stamp
	@mkdir -p $(NEXT)
	@$(INSTALL) --no-deps --upgrade --target $(NEXT) duckdb==$(DUCKDB_NEXT)
	@touch $@

define make_venv
if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer is needed, and none was found." >&2; exit 1; fi; \
$(PYTHON) -m venv $(1)
endef
