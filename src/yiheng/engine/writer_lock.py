"""One writer at a time: a lock on the city folder that ends with the process, however it ends."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yiheng.standards.problem import refuse

LOCK_FILE = "writer.lock"


@contextmanager
def writer_lock(root: Path, purpose: str) -> Iterator[None]:
    """Hold the city for writing; a second writer is refused and told who holds it.

    The lock is the system's (``flock``), not the file's existence: after a crash nothing is left to clear away.
    """
    handle = os.open(root / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 1000).decode("utf-8", "replace").strip()
            raise refuse("city_locked", file=str(root), found=holder or "另一个进程") from None
        os.ftruncate(handle, 0)
        words = f"{socket.gethostname()} 上的进程 {os.getpid()}" + (f"（{purpose}）" if purpose else "")
        os.write(handle, words.encode())
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)
