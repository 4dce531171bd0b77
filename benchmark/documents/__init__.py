"""Documents such as a board pack, as values; and writers that make slides, a PDF, a web page or a workbook of
them. Writers know nothing of questions: they write what the value holds.
"""
