"""Proves that a store is sound: its chain, its rows, its publications, and what it remembers."""
