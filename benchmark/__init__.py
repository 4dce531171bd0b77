"""The engine: returns come in, a ledger keeps them, a publication shows them, questions compare them.

Only pages import Streamlit.
"""
