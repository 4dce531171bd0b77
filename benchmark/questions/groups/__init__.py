"""Which groups are known, whom each holds and since when; and how a reader makes one of their own."""
