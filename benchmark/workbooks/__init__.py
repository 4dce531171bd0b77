"""Excel workbooks to rows of text, read by a child process under limits of memory and time.

Only the standard library is imported here, so that the child starts in a few dozen milliseconds. `process` is
the parent's side, `child` the other; `book` and what it is made of never run where a server's memory is.
"""
