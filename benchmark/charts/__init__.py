"""Draws tables as charts: a measure's result becomes a title, a picture, its description and its table.

Nothing here knows the web, computes a measure or reads the store.
"""
