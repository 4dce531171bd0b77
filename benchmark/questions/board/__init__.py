"""What a board takes away: sections of a paper, each made from what the questions measure and say already."""
