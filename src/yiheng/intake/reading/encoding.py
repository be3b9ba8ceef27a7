"""How the text of a file is written, and its stream as UTF-8: GBK under a .csv name, UTF-16 of Excel, mixtures.

Platforms write UTF-8, HIS exports GB18030 (which holds GBK and GB2312), Excel's “Unicode 文本” UTF-16; somebody who joins
exports by hand mixes them line by line. Bytes that fit none become U+FFFD, counted, so that no row is lost.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

UTF8 = "UTF-8"
GB18030 = "GB18030"
MIXED = "UTF-8与GB18030混合"
_BOMS = (
    (codecs.BOM_UTF8, UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16-be"),
)
_BLOCK = 1 << 20
_REPLACED = "\ufffd"


@dataclass(frozen=True)
class Encoding:
    """``label`` for people, Python's ``codec``, and the bytes of the byte order mark. No codec: decided by line."""

    label: str
    codec: str
    mark: int = 0

    @property
    def plain(self) -> bool:
        """Whether the bytes are read as they are."""
        return self.codec == "utf-8"


@dataclass(frozen=True)
class Transcoded:
    """What writing a file as UTF-8 met: replaced bytes, and the first line that has any (from 1)."""

    replaced: int = 0
    line: int = 0


def probable(head: bytes) -> Encoding:
    """The encoding its beginning speaks for; ASCII counts as UTF-8."""
    for mark, label, codec in _BOMS:
        if head.startswith(mark):
            return Encoding(label, codec, len(mark))
    wide = _without_mark(head)
    if wide:
        return Encoding("UTF-16", wide)
    return Encoding(UTF8, "utf-8") if decodes([head], "utf-8", cut=True) else Encoding(GB18030, "gb18030")


def certain(path: Path) -> Encoding:
    """The encoding of the whole file, for one whose beginning deceived."""
    for codec, label in (("utf-8", UTF8), ("gb18030", GB18030)):
        if decodes(blocks(path), codec):
            return Encoding(label, codec)
    return Encoding(MIXED, "")


def decodes(parts: Iterator[bytes] | list[bytes], codec: str, cut: bool = False) -> bool:
    """Whether the bytes are sound text in a codec; ``cut`` ones may end within a character."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for part in parts:
            decoder.decode(part)
        if not cut:
            decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def blocks(path: Path, skip: int = 0) -> Iterator[bytes]:
    """The bytes of a file, a block at a time."""
    with path.open("rb") as stream:
        stream.seek(skip)
        while block := stream.read(_BLOCK):
            yield block


def as_utf8(path: Path, encoding: Encoding, into: Path, advance: Callable[[int], None]) -> Transcoded:
    """Write a file's text as UTF-8 without mark, with bounded memory; ``advance`` is told the bytes read."""
    with into.open("wb") as out:
        if not encoding.codec:
            return _by_line(path, out.write, advance)
        decoder = codecs.getincrementaldecoder(encoding.codec)("replace")
        replaced = 0
        for block in blocks(path, encoding.mark):
            text = decoder.decode(block)
            replaced += text.count(_REPLACED)
            out.write(text.encode("utf-8", "replace"))
            advance(len(block))
        text = decoder.decode(b"", True)
        out.write(text.encode("utf-8", "replace"))
    return Transcoded(replaced + text.count(_REPLACED))


def _by_line(path: Path, write: Callable[[bytes], int], advance: Callable[[int], None]) -> Transcoded:
    replaced = first = number = 0
    with path.open("rb") as stream:
        while line := stream.readline(_BLOCK):
            number += 1
            text = _decoded_line(line)
            found = text.count(_REPLACED)
            if found and not replaced:
                first = number
            replaced += found
            write(text.encode("utf-8", "replace"))
            advance(len(line))
    return Transcoded(replaced, first)


def _decoded_line(line: bytes) -> str:
    for codec in ("utf-8", "gb18030"):
        try:
            return line.decode(codec)
        except UnicodeDecodeError:
            continue
    return min((line.decode(codec, "replace") for codec in ("utf-8", "gb18030")), key=_faults)


def _faults(text: str) -> int:
    return text.count(_REPLACED)


def _without_mark(head: bytes) -> str:
    """UTF-16 without a byte order mark shows as zeros at every other byte of its ASCII."""
    sample = head[:4096]
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half // 5 and even == 0 and decodes([head], "utf-16-le", cut=True):
        return "utf-16-le"
    if even > half // 5 and odd == 0 and decodes([head], "utf-16-be", cut=True):
        return "utf-16-be"
    return ""
