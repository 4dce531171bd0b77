"""A checked return on its way into the ledger, and what is said of it."""
