"""Plain text of unknown encoding: UTF-8, UTF-16, GB18030, Big5. What is no text is refused."""

from __future__ import annotations

import re

from yiheng.standards.problem import refuse

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f]")
_BETWEEN_CHINESE = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_REPLACED_SHARE = 500
_COMMON_LEAD = range(0xB0, 0xD8)
"""Lead bytes of the first level of GB 2312: the 3,755 characters that Chinese prose is made of."""


def decoded(raw: bytes, file: str) -> str:
    """The text of the bytes, with one kind of line end. Refuses review_file_binary."""
    text = _decoded(raw)
    if text is None or len(_CONTROL.findall(text[:100_000])) > len(text[:100_000]) // 100:
        raise refuse("review_file_binary", file=file)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: str) -> str:
    """The words of a cell on one line: breaks are blanks, and nothing between Chinese characters."""
    return _BETWEEN_CHINESE.sub("", re.sub(r"\s+", " ", text)).strip()


def _decoded(raw: bytes) -> str | None:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw[:8192]:
        return _wide(raw)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    damaged = raw.decode("utf-8-sig", errors="replace")
    if damaged.count("\ufffd") * _REPLACED_SHARE < len(damaged):
        return damaged
    readings = [text for text in (_strict(raw, "gb18030"), _strict(raw, "big5")) if text is not None]
    if readings:
        return max(readings, key=_commonness)
    mended = raw.decode("gb18030", errors="replace")
    return mended if mended.count("\ufffd") * _REPLACED_SHARE < len(mended) else None


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(raw: bytes) -> str | None:
    """UTF-16 without its mark: the order in which the text has most Chinese characters, if it has no rubbish."""
    readings = [_strict(raw[: len(raw) // 2 * 2], encoding) for encoding in ("utf-16-le", "utf-16-be")]
    sound = [text for text in readings if text and not _CONTROL.search(text[:10_000])]
    return max(sound, key=_commonness, default=None)


def _commonness(text: str) -> int:
    """How many of the first characters are ASCII or common Chinese; traditional ones count by what they share."""
    encoded = text[:20_000].encode("gb2312", errors="ignore")
    count = at = 0
    while at < len(encoded):
        count += encoded[at] < 0x80 or encoded[at] in _COMMON_LEAD
        at += 1 if encoded[at] < 0x80 else 2
    return count * 1000 // max(len(text[:20_000]), 1)
