"""A person's record made comparable: the name and certificate number without what people write differently."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from yiheng.exact.id_number import check_id

_DOTS = re.compile(r"[·•・．.﹒∙\s\-]+")

COMPARED = pa.schema(
    [
        ("record_no", pa.string()),
        ("name", pa.string()),
        ("birth_dayno", pa.int32()),
        ("sex", pa.string()),
        ("area", pa.string()),
        ("id_text", pa.string()),
        ("id_whole", pa.string()),
        ("id_valid", pa.bool_()),
        ("contact", pa.string()),
    ]
)
"""The columns that records are compared by. ``id_text`` as normalised, ``id_whole`` its 18 digits where it has 15."""


@dataclass(frozen=True)
class PersonRecord:
    """One record of a list: ``number`` is the person's number or the row's own; empty text where nothing is known.

    ``contact``: a telephone, household or address, whichever the list has.
    """

    number: str
    name: str = ""
    certificate: str = ""
    birth: date | None = None
    sex: str = ""
    area: str = ""
    contact: str = ""


def comparable_name(text: str) -> str:
    """A name without spaces, dots and widths: 买买提·艾力 and 买买提 艾力 are one."""
    return _DOTS.sub("", unicodedata.normalize("NFKC", text)).upper()


def comparable(records: Iterator[PersonRecord], as_of: date) -> pa.Table:
    """Records as a table of :data:`COMPARED`; birth and sex are taken from a valid number where the list has none."""
    rows = []
    for one in records:
        checked = check_id(one.certificate, as_of) if one.certificate else None
        birth = one.birth or (checked.birth if checked and checked.valid else None)
        upgraded = checked is not None and checked.upgraded
        rows.append(
            {
                "record_no": one.number,
                "name": comparable_name(one.name) or None,
                "birth_dayno": None if birth is None else birth.toordinal() - date(1970, 1, 1).toordinal(),
                "sex": one.sex or (checked.sex if checked and checked.valid else None),
                "area": one.area or None,
                "id_text": ("" if upgraded else checked.normalised) if checked else None,
                "id_whole": checked.normalised if checked else None,
                "id_valid": checked.valid if checked else None,
                "contact": one.contact.strip() or None,
            }
        )
    return pa.Table.from_pylist(rows, schema=COMPARED)
