"""Turns a file's bytes into tables of text."""
