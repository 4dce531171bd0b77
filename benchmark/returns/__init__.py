"""A file on its way in: read, checked against its kind, submitted to the ledger.

Published data and users' returns take the same way.
"""
