"""What keeps a ledger: a test that is marked so is asked of each."""

import pytest

ON_BOTH = pytest.mark.parametrize("engine", ["duckdb", "postgresql"], indirect=True)
"""Asks a test that uses `settings` once of a store's own file, and once of a database with a copy of it."""
