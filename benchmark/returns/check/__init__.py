"""Checks a return's cells and rows against the rules and against known data."""
