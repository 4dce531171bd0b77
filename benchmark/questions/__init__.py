"""One folder for each question: its measure, columns, words, charts, page and command."""
