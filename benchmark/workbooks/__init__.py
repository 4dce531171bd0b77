"""Reads Excel workbooks as rows of text, in a child process with limits of memory and time.

This package imports only the standard library, so the child starts in a few dozen milliseconds. `process` is
the parent's side, `child` is the other side. `book` and its helpers never run in the server's own process.
"""
