"""Proof that a store is sound: its chain, rows read again, publications built again, what it remembers."""
