"""SQL that reads one cell as a contract column: a quick reading of the usual forms, and a full one of every form.

The quick reading proves itself: a text that is written again from its value and comes out the same was read exactly.
All else goes through ``cells.sql``; what that cannot read is NULL, and a NULL under a filled cell sets the row aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yiheng.engine.sql_text import literal
from yiheng.intake.recognition.alias import Form
from yiheng.intake.recognition.dictionary import CodeWords, Dictionary
from yiheng.intake.recognition.unit_in_force import MONEY_POWERS, is_money
from yiheng.standards.measure import measures
from yiheng.standards.table import Column, Table, storage_units

SCIENTIFIC = literal("cell_scientific")
DECIMALS = literal("cell_decimals")
UNIT_DIFFERS = literal("cell_unit_differs")
UNIT_UNFIT = literal("cell_unit_unfit")
FORM = literal("cell_form")
MERGED = literal("cell_merged")
UNREADABLE = literal("row_unreadable")
CODE_UNKNOWN = literal("row_code_unknown")
"""Codes of messages as SQL text."""

MERGED_WORDS = "合并单元格："
"""Stands before a number that is merged over several rows and belongs to none of them alone."""

_ID_ENDINGS = ("_id", "_no", "_sn", "_code", "_codg", "_codes", "_admdvs", "certno", "admdvs", "medcasno")
_USUAL_PLACES = {"万分之一": 4, "百万分之一元": 6}
"""Places after the point that interfaces print; others print money with two, or whole numbers."""


@dataclass(frozen=True)
class Cell:
    """How a cell is read: ``quick`` and ``full`` are SQL over the raw column, NULL where they read nothing; what both
    read they read alike. ``problem`` names what is wrong where a filled cell is not read (SQL of a code of messages),
    ``expected`` says what would have been right."""

    quick: str
    slow: str
    problem: str
    expected: str

    @property
    def full(self) -> str:
        """The quick reading, and where that reads nothing the slow one. A CASE, since the engine would work out both
        sides of a coalesce."""
        if self.quick == "NULL":
            return self.slow
        return f"CASE WHEN {self.quick} IS NOT NULL THEN {self.quick} ELSE {self.slow} END"


def is_identifier(column: Column, table: Table | None) -> bool:
    """Whether a text is an id or code, in which no digit may be lost, rather than words of people."""
    if column.type == "code":
        return True
    keyed = table is not None and (
        column.name in table.key or any(column.name in one.columns for one in table.references)
    )
    return column.type == "text" and (keyed or column.name.endswith(_ID_ENDINGS))


def adds_up(column: Column) -> bool:
    """Whether numbers of a column are parts of a sum (amounts, quantities, persons), so that none may count twice; a year
    or the number of a line is none."""
    if column.type != "integer":
        return False
    held = measures().get(column.unit)
    return is_money(column) or _is_scaled(column) or (held is not None and held.family == "count")


def places_of(column: Column, unit: str) -> int | None:
    """How many places the point of a number under this unit moves to the right; None where the unit does not fit."""
    if unit == column.unit and unit != "分" and _is_scaled(column):
        return 0
    measure = measures().get(unit or "元")
    if is_money(column):
        if measure is None or measure.unit.dimension != "money":
            return None
        return _power(int(measure.unit.scale)) + MONEY_POWERS[column.unit]
    if _is_scaled(column):
        stored = storage_units()[column.unit].places
        scale = {"": 0, "元": 0, "分": 0, "%": -2, "‰": -3, "个百分点": -2}.get(unit)
        return None if scale is None else stored + scale
    if not unit.startswith("万"):
        return 0
    return None if measure is None or measure.unit.dimension == "money" else 4


def _is_scaled(column: Column) -> bool:
    """Whether the stored number's point stands elsewhere than the everyday number's."""
    return column.unit in storage_units() and storage_units()[column.unit].places > 0


def _power(scale: int) -> int:
    return len(str(scale)) - 1


def cell(
    column: Column, table: Table | None, raw: str, form: Form, unit: str, known: Dictionary, pattern: str = ""
) -> Cell:
    """The reading of a column's cell. ``raw``: SQL of its text; ``unit``: of the numbers under its head."""
    if column.type == "code" and column.codes in known.codes:
        found = _code(raw, known.codes[column.codes], column.title)
    elif column.type in ("text", "code"):
        found = _identifier(raw, known) if is_identifier(column, table) else _words(raw, known)
    elif column.type == "integer":
        found = _duration(raw) if form == "duration" else _number(column, raw, form, unit)
    elif column.type == "day":
        found = _day(raw, form)
    elif column.type == "time":
        found = _time(raw)
    elif column.type == "month":
        found = _month(raw)
    else:
        found = _flag(raw, known)
    return _formed(found, pattern) if pattern else found


def _formed(found: Cell, pattern: str) -> Cell:
    """A reading that only holds where the value has the form that content asks for."""
    fits = f"regexp_full_match({{0}}, {literal(pattern)})"
    quick, slow = (f"CASE WHEN {fits.format(one)} THEN {one} END" for one in (found.quick, found.slow))
    problem = f"CASE WHEN {found.full} IS NULL THEN {found.problem} ELSE {FORM} END"
    return Cell(quick, slow, problem, pattern)


def is_given(raw: str, known: Dictionary) -> str:
    """SQL: whether a cell says anything; blanks and words for nothing do not."""
    return f"({raw} IS NOT NULL AND NOT {_among(f'cell_key({raw})', _nulls(known))})"


def is_unread(name: str, raw: str, known: Dictionary) -> str:
    """SQL: whether a column is null under a cell that says something. A CASE, since the engine works out both sides of
    an AND, and the cell need not be looked at where it was read."""
    return f"CASE WHEN {name} IS NULL THEN {is_given(raw, known)} ELSE false END"


def is_absent(name: str, raws: Iterable[str], known: Dictionary) -> str:
    """SQL: whether a column is null and none of its cells says anything."""
    nothing = " AND ".join(f"NOT {is_given(raw, known)}" for raw in raws) or "true"
    return f"CASE WHEN {name} IS NULL THEN {nothing} ELSE false END"


def _code(raw: str, words: CodeWords, title: str) -> Cell:
    listed = ", ".join(literal(code) for code in words.codes) or "NULL"
    quick = f"CASE WHEN {raw} IN ({listed}) THEN {raw}{_named(raw, words.names)} END"
    keys = _found(f"cell_key({raw})", words.words)
    slow = f"CASE WHEN {_among(f'cell_id({raw})', listed)} THEN cell_id({raw}) ELSE {keys} END"
    problem = f"CASE WHEN is_scientific({raw}) THEN {SCIENTIFIC} ELSE {CODE_UNKNOWN} END"
    return Cell(quick, slow, problem, title)


def _named(raw: str, names: Mapping[str, str]) -> str:
    if not names:
        return ""
    listed = ", ".join(literal(name) for name in sorted(names))
    return f" WHEN {raw} IN ({listed}) THEN {_found(raw, names)}"


def _found(text: str, words: Mapping[str, str]) -> str:
    """SQL of the code of a word; NULL for a word that is none."""
    if not words:
        return "NULL"
    pairs = sorted(words.items())
    keys, codes = ("[" + ", ".join(literal(pair[at]) for pair in pairs) + "]" for at in (0, 1))
    return f"{codes}[list_position({keys}, {text})]"


def _identifier(raw: str, known: Dictionary) -> Cell:
    nulls = _nulls(known)
    clean = (
        f"strlen({raw}) = length({raw}) AND {raw} >= '0' AND NOT contains({raw}, ' ') AND NOT contains({raw}, chr(9))"
        f" AND NOT contains({raw}, chr(10)) AND NOT contains({raw}, chr(13)) AND NOT contains({raw}, 'E+')"
        f" AND NOT contains({raw}, 'e') AND {raw}[2] <> '.' AND NOT {_among(raw, nulls)}"
    )
    return Cell(
        f"CASE WHEN {clean} THEN {raw} END",
        f"CASE WHEN NOT {_among(f'cell_key({raw})', nulls)} THEN cell_id({raw}) END",
        SCIENTIFIC,
        "完整的编号，不是科学计数",
    )


def _among(text: str, listed: str) -> str:
    """SQL: whether a text is one of those listed. IN would be made a join, which works ``text`` out for every row, also
    where a CASE before it has settled the matter."""
    return f"list_contains([{listed}], {text})"


def _nulls(known: Dictionary) -> str:
    return ", ".join(literal(word) for word in ("", *known.nulls))


def _words(raw: str, known: Dictionary) -> Cell:
    nulls = _nulls(known)
    marks = " AND ".join(
        f"NOT contains({raw}, {mark})" for mark in ("chr(9)", "chr(10)", "chr(13)", "chr(12288)")
    )
    clean = f"{raw} = trim({raw}) AND {raw} > chr(39) AND NOT starts_with({raw}, chr(39)) AND {marks}"
    return Cell(
        f"CASE WHEN {clean} AND NOT {_among(raw, nulls)} THEN {raw} END",
        f"CASE WHEN NOT {_among(f'cell_key({raw})', nulls)} THEN cell_words({raw}) END",
        UNREADABLE,
        "文字",
    )


def _number(column: Column, raw: str, form: Form, unit: str) -> Cell:
    places = places_of(column, unit)
    if places is None:
        return Cell("NULL", "CAST(NULL AS BIGINT)", UNIT_UNFIT, column.unit)
    text = f"number_words({raw})"
    suffixes = _suffixes(column, unit, form)
    if suffixes:
        endings = "|".join(suffixes)
        text = f"regexp_replace({text}, '({endings})$', '')"
    slow = f"scaled(number_text({text}), {places})"
    usual = 2 if column.unit == "分" and places == 2 else _USUAL_PLACES.get(column.unit, 0) if places else 0
    quick = _quick_number(raw, places, usual) if usual <= places <= 18 - usual else "NULL"
    if form == "age":  # an age in days is no year
        slow = f"CASE WHEN {infant_days(raw)} IS NOT NULL THEN 0 ELSE {slow} END"
    problem = (
        f"CASE WHEN starts_with({raw}, {literal(MERGED_WORDS)}) THEN {MERGED}"
        f" WHEN regexp_matches({raw}, '[0-9][eE]\\+?[0-9]') THEN {SCIENTIFIC}"
        f" WHEN number_text({text}) IS NOT NULL AND strpos(number_text({text}), '.') > 0 THEN {DECIMALS}"
        f" WHEN regexp_matches(number_words({raw}), '[0-9](元|万|亿|万元|亿元|%|‰)$') THEN {UNIT_DIFFERS}"
        f" ELSE {UNREADABLE} END"
    )
    shown = unit or (storage_units()[column.unit].everyday if _is_scaled(column) else column.unit)
    expected = f"{shown or '数'}，至多 {places} 位小数" if places else f"整数（{shown or column.unit}）"
    return Cell(quick, slow, problem, expected)


def _quick_number(raw: str, places: int, usual: int) -> str:
    """A number that, written again, is the same text, so that its digits are the number; short enough for 64 bits.

    ``usual``: places after the point; also as Excel writes it, without the zeros at the end, or as programs do: 12.0.
    """
    factor = 10 ** (places - usual)
    by = f" * {factor}" if factor > 1 else ""
    if not usual:
        same = f"CAST(TRY_CAST({raw} AS BIGINT) AS VARCHAR) = {raw}"
        return f"CASE WHEN length({raw}) <= {18 - places} AND {same} THEN CAST({raw} AS BIGINT){by} END"
    # The width leaves room for the product within 64 bits. Most money of a settlement is zero: it is known at a glance.
    number = f"TRY_CAST({raw} AS DECIMAL({18 - places}, {usual}))"
    again = f"CAST({number} AS VARCHAR)"
    value = f"CAST({number} * CAST({10**usual} AS DECIMAL({usual + 1}, 0)) AS BIGINT){by}"
    short = f"rtrim({again}, '0')"
    # Cutting zeros off costs three times what putting them on does, and is left to the few texts that need it.
    same = f"{again} = {raw} OR {again} = {raw} || '0' OR {again} = {raw} || '.{'0' * usual}'"
    return (
        f"CASE WHEN {raw} = '0' OR {raw} = '0.{'0' * usual}' THEN 0"
        f" WHEN {same} OR {short} = rtrim({raw}, '0') OR {short} = {raw} || '.' THEN {value} END"
    )


def quick_money(raw: str) -> str:
    """SQL of 分 from 元 in the usual forms; NULL for every other."""
    return _quick_number(raw, 2, 2)


def infant_days(raw: str) -> str:
    """SQL of the days of an age written as 15天 under the head of ages; NULL for an age in years."""
    return f"TRY_CAST(regexp_extract(cell_plain({raw}), '^([0-9]{{1,3}})[天日]$', 1) AS BIGINT)"


def _suffixes(column: Column, unit: str, form: Form) -> list[str]:
    """Words that may stand after a number because they say what the head says anyway."""
    if column.unit == "分":
        return [unit or "元"]
    if form == "age":
        return ["周岁", "岁"]
    if column.unit == "百万分之一" and unit in ("%", "‰"):
        return [unit]
    return [column.unit] if not _is_scaled(column) and column.unit not in ("序",) else []


def _duration(raw: str) -> Cell:
    plain = f"length({raw}) < 7 AND CAST(TRY_CAST({raw} AS UINTEGER) AS VARCHAR) = {raw}"
    return Cell(
        f"CASE WHEN {raw} = '0/0/0' THEN 0 WHEN {plain} THEN CAST({raw} AS BIGINT) END",
        f"cell_minutes({raw}) // 60",
        UNREADABLE,
        "时长，如 1/6/0（天/时/分）或整小时数",
    )


def _day(raw: str, form: Form) -> Cell:
    later = " + 1" if form == "last_day" else ""
    dashed, plain = f"replace({raw}, '/', '-')", f"{raw}[1:4] || '-' || {raw}[5:6] || '-' || {raw}[7:8]"
    branches = [
        f"WHEN strlen({raw}) = {length} AND CAST(TRY_CAST({text} AS DATE) AS VARCHAR) = {text}"
        f" THEN dayno(CAST({text} AS DATE)){later}"
        for length, text in ((10, raw), (10, dashed), (8, plain))
    ]
    moment = f"CAST(TRY_CAST({raw} AS TIMESTAMP) AS VARCHAR) = {raw}"
    branches.append(
        f"WHEN strlen({raw}) = 19 AND {moment} THEN dayno(CAST(CAST({raw} AS TIMESTAMP) AS DATE)){later}"
    )
    return Cell(
        f"CASE {' '.join(branches)} END",
        f"dayno(cell_date({raw})){later}",
        UNREADABLE,
        "日期，如 2023-05-31",
    )


def _time(raw: str) -> Cell:
    same = f"strlen({raw}) = 19 AND CAST(TRY_CAST({raw} AS TIMESTAMP) AS VARCHAR) = {raw}"
    return Cell(
        f"CASE WHEN {same} THEN CAST({raw} AS TIMESTAMP) END",
        f"cell_time({raw})",
        UNREADABLE,
        "时间，如 2023-05-31 08:30:00",
    )


def _month(raw: str) -> Cell:
    dashed = f"{raw}[1:4] || '-' || {raw}[5:6]"
    branches = [
        f"WHEN strlen({raw}) = {length} AND CAST(TRY_CAST({text} || '-01' AS DATE) AS VARCHAR) = {text} || '-01' THEN {text}"
        for length, text in ((6, dashed), (7, raw))
    ]
    return Cell(
        f"CASE {' '.join(branches)} END", f"cell_month({raw})", UNREADABLE, "月份，如 2023-05、202305"
    )


def _flag(raw: str, known: Dictionary) -> Cell:
    words: dict[str, list[str]] = {"true": [], "false": []}
    for word, meant in sorted(known.flags.items()):
        words[meant].append(literal(word))
    branches = " ".join(
        f"WHEN {_among(f'cell_key({raw})', ', '.join(said))} THEN {meant}"
        for meant, said in words.items()
        if said
    )
    quick = f"CASE WHEN {raw} = '1' OR {raw} = '是' THEN true WHEN {raw} = '0' OR {raw} = '否' THEN false END"
    return Cell(quick, f"CASE {branches} END", UNREADABLE, "是或否")
