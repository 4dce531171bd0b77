"""The reader's choices on a page, in the link and in boxes."""
