"""What people decided or certified, from a city's tables: goals, evidence and awards, as a subject has them.

Rows of ``goal`` become targets as approved, rows of ``evidence`` the evidence of indicators, rows of ``award`` that of
bonus indicators which no evidence row speaks of. Whether evidence carries its award is decided as for typed facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlglot import exp

from yiheng.engine.database import Database
from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.metrics.catalogue import Metric, metric_names
from yiheng.metrics.figure import Figure, Place, Scope, Selector
from yiheng.metrics.scalar import Value, bound
from yiheng.metrics.tables import readables
from yiheng.metrics.year import CityYear, scope_values
from yiheng.performance.scheme import Indicator
from yiheng.performance.subject import Evidence, EvidenceItem, Goal
from yiheng.policy.content import Content, nearest
from yiheng.standards.measure import comparable, measures
from yiheng.standards.problem import refuse

QUALITATIVE = "qualitative"
WHOLE = "-"
"""The item of a row that speaks of the whole: an item is part of the key, and no part of a key is blank."""
_COUNTS_FINDINGS = frozenset(["DEDUCT_PER_FINDING", "PENALTY"])
_JUDGED_IN_WORDS = frozenset(["QUAL3", "QUAL5"])

Row = Mapping[str, Any]


def table_rows(database: Database, table: str, where: str, values: Mapping[str, Value]) -> list[Row]:
    """The rows of a table under a condition, in the order of its key."""
    declared = readables()[table]
    query = exp.select(*(exp.column(name) for name in declared.columns)).from_(table)
    query = query.where(bound(where, values))
    query = query.order_by(*(exp.Ordered(this=exp.column(name), nulls_first=False) for name in declared.key))
    rows: list[dict[str, Any]] = database.table(query.sql(dialect=database.dialect)).to_pylist()
    return [row | {"item": ""} if row.get("item") == WHOLE else row for row in rows]


def place_of_row(table: str, *key: object) -> str:
    """Where a row is: the table's name and its key."""
    words = "/".join(str(part) for part in key if part != "")
    return f"表 {table}（{words}）"


def goal_rows(database: Database, year: CityYear, insurance: str = "") -> list[Row]:
    """The goals of an insurance and of all together; without one, all goals of the year."""
    values: dict[str, Value] = {"year": year.year, "insurance": insurance}
    condition = "year = :year and insurance in (:insurance, 'all')" if insurance else "year = :year"
    return table_rows(database, "goal", condition, values)


def targets(rows: Sequence[Row], year: CityYear, metrics: Mapping[str, Metric]) -> tuple[Figure, ...]:
    """Goals with a number as target figures; one whose number cannot be read stands as lost, in its own words.

    Refuses an unknown metric, and a unit of another kind.
    """
    return tuple(_target(row, year, metrics) for row in rows if row["goal_operator"] != QUALITATIVE)


def _target(row: Row, year: CityYear, metrics: Mapping[str, Metric]) -> Figure:
    metric = _metric(row, metrics)
    unit = row["goal_unit"] or metric.unit
    place = Place(
        place_of_row("goal", row["insurance"], row["year"], row["metric"], row["account"], row["item"])
    )
    if unit not in measures() or not comparable(measures()[unit], measures()[metric.unit]):
        raise refuse("unit_unfit", file=place.file, field="goal_unit", found=unit, expected=metric.unit)
    lost = ""
    try:
        printed = Printed.parse(row["goal_text"])
    except ExactError:
        printed, lost = Printed.parse("0"), row["goal_text"]
    return Figure(
        metric=metric.code,
        name=metric.name,
        role="target",
        scope=Scope(row["insurance"], row["account"], row["item"], year.period),
        printed=printed,
        unit=unit,
        measure=measures()[unit],
        operator="" if row["goal_operator"] == "=" else row["goal_operator"],
        status=year.data_status,
        place=place,
        lost=lost,
    )


def _metric(row: Row, metrics: Mapping[str, Metric]) -> Metric:
    if row["metric"] not in metrics:
        raise refuse(
            "metric_unknown",
            file=place_of_row("goal", row["insurance"], row["year"], row["metric"]),
            field="metric",
            found=row["metric"],
            expected=nearest(row["metric"], metric_names(metrics)),
        )
    return metrics[row["metric"]]


def goals(
    rows: Sequence[Row], insurance: str, metrics: Mapping[str, Metric], scheme: Sequence[Indicator]
) -> tuple[Goal, ...]:
    """The goals as the goal form lists them, each under the levels of the indicator that reads its metric."""
    found = []
    for number, row in enumerate(rows, 1):
        metric = _metric(row, metrics)
        qualitative = row["goal_operator"] == QUALITATIVE
        levels = _levels(row, insurance, scheme)
        found.append(
            Goal(
                code=f"G{number}",
                level1=levels[0],
                level2=levels[1],
                name=metric.name,
                metric="" if qualitative else metric.code,
                account=row["account"],
                insurance="" if row["insurance"] == insurance else row["insurance"],
                item=row["item"],
                nature="定性" if qualitative else row["goal_operator"],
                target_text=row["goal_text"] if qualitative else "",
                data_source=row["document_no"] or "",
            )
        )
    return tuple(found)


def _levels(row: Row, insurance: str, scheme: Sequence[Indicator]) -> tuple[str, str]:
    own = Scope(insurance, "all", "", "")
    wanted = Selector(row["metric"], "actual", row["insurance"], row["account"], row["item"], "")
    for indicator in scheme:
        if indicator.actual is not None and indicator.actual.selector.within(own) == wanted:
            levels = indicator.levels
            return levels[0], levels[1] if len(levels) > 2 else ""
    return "", ""


def evidence(
    database: Database,
    content: Content,
    year: CityYear,
    insurance: str,
    profile: str,
    scheme: Sequence[Indicator],
) -> dict[str, Evidence]:
    """The evidence of the indicators; refuses a row for an indicator or an item that the profile does not have."""
    values = dict(scope_values(content, year, Selector("", "", insurance, "all", "", year.period)))
    values["profile"] = profile
    condition = "year = :year and insurance = :insurance and profile = :profile"
    by_indicator: dict[str, list[Row]] = {}
    for row in table_rows(database, "evidence", condition, values):
        by_indicator.setdefault(row["indicator"], []).append(row)
    known = {indicator.code: indicator for indicator in scheme}
    found = {}
    for code, rows in by_indicator.items():
        if code not in known:
            place = place_of_row("evidence", insurance, year.year, profile, code)
            raise refuse(
                "indicator_unknown",
                file=place,
                field="indicator",
                found=code,
                expected=nearest(code, list(known)),
            )
        found[code] = _evidence(known[code], rows)
    for indicator in scheme:
        if indicator.primitive == "BONUS" and indicator.code not in found:
            awards = _awards(database, values)
            if awards is not None:
                found[indicator.code] = awards
    return found


def _evidence(indicator: Indicator, rows: Sequence[Row]) -> Evidence:
    """One indicator's rows: the one without an item speaks of the whole, the others of its items."""
    whole = next((row for row in rows if row["item"] == ""), None)
    items = {row["item"]: _item(row) for row in rows if row["item"] != ""}
    _refuse_unknown_item(indicator, items, rows)
    fields: dict[str, Any] = {"items": items}
    if whole is not None:
        fields |= _item(whole).model_dump()
    if indicator.primitive in _COUNTS_FINDINGS:
        fields["findings"] = _findings(whole, items)
    elif indicator.primitive in _JUDGED_IN_WORDS and whole is not None:
        fields["attained"] = "达成" if whole["met_flag"] else "未达成"
    return Evidence(**fields)


def _item(row: Row) -> EvidenceItem:
    on = row["evidence_dayno"]
    return EvidenceItem(
        met=row["met_flag"],
        count=row["evidence_count"] or 0,
        date="" if on is None else str(date(1970, 1, 1) + timedelta(days=on)),
        document=row["document"] or "",
        text=row["text"],
    )


def _findings(whole: Row | None, items: Mapping[str, EvidenceItem]) -> int:
    """How many kinds of problem were found: as the whole says, else the items that were not met."""
    if whole is not None and (whole["evidence_count"] is not None or not items):
        counted = whole["evidence_count"]
        return int(counted) if counted is not None else int(not whole["met_flag"])
    return sum(1 for item in items.values() if not item.met)


def _refuse_unknown_item(
    indicator: Indicator, items: Mapping[str, EvidenceItem], rows: Sequence[Row]
) -> None:
    if indicator.primitive != "CHECKLIST":
        return
    known = [item["id"] for item in indicator.parameters["items"]]
    for item in items:
        if item not in known:
            place = place_of_row("evidence", rows[0]["insurance"], rows[0]["year"], indicator.code, item)
            raise refuse("item_unknown", file=place, field="item", found=item, expected="、".join(known))


def _awards(database: Database, values: Mapping[str, Value]) -> Evidence | None:
    condition = "year = :year and insurance in (:insurance, 'all') and award_level in (:bonus_awards)"
    rows = table_rows(database, "award", condition, values)
    if not rows:
        return None
    titles = "；".join(f"{row['title']}（{row['issuer']}{row['document_no'] or ''}）" for row in rows)
    return Evidence(met=True, count=len(rows), document=titles, text=titles)
