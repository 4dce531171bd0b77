# Every target does its own set-up, so `make run` and `make test` work in a fresh clone.

PORT ?= 8501
JOBS ?= 2
WORKERS ?= 2
FUZZ_INPUTS ?= 20000
DUCKDB_NEXT ?= 2.0.0
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

# Relative paths, so that the folder's own path may have spaces in it.
VENV := .venv
BIN := $(VENV)/bin
NEXT := $(VENV)/duckdb-next
PEERS := $(VENV)/bench
LOCK := $(VENV)/lock
# Tests of what the next DuckDB could break: writing and reading, older files, every statement, readers, figures.
STORE_TESTS := $(addprefix tests/unit/store/,ledger/test_ledger.py proof/test_verify.py \
	ledger/test_migrate.py::TestALedgerFromBeforeTheChain \
	publication/test_publication.py::test_readers_see_whole_publications_while_others_are_swapped_in \
	publication/test_publication.py::test_a_query_reads_the_publication_and_no_other_file) \
	$(addprefix tests/unit/test_published_data.py::,TestFiguresOfThePublication TestFootprints)

INSTALL := $(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check
IMPORT_ALL := "import benchmark, pkgutil; [*map(__import__, \
	(m.name for m in pkgutil.walk_packages(benchmark.__path__, 'benchmark.') if 'main' not in m.name))]"

# Python files are compiled once, not at each start of a process: tests start hundreds of them.
unexport PYTHONDONTWRITEBYTECODE
# Tests run in parallel, so further threads for the multiplication of matrices would only slow them down.
test quick fuzz test-duckdb-next: export OPENBLAS_NUM_THREADS = 1

.DEFAULT_GOAL := help
.PHONY: help run serve try-shared test quick check fix fuzz lock bench test-duckdb-next clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile
	@echo "PORT=8501 chooses the dashboard's port, JOBS=2 how many tests run at once, TESTS=tests/unit which."

run: $(VENV)/run.stamp ## Open the dashboard on this computer
	$(BIN)/python -m streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT)

try-shared: $(VENV)/run.stamp ## Open the dashboard in shared mode, with invented people
	$(BIN)/python -m tests.openid.try_it --port $(PORT)

serve: $(VENV)/run.stamp ## Open it in WORKERS=2 processes behind nginx
	$(BIN)/python -m benchmark serve --workers $(WORKERS) --port $(PORT)

test: check ## Check everything, then run every test
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(TESTS)

quick: $(VENV)/dev.stamp ## Run only the tests that are quick, which are most of them
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "not slow" tests/unit

fuzz: $(VENV)/dev.stamp ## Damage 20,000 files at random, more than a test run does
	FUZZ_INPUTS=$(FUZZ_INPUTS) $(BIN)/python -m pytest -n $(JOBS) tests/unit/returns/test_fuzz.py

check: $(VENV)/dev.stamp ## Check style, types, import contracts, packages and secrets
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pip check
	$(BIN)/python .ci/find_secrets.py
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/unit/test_locked.py

fix: $(VENV)/dev.stamp ## Fix what can be fixed automatically, and write the generated docs again
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .
	$(BIN)/python -m benchmark.surfaces.files.dictionary
	$(BIN)/python -m benchmark.surfaces.files.method
	$(BIN)/python -m benchmark.surfaces.files.findings

lock: ## Resolve every package again, and write the hashes and the list of packages
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

test-duckdb-next: $(NEXT)/duckdb.stamp ## Run the tests that the next DuckDB could break, on that DuckDB
	PYTHONPATH="$(CURDIR)/$(NEXT)" THREADS=$(JOBS) $(BIN)/python -m pytest -q $(STORE_TESTS)

clean: ## Remove the environments and caches; the store in var/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The list names every package, so its halves can be installed in parallel: pip uses only one processor. Nothing is
# compiled here, since that takes as long as the rest and Python compiles what is imported, once. Parallel tests would
# each do that, so what the product imports is compiled while the tests' own packages are installed.
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
	@echo "Installing what the speed is compared with."
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

# In a folder of its own that Python searches first; everything else is the same.
$(NEXT)/duckdb.stamp: $(VENV)/dev.stamp
	@mkdir -p $(NEXT)
	@$(INSTALL) --no-deps --upgrade --target $(NEXT) duckdb==$(DUCKDB_NEXT)
	@touch $@

define make_venv
if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer is needed, and none was found." >&2; exit 1; fi; \
$(PYTHON) -m venv $(1)
endef
