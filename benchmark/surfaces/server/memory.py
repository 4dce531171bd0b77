"""How the server's threads take memory from the system."""

import ctypes
from typing import Final

_ARENA_MAX: Final = -8
"""M_ARENA_MAX of glibc's malloc.h."""
ARENAS: Final = 2


def share_memory() -> bool:
    """Let all threads take their memory from two arenas. False, and no harm, where there is no glibc.

    Each run of a page is a thread. By itself glibc gives them up to eight arenas for each processor, and what
    is freed in one serves no thread of another, so a busy server grows by what nobody uses.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, ARENAS))
    except (AttributeError, OSError, TypeError):  # Windows has no library without a name
        return False
