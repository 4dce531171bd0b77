"""Limits the memory that the server's threads hold."""

import ctypes
from typing import Final

_ARENA_MAX: Final = -8
"""The number of M_ARENA_MAX in glibc's malloc.h."""
ARENAS: Final = 2


def share_memory() -> bool:
    """Let all threads share two of glibc's memory arenas. Returns False if there is no glibc.

    Each run of a page is a thread. By default glibc has up to eight arenas per processor, and memory freed in
    one is not used by threads of another, so a busy server keeps growing.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, ARENAS))
    except (AttributeError, OSError, TypeError):  # Windows cannot load a library without a name
        return False
