"""The web surface that all pages share: navigation, filters, remembered results, parts of a page."""
