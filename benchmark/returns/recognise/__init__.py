"""Which kind of return a table is, and which of its columns is which."""
