"""Figures that are unlikely: each question is defined here once, as a query and a sentence.

It is asked wherever such figures are: by the check of a return, and by the page that shows what stands.
"""
