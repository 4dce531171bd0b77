"""A document, such as a board's paper, as a value; and the writers that make slides, a PDF, a web page and a
workbook of it. Nothing here knows any question: a writer writes what the value holds.
"""
