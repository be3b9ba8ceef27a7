"""ZIP archives of files: members are unpacked under names of ours, so that no name of theirs can lead outside.

Names that try to, links, and device names are refused all the same: whoever packed them did not mean a table.
"""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.package import chunks, opened
from yiheng.intake.reading.source import Draft
from yiheng.standards.problem import Problem, Refused, refuse

ARCHIVE = "压缩包"
"""What an archive is called as a medium; what it holds are files of their own."""

_UTF8_NAME = 0x800
_DRIVE = re.compile(r"[A-Za-z]:")
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d|CONIN\$|CONOUT\$)(?:\..*)?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"})
_LEFT_BEHIND = ("~$", "._", ".~lock.")


@dataclass(frozen=True)
class Member:
    """One file of an archive, unpacked: where it is, what messages call it, and its size packed."""

    path: Path
    name: str
    packed: int


def ignored(name: str) -> bool:
    """Whether an operating system or office program left a file behind, so that nobody meant to send it."""
    return any(part in _SYSTEM or part.startswith(_LEFT_BEHIND) for part in name.split("/"))


def members(draft: Draft, limits: Limits, room: int) -> Iterator[Member]:
    """The files of an archive, unpacked one at a time into the staging folder; those refused become problems.

    ``room``: how many bytes may still be unpacked in all. Refuses what :func:`~.package.opened` refuses,
    ``intake_package_large``, and ``intake_archive_empty``.
    """
    draft.medium = ARCHIVE
    seen: dict[str, int] = {}
    with opened(draft.path, draft.name, limits) as package:
        if sum(one.file_size for one in package.infolist()) > room:
            raise refuse("intake_package_large", file=draft.name, found=f"超过 {limits.packed >> 20} MB")
        for index, info in enumerate(package.infolist()):
            name = _name(info)
            if info.is_dir() or name.endswith("/") or ignored(name):
                continue
            shown = f"{draft.name}/{_CONTROL.sub('?', name)}"
            seen[shown] = seen.get(shown, 0) + 1
            if seen[shown] > 1:
                shown += f"（同名第 {seen[shown]} 个）"
            trick = _trick(info, name)
            if trick:
                draft.problems.append(Problem("intake_member_name", file=shown, found=trick))
                continue
            path = draft.staging / f"{draft.number:06d}-member-{index:06d}"
            try:
                with path.open("wb") as out:
                    for chunk in chunks(package, info, shown):
                        out.write(chunk)
            except Refused as refusal:
                path.unlink(missing_ok=True)
                draft.problems.append(refusal.problem)
                continue
            yield Member(path, shown, info.compress_size)
    if not seen:
        raise refuse("intake_archive_empty", file=draft.name)


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; programs in Chinese write GBK and do not say so."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for codec in ("utf-8", "gb18030"):
            try:
                name = raw.decode(codec) if raw else name
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _trick(info: zipfile.ZipInfo, name: str) -> str:
    """What is wrong with a name, or nothing."""
    parts = name.split("/")
    if stat.S_ISLNK(info.external_attr >> 16):
        return "符号链接"
    if name.startswith("/") or _DRIVE.match(name):
        return "绝对路径"
    if ".." in parts:
        return "上级目录"
    if _CONTROL.search(name):
        return "控制字符"
    if any(_DEVICE.fullmatch(part.strip()) for part in parts):
        return "系统设备名"
    return ""
