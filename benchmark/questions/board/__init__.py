"""The board pack: sections of a paper, each made from what the questions measure and say already."""
