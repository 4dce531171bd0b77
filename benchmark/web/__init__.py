"""The dashboard's frame: navigation, filters bound to the link, cache, the shared parts of pages.

The only place of the engine that imports Streamlit.
"""
