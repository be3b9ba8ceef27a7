"""A case from a row of a case file, or written as JSON: the same names everywhere (``batch.CASE_COLUMNS``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from yiheng.grouping.case import Case, split_codes
from yiheng.policy.content import nearest
from yiheng.standards.problem import refuse

WHOLE_KEYS = ("age", "age_day", "weight", "los", "icu_hours")
TEXT_KEYS = ("case_id", "sex", "dept", "leave")
CODE_KEYS = ("dx", "sx")
CASE_KEYS = (*TEXT_KEYS, *WHOLE_KEYS, *CODE_KEYS)


def case_of_row(row: Mapping[str, Any]) -> Case:
    """The case of a row with the columns of a case file; a column that is not there is unknown."""
    sex = row.get("sex")
    return Case(
        case_id=str(row.get("case_id", "")),
        sex=None if sex is None else str(sex),
        age_years=row.get("age"),
        age_days=row.get("age_day"),
        weight_g=row.get("weight"),
        los_days=row.get("los"),
        icu_hours=row.get("icu_hours"),
        dept=str(row.get("dept") or ""),
        leave=str(row.get("leave") or ""),
        dx=split_codes(row.get("dx")),
        px=split_codes(row.get("sx")),
    )


def case_of_json(text: str, file: str) -> Case:
    """The case of a JSON object; codes stand in a list or in one text joined by ``|``. Refuses what is no case."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise refuse("case_json_broken", file=file, line=error.lineno, found=error.msg) from None
    except RecursionError:
        raise refuse("case_json_broken", file=file, found="[[[…") from None
    if not isinstance(data, dict):
        raise refuse("case_json_broken", file=file, found=text.strip()[:20])
    for key in data:
        if key not in CASE_KEYS:
            raise refuse("case_json_key", file=file, found=str(key), expected=nearest(str(key), CASE_KEYS))
    return case_of_row({key: _value(key, value, file) for key, value in data.items()})


def _value(key: str, value: Any, file: str) -> Any:
    if value is None:
        return None
    if key in WHOLE_KEYS:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise refuse("case_json_value", file=file, field=key, found=json.dumps(value), expected="整数")
    if key in CODE_KEYS and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "|".join(value)
    if isinstance(value, str) or (key in TEXT_KEYS and isinstance(value, int)):
        return str(value)
    expected = "文本或列表" if key in CODE_KEYS else "文本"
    raise refuse("case_json_value", file=file, field=key, found=json.dumps(value), expected=expected)
