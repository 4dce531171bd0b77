"""The basis of the store: DuckDB, whole files, the lock, the clock, the store's name."""
