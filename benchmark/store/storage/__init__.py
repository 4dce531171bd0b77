"""What the store stands on: DuckDB, files made whole or not at all, the lock, the clock, its name."""
