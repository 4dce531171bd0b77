"""The server of the pages, and what it lets in."""
