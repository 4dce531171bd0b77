"""The command line, thin over the measures and the store.

The parser imports nothing heavy, so that help comes at once; each command's module is imported when it runs.
"""
