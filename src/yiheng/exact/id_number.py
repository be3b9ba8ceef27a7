"""Citizen id numbers (公民身份号码, GB 11643—1999): normalise, upgrade from 15 digits, check, mask.

From python-stdnum come the check digit (``stdnum.cn.ric.calc_check_digit``) and the area table with
historical codes (``cn/loc``, after GB/T 2260). Its ``ric.validate`` is not used: it takes an area code to be
wrong when the county did not bear it in the year of birth, which refuses everyone born before a district was
founded (numbers were first given out from 1984), it stops with KeyError where only the province is known,
and it reports one fault at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from stdnum import numdb
from stdnum.cn import ric

MALE, FEMALE = "1", "2"
"""Sex codes of GB/T 2261.1, as the national interface has them."""

WARNINGS = frozenset({"id_age_over_120", "id_area_unknown"})
"""Codes that leave a number valid: they ask for a look, since tables lag and people grow old."""

_AGE_LIMIT_YEARS = 120
# Residence permits of Taiwan residents (国办发〔2018〕81号); Hong Kong and Macao have rows in the area table.
_PERMIT_AREAS = frozenset({"830000"})
# In 15-digit numbers these sequences were kept for people of a hundred and more, born in the 1800s.
_CENTENARIAN_SEQUENCES = frozenset({"996", "997", "998", "999"})
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class IdCheck:
    """What is known of an id number.

    ``normalised`` has 18 characters where the text had 15 or 18. ``codes``: every fault and warning, in the
    order of the digits; ``valid`` means no fault. ``sex`` is ``MALE`` or ``FEMALE``; ``birth`` and ``sex``
    are None where they cannot be read.
    """

    normalised: str
    valid: bool
    codes: tuple[str, ...]
    birth: date | None
    sex: str | None
    upgraded: bool


def check_id(text: str, as_of: date) -> IdCheck:
    """Check an id number as of a day (age limit, birth not in the future); 05 §3.5.

    Faults: ``id_length``, ``id_format``, ``id_birth_date``, ``id_birth_future``, ``id_check_digit``.
    Warnings: ``id_area_unknown``, ``id_age_over_120``.
    """
    number = _normalise(text)
    upgraded = re.fullmatch(r"[0-9]{15}", number) is not None
    if upgraded:
        number = _upgrade(number)
    if len(number) != 18:
        return IdCheck(number, False, ("id_length",), None, None, False)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return IdCheck(number, False, ("id_format",), None, None, False)
    birth = _birth(number)
    codes = tuple(
        code
        for code, found in (
            ("id_area_unknown", not _area_known(number[:6])),
            ("id_birth_date", birth is None),
            ("id_birth_future", birth is not None and birth > as_of),
            ("id_age_over_120", birth is not None and _age(birth, as_of) > _AGE_LIMIT_YEARS),
            ("id_check_digit", ric.calc_check_digit(number) != number[-1]),
        )
        if found
    )
    sex = MALE if int(number[16]) % 2 else FEMALE
    return IdCheck(number, WARNINGS.issuperset(codes), codes, birth, sex, upgraded)


def mask_id(text: str) -> str:
    """Hide birth and sequence for display: area and last four stay, of 15 digits the last three.

    A text of another length is hidden whole, since it is not known what it holds.
    """
    number = _normalise(text)
    kept = {18: 4, 15: 3}.get(len(number))
    if kept is None:
        return "*" * len(number)
    return number[:6] + "*" * (len(number) - 6 - kept) + number[-kept:]


def _normalise(text: str) -> str:
    return _SPACES.sub("", text.translate(_HALF_WIDTH)).upper()


def _upgrade(number: str) -> str:
    century = "18" if number[-3:] in _CENTENARIAN_SEQUENCES else "19"
    body = number[:6] + century + number[6:]
    return body + str(ric.calc_check_digit(body + "0"))


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _age(birth: date, as_of: date) -> int:
    return as_of.year - birth.year - ((as_of.month, as_of.day) < (birth.month, birth.day))


@cache
def _area_known(area: str) -> bool:
    found = numdb.get("cn/loc").info(area)
    return area in _PERMIT_AREAS or any("county" in properties for _, properties in found)
