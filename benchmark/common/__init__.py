"""What every question asks first: which organisations, which round, which standard, who returned."""
