"""Submits checked returns to the ledger, publishes them, and makes receipts."""
