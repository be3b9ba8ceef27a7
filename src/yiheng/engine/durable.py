"""Files that survive a power cut: written beside, forced to disk, then renamed; and faults of writing in Chinese.

A file under its own name is whole, always: nothing reads the name under which it is being written.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from yiheng.standards.problem import Refused, refuse

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("No space left", "File too large", "quota exceeded", "max_temp_directory_size")


def force_to_disk(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, content: bytes) -> None:
    """Write a small file so that under ``path`` there is either what was there before or the whole new content."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    rename_durably(beside, path)


def rename_durably(beside: Path, path: Path) -> None:
    """Give a file that is on the disk its name, at once and for good."""
    os.replace(beside, path)  # noqa: PTH105 - the one call that all of publishing hangs on
    force_to_disk(path.parent)


@contextmanager
def writing_city(root: Path) -> Iterator[None]:
    """Around the writing of a city: a full disk, a closed folder or too little memory become one sentence."""
    try:
        yield
    except OSError as error:
        raise _refusal(root, error.errno in _FULL, error.strerror or "") from error
    except duckdb.OutOfMemoryException as error:
        if any(word in str(error) for word in _FULL_WORDS):
            raise _refusal(root, True, "") from error
        raise refuse("memory_short", file=str(root)) from error
    except duckdb.IOException as error:
        full = any(word in str(error) for word in _FULL_WORDS)
        raise _refusal(root, full, str(error).splitlines()[0]) from error


def _refusal(root: Path, full: bool, words: str) -> Refused:
    if full:
        return refuse("disk_full", file=str(root))
    return refuse("city_not_writable", file=str(root), found=words)
