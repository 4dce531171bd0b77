"""Recognises which kind of return a table is, and which column is which."""
