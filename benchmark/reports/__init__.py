"""Measures and charts on other surfaces than a page: sentences, tables, files."""
