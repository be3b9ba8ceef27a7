"""The self-evaluation report: a template of the subject's report type filled with the view of its evaluation."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from yiheng.metrics.catalogue import INSURANCE_NAMES
from yiheng.performance.evaluation import Evaluation
from yiheng.performance.report_making import view
from yiheng.performance.report_tables import budget_table, indicator_table
from yiheng.performance.report_view import Figures
from yiheng.policy.content import Content
from yiheng.reports.document import Document, figure_ids, loose_digits
from yiheng.reports.text_template import REPORT_TEMPLATES, render
from yiheng.standards.problem import Problem, Refused

INFERRED_BANNER = "推定评分表，非官方"
_PROJECT = re.compile(r"^p\d+/")
"""What keeps the ids of a project apart (:func:`yiheng.performance.report_making.view`)."""


def report(evaluation: Evaluation, content: Content, date_text: str = "", version: str = "") -> Document:
    """The report as a document; refused where a figure is missing or narrative carries an unbound number.

    ``date_text`` is the 成文日期, left blank to be written by hand; ``version`` the stamp of software and policy.
    """
    subject = evaluation.subject
    entry = content.get(REPORT_TEMPLATES, report_type(evaluation), subject.region)
    figures = Figures(evaluation.facts)
    words = context(evaluation, date_text, version)
    draft = render(entry.value, _telling(words, frozenset()), figures, source=entry)
    shown = frozenset(_PROJECT.sub("", name) for name in figure_ids(draft)) | _scored(evaluation)
    document = render(entry.value, _telling(words, shown), figures, source=entry)
    loose = loose_digits(document)
    if loose:
        raise Refused(
            Problem(
                "narrative_digits",
                file=subject.subject,
                field="narrative",
                found="、".join(list(dict.fromkeys(loose))[:5]),
            )
        )
    return document


def _scored(evaluation: Evaluation) -> frozenset[str]:
    """The ids of the figures that indicators were scored on, which a report shows under the indicator's id."""
    results = [result for part in (evaluation, *evaluation.projects) for result in part.results]
    return frozenset(one.reading.figure.id for one in results if one.reading.figure is not None)


def _telling(words: dict[str, Any], shown: frozenset[str]) -> dict[str, Any]:
    """The words with those contradictions only that concern a figure which the report shows."""
    whole = words["evaluation"]
    told = tuple(one for one in whole.discrepancies if one.claim_id in shown)
    return words | {"evaluation": replace(whole, discrepancies=told)}


def report_type(evaluation: Evaluation) -> str:
    """The subject's own type of report; under a profile that is not its own, the type of that profile."""
    own = evaluation.profile.profile == evaluation.subject.profile
    return (
        evaluation.subject.report_type if own else evaluation.profile.report or evaluation.subject.report_type
    )


def _unit_note(evaluation: Evaluation) -> str:
    """The unit of amounts at the head of a page; in a text each amount names its own, which may be another."""
    unit = evaluation.subject.money_unit
    every = [figure for part in (evaluation, *evaluation.projects) for figure in part.facts.figures]
    others = any(figure.measure.family == "money" and figure.unit != unit for figure in every)
    return f"单位：{unit}{'（另注单位的除外）' if others else ''}"


def context(evaluation: Evaluation, date_text: str, version: str) -> dict[str, Any]:
    """The words a template may use."""
    subject = evaluation.subject
    shown = view(evaluation)
    banner = INFERRED_BANNER if evaluation.inferred else ""
    stamp = " · ".join(
        filter(None, [subject.data_status, f"{subject.period}年度", _unit_note(evaluation), version])
    )
    return {
        "title": subject.title,
        "organisation": subject.organisation,
        "addressee": subject.addressee,
        "region": subject.region,
        "year": subject.period,
        "insurance": INSURANCE_NAMES[subject.insurance],
        "money_unit": subject.money_unit,
        "data_status": subject.data_status,
        "date_text": date_text,
        "banner": banner,
        "header_note": stamp,
        "narrative": subject.narrative,
        "evaluation": shown,
        "indicator_table": indicator_table(shown),
        "budget_table": budget_table(shown),
        "project_tables": tuple((project, indicator_table(project)) for project in shown.projects),
    }
