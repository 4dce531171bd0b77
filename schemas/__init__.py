"""Pydantic models: what a row of each kind, a definition and a result look like.

The single source for checks, templates, data dictionaries and ledger tables. Imports nothing of ours.
"""
