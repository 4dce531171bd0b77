"""The server's threads share their memory."""

import subprocess
import sys

import pytest

from benchmark.surfaces.server.memory import ARENAS, share_memory

ARENAS_OF_THREADS = """
import ctypes, sys, tempfile, threading
from benchmark.surfaces.server.memory import share_memory

if sys.argv[1] == "shared":
    share_memory()
all_there = threading.Barrier(8)
def take():
    held = bytearray(10_000)
    all_there.wait()
threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc = ctypes.CDLL(None)
libc.fopen.restype, libc.fopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p] * 2
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
with tempfile.NamedTemporaryFile() as file:
    stream = libc.fopen(file.name.encode(), b"w")
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    print(file.read().count(b"<heap nr="))
"""


def arenas(how: str) -> int:
    printed = subprocess.run(
        [sys.executable, "-c", ARENAS_OF_THREADS, how], capture_output=True, text=True, check=True
    )
    return int(printed.stdout)


@pytest.mark.skipif(not share_memory(), reason="another C library than glibc hands out memory in its own way")
def test_threads_take_memory_from_two_places_and_not_from_one_each():
    assert arenas("shared") <= ARENAS < arenas("as it is")
