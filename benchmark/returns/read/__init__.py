"""A file's bytes made into tables of text."""
