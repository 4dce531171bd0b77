"""What all pages share: navigation, filters, cache, parts of a page."""
