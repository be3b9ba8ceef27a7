"""Tables that offices write themselves: population, surveys, awards, scores, evidence, goals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa

from yiheng.exact.printed import Printed
from yiheng.exact.rounding import round_half_up
from yiheng.synthetic.calibration import shares_of, split
from yiheng.synthetic.frame import Frame, Part
from yiheng.synthetic.rows import ALL, day_number, dayno, table_of, table_of_rows


def evidence_tables(frame: Frame) -> Iterator[Part]:
    """All of them, for the years asked for."""
    for table, rows in (
        ("population", _population(frame)),
        ("award", _awards(frame)),
        ("assessment_score", _scores(frame)),
        ("evidence", _evidence(frame)),
        ("goal", _goals(frame)),
    ):
        if rows:
            yield Part(table, ALL, table_of_rows(table, rows))
    surveys = list(_surveys(frame))
    if surveys:
        yield Part("survey", ALL, pa.concat_tables(surveys))


def _day(text: str) -> int | None:
    """A day number; a year or a month stands for its last day, and nothing for none."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return day_number(date(*parts))
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    following = date(year + month // 12, month % 12 + 1, 1)
    return day_number(following) - 1


def _population(frame: Frame) -> list[dict[str, object]]:
    codes = [district.code for district in frame.districts]
    rows: list[dict[str, object]] = []
    for one in frame.profile.population:
        weights = shares_of(frame.profile.district_weights[one.districts], codes)
        for year in frame.years:
            whole = frame.figure(one.series, year)
            named = zip([frame.profile.city_code, *codes], [whole, *split(whole, weights)], strict=True)
            rows += [
                {
                    "admdvs": code,
                    "year": year,
                    "population_caliber": one.caliber,
                    "persons": persons,
                    "document_no": one.document,
                }
                for code, persons in named
                if persons
            ]
    return rows


def _awards(frame: Frame) -> list[dict[str, object]]:
    chosen = [award for award in frame.profile.awards if award.year in frame.years]
    return [
        {
            "award_no": f"BZ{award.year}{number:04d}",
            "insurance": award.insurance,
            "year": award.year,
            "award_level": award.level,
            "title": award.title,
            "issuer": award.issuer,
            "document_no": award.document or None,
        }
        for number, award in enumerate(chosen, start=1)
    ]


def _scores(frame: Frame) -> list[dict[str, object]]:
    return [
        {
            "assessment": row.assessment,
            "year": row.year,
            "object_code": row.object_code,
            "item": row.item,
            "full_e2": _hundredths(row.full),
            "score_e2": _hundredths(row.score),
            "ranking": row.ranking,
            "document_no": row.document or None,
        }
        for row in frame.profile.scores
        if row.year in frame.years
    ]


def _hundredths(text: str) -> int:
    return round_half_up(Printed.parse(text).value, 2)


def _evidence(frame: Frame) -> list[dict[str, object]]:
    return [
        {
            "insurance": row.insurance,
            "year": row.year,
            "profile": row.profile,
            "indicator": row.indicator,
            "item": row.item,
            "met_flag": row.met,
            "evidence_count": row.count,
            "evidence_dayno": _day(row.day),
            "document": row.document or None,
            "text": row.text,
        }
        for row in frame.profile.evidence
        if row.year in frame.years
    ]


def _goals(frame: Frame) -> list[dict[str, object]]:
    return [
        {
            "insurance": row.insurance,
            "year": row.year,
            "metric": row.metric,
            "account": row.account,
            "item": row.item,
            "goal_operator": row.operator,
            "goal_text": row.text,
            "goal_unit": row.unit,
            "approved_dayno": _day(row.approved),
            "document_no": row.document or None,
        }
        for row in frame.profile.goals
        if row.year in frame.years
    ]


def _surveys(frame: Frame) -> Iterator[pa.Table]:
    """Answers in a drawn order: so many yes of so many asked, spread over districts and the last weeks of a year."""
    codes = np.array([district.code for district in frame.districts if district.code in _living(frame)])
    for rule in frame.profile.surveys:
        if rule.year not in frame.years:
            continue
        draw = frame.stream("survey", rule.insurance, rule.year, rule.question)
        positive = np.arange(rule.asked) < rule.positive
        draw.shuffle(positive)
        yield table_of(
            "survey",
            {
                "survey_no": [f"DC{rule.year}-{rule.insurance}"] * rule.asked,
                "response_no": np.arange(1, rule.asked + 1),
                "question_code": [rule.question] * rule.asked,
                "insurance": [rule.insurance] * rule.asked,
                "year": np.full(rule.asked, rule.year),
                "answered_dayno": dayno(rule.year, 11, 1) + draw.integers(0, 45, rule.asked),
                "admdvs": codes[draw.integers(0, len(codes), rule.asked)],
                "positive_flag": positive,
            },
        )


def _living(frame: Frame) -> set[str]:
    """Districts where residents are insured."""
    weights = frame.profile.district_weights[frame.profile.people.groups["resident"].districts]
    return {code for code, weight in weights.items() if weight}
