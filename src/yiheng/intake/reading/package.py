"""ZIP packages (office files and archives) opened with care: what they hold is weighed before it is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yiheng.intake.reading.limits import Limits
from yiheng.standards.problem import refuse

_CHUNK = 1 << 20
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    OSError,
)
"""What Python's ZIP reader raises for packages that are damaged or of a kind it does not know."""
_LOCKED = 0x1


@contextmanager
def opened(path: Path, name: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """A package whose declared sizes are within the limits.

    Refuses ``intake_file_damaged``, ``intake_archive_locked``, ``intake_package_large`` and ``intake_package_bomb``.
    """
    try:
        package = zipfile.ZipFile(path)
    except FAULTS:
        raise refuse("intake_file_damaged", file=name, found="压缩结构不完整") from None
    with package:
        members = package.infolist()
        if any(one.flag_bits & _LOCKED for one in members):
            raise refuse("intake_archive_locked", file=name)
        if len(members) > limits.members:
            raise refuse("intake_package_large", file=name, found=f"{len(members)} 个文件")
        size = sum(one.file_size for one in members)
        packed = max(1, min(sum(one.compress_size for one in members), path.stat().st_size))
        if size > limits.ratio_from and size > limits.ratio * packed:
            raise refuse("intake_package_bomb", file=name, found=str(size >> 20), expected=str(packed >> 10))
        if size > limits.packed:
            raise refuse("intake_package_large", file=name, found=f"{size >> 20} MB")
        yield package


def chunks(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The bytes of a member, never more than it declares; one that is damaged or holds more is refused."""
    try:
        with package.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except FAULTS:
        raise refuse("intake_file_damaged", file=name, found="内容与校验和不符") from None
