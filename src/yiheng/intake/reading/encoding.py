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
_COMMON = 0xD7
"""The last lead byte of GB 2312's common characters."""


@dataclass(frozen=True)
class Encoding:
    """``label`` for people, Python's ``codec``, and the bytes of the byte order mark. No codec: decided line by line."""

    label: str
    codec: str
    mark: int = 0

    @property
    def plain(self) -> bool:
        """Whether readers take the bytes as they are."""
        return self.codec == "utf-8" and self.mark <= len(codecs.BOM_UTF8)


BY_LINE = Encoding(MIXED, "")


@dataclass(frozen=True)
class Transcoded:
    """What writing a file as UTF-8 met: replaced bytes, the first line that has any (from 1), and what it proved to be."""

    replaced: int
    line: int
    label: str


def probable(head: bytes) -> Encoding:
    """The encoding the beginning of a file speaks for; ASCII counts as UTF-8."""
    for mark, label, codec in _BOMS:
        if head.startswith(mark):
            length = len(mark)
            while head.startswith(mark, length):
                length += len(mark)
            return Encoding(label, codec, length)
    wide = _without_mark(head)
    if wide:
        return Encoding("UTF-16", wide)
    if decodes([head], "utf-8", cut=True):
        return Encoding(UTF8, "utf-8")
    whole = head[: head.rfind(b"\n") + 1] or head
    if any(not line.isascii() and decodes([line], "utf-8") for line in whole.splitlines()):
        return BY_LINE
    return Encoding(GB18030, "gb18030")


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
    """Write a file's text as UTF-8 without mark, with bounded memory; ``advance`` is told the bytes read.

    GB18030 that does not hold to the end is decided line by line.
    """
    if encoding.codec:
        replaced = 0
        with into.open("wb") as out:
            decoder = codecs.getincrementaldecoder(encoding.codec)("replace")
            for block in (*blocks(path, encoding.mark), b""):
                text = decoder.decode(block, not block)
                replaced += text.count(_REPLACED)
                out.write(text.encode("utf-8", "replace"))
                advance(len(block))
        if not replaced or encoding.codec != "gb18030":
            return Transcoded(replaced, 0, encoding.label)
    return _by_line(path, into, advance)


def _by_line(path: Path, into: Path, advance: Callable[[int], None]) -> Transcoded:
    replaced = first = number = 0
    met: set[str] = set()
    with path.open("rb") as stream, into.open("wb") as out:
        while line := stream.readline(_BLOCK):
            number += 1
            text, label = _decoded_line(line)
            met.add(label)
            found = text.count(_REPLACED)
            if found and not replaced:
                first = number
            replaced += found
            out.write(text.encode("utf-8", "replace"))
            advance(len(line))
    met.discard("")
    return Transcoded(replaced, first, met.pop() if len(met) == 1 else MIXED)


def _decoded_line(line: bytes) -> tuple[str, str]:
    """A line's text and the encoding it is in, none for ASCII."""
    if line.isascii():
        return line.decode("ascii"), ""
    try:
        return line.decode("utf-8"), UTF8
    except UnicodeDecodeError:
        text = line.decode("gb18030", "replace")
        return (text, GB18030) if _plausible(text) else (line.decode("utf-8", "replace"), UTF8)


def _plausible(text: str) -> bool:
    """Whether GB18030 is what a line is in: UTF-8 read as GB18030 gives rare characters (leads E4–E9), Chinese common ones."""
    leads = [
        character.encode("gb18030", "replace")[0]
        for character in text
        if character > "\x7f" and character != _REPLACED
    ]
    return 2 * sum(lead <= _COMMON for lead in leads) >= len(leads) and bool(leads)


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
