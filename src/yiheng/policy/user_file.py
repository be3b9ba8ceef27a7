"""Reading a file that a user named: one place for what is missing, a folder, empty, too large or unreadable."""

from __future__ import annotations

import errno
from pathlib import Path

from yiheng.standards.problem import Refused, refuse

SIZE_LIMIT_BYTES = 20 * 1024 * 1024


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Refuses file_is_folder, file_not_found, file_empty, file_too_large and file_unreadable."""
    try:
        return _read(path)
    except OSError as error:
        raise unreadable(error, str(path)) from None


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise refuse("file_is_folder", file=str(path))
    if not path.is_file():
        raise refuse("file_not_found", file=str(path))
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise refuse("file_empty", file=str(path))
    if size_bytes > SIZE_LIMIT_BYTES:
        raise refuse(
            "file_too_large",
            file=str(path),
            found=f"{-(-size_bytes // 1024 // 1024)} MB",
            expected=f"{SIZE_LIMIT_BYTES // 1024 // 1024} MB",
        )
    return path.read_bytes()


_READ_FAULTS = {
    errno.ENAMETOOLONG: "文件名太长",
    errno.EACCES: "没有读取权限",
    errno.EPERM: "没有读取权限",
    errno.EIO: "磁盘或网络读取出错",
}


def unreadable(error: OSError, path: str = "") -> Refused:
    """The refusal for a file that the system would not let us read, with the reason in Chinese."""
    reason = _READ_FAULTS.get(error.errno or 0, "系统拒绝打开")
    return refuse("file_unreadable", file=path or str(error.filename or ""), found=reason)
