"""The site around the questions: its frame, map and search, and the pages that belong to no question."""
