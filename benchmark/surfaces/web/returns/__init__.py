"""The pages on which returns are uploaded, and what they show."""
