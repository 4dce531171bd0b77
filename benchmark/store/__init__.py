"""The ledger, which only grows, and the publication, which is built from it and only read.

Readers open a publication and never wait for a writer. One writer at a time holds the ledger.
"""
