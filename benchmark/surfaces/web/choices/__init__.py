"""What a reader can choose on a page, and what they chose: in the link, and in boxes."""
