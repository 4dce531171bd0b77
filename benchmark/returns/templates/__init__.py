"""Templates as workbooks: filled in with who returns what, with lists to choose from, and known by a stamp.

`ask` says what a template is about and for whom, `book` writes it, `reading` lays it out when it comes back.
"""
