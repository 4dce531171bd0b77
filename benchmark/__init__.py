"""The engine: returns come in, a ledger keeps them, a publication shows them, measures compare them.

Knows nothing of Streamlit outside benchmark.web.
"""
