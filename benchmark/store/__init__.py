"""The ledger, which only grows, and the publication, which is built from it and only read.

A reader opens a publication and never waits for a writer; a writer holds the ledger alone.
"""
