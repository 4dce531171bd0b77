"""What is computed from a publication, one module for each question that a page asks: gaps, spread, progress.

Frames come from the queries in sql/, and the arithmetic stands in pure functions on those frames.
"""
