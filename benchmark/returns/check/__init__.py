"""The cells and rows of a return, held against the rules and what is known."""
