"""Giving memory back: a server that encoded once should not hold the encoder's 200 MB for the rest of the day."""

import ctypes
import gc
import sys


def release() -> None:
    """Collect garbage and hand freed pages back to the system, where the C library can be asked to (glibc)."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
