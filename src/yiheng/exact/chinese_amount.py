"""Amounts in capital characters (人民币大写) for vouchers and payment documents.

Source: 《支付结算办法》 (银发〔1997〕393号), 附一《正确填写票据和结算凭证的基本规定》, items 1–3. Where the
rules leave 零 open (万位 or 元位 is 0 but the digit after it is not) it is written only for a whole section
of four zeros; 整, open after 角, is written. 人民币 is not prefixed.
"""

from __future__ import annotations

from yiheng.exact.errors import ExactError

LIMIT_FEN = 10**18
"""Largest amount: 10¹⁶ 元."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = (("仟", 1000), ("佰", 100), ("拾", 10), ("", 1))


def capital_amount(amount_fen: int) -> str:
    """Write an amount as ``壹拾元零伍分``; a negative one begins with 负, nothing is 零元整.

    Raises ExactError("amount_too_large").
    """
    if abs(amount_fen) > LIMIT_FEN:
        raise ExactError("amount_too_large", found=amount_fen)
    if amount_fen == 0:
        return "零元整"
    yuan, part = divmod(abs(amount_fen), 100)
    jiao, fen = divmod(part, 10)
    text = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif fen and yuan:
        text += "零"
    text += f"{_DIGITS[fen]}分" if fen else "整"
    return f"负{text}" if amount_fen < 0 else text


def _whole(number: int) -> str:
    """A positive whole number; 万 and 亿 nest, so 10¹² is 壹万亿 and 10¹⁶ 壹亿亿."""
    for name, unit in (("亿", 10**8), ("万", 10**4)):
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return f"{_whole(high)}{name}{gap}{_whole(low) if low else ''}"
    return _below_ten_thousand(number)


def _below_ten_thousand(number: int) -> str:
    text = ""
    skipped = False
    for name, unit in _PLACES:
        digit = number // unit % 10
        if digit:
            text += ("零" if skipped and text else "") + _DIGITS[digit] + name
        skipped = not digit
    return text
