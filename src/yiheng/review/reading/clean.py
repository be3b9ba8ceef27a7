"""Cleaning that moves no character: residue becomes blanks of the same length, so offsets hold in the original.

Full-width digits, signs and percent marks become half width, traditional characters simplified ones, points in characters
(得二十八分) digits, words of a speech those of a report (去年 and 前年 as 本年 and 上年), residue of web pages and word processors blanks. What was cleaned is only for reading: quotes come from the original.
"""

from __future__ import annotations

import re
from functools import cache

from yiheng.review.reading.begin import compiled
from yiheng.review.reading.lexicon import lexicon, word
from yiheng.review.reading.quantity import count_of

_WIDTH = {
    ord(wide): narrow
    for wide, narrow in zip("０１２３４５６７８９％．＋－＝＞＜｜", "0123456789%.+-=><|", strict=True)
}
_SPACES = {ord(blank): " " for blank in "\u3000\u00a0\u2002\u2003\u2009\u200b\ufeff\r\x0b\x0c"}
_MINUS = {0x2212: "-", 0xFF5E: "~", 0x2014: "—", 0x2013: "—"}
_WIDE_COMMA = compiled(r"(?<=\d)，(?=\d{3}(?!\d))(?=\d{3}(?:[.,，]\d|\s?(?:元|万|亿|人|家|次)))")
_PAUSE = compiled(
    r"(?<=[\u4e00-\u9fa5）)”》%]),(?!\d{3}(?!\d))|(?<=\d),(?=\s*[\u4e00-\u9fa5（(“《①-⑫])"
    r"|(?<=[\u4e00-\u9fa5）)”]):(?!//)|(?<=[\u4e00-\u9fa5）)”》%\d]);(?=\s*[\u4e00-\u9fa5（(“\d]|\s*$)"
)
_SENTENCES = re.compile(r"^[^\n]*。[^\n]*", re.MULTILINE)
"""A line of sentences, whose narrow commas are no bars between cells; sought from its start alone, or a long line costs its square."""
_WIDE = {",": "，", ":": "：", ";": "；"}
_LAST = "上年"
_RESIDUE = re.compile(
    r"\[bookmark:[^\]\n]{0,80}\]|&[a-z]{2,8};|<[a-zA-Z/!][^<>\n]{0,200}>|\{\s*(?:PAGE|HYPERLINK|TOC)[^}\n]*\}"
)


@cache
def _table() -> dict[int, str]:
    simplified = {ord(old): new for old, new in lexicon().traditional.items()}
    return {**_WIDTH, **_SPACES, **_MINUS, **simplified}


def cleaned(text: str) -> str:
    """The text for reading, of the same length as the original."""
    plain = _WIDE_COMMA.sub(",", text.translate(_table()))
    plain = _SENTENCES.sub(lambda line: _PAUSE.sub(lambda match: _WIDE[match.group()], line.group()), plain)
    return _written(_in_digits(_RESIDUE.sub(lambda match: " " * len(match.group()), plain)))


def _written(text: str) -> str:
    """What a speech says, as a report writes it: 收进来 as 总收入; 去年 and 前年, told in the year after, as 本年 and 上年."""
    for said, written in lexicon().spoken.items():
        text = text.replace(said, written)
    if _LAST not in text and word("year_spoken").search(text):
        return text.replace("去年", "本年").replace("前年", _LAST)
    return text


def _in_digits(text: str) -> str:
    """Points told in characters as digits, blanks filling up what these are shorter by: 扣两分, 得二十八分."""
    return word("points_in_characters").sub(
        lambda match: f"{count_of(match.group())}".ljust(len(match.group())), text
    )
