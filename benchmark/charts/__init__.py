"""Tables drawn as charts: what a measure returns becomes a title, a picture, its words and its table.

Nothing here knows the web, computes a measure or reads the store.
"""
