"""The review of one text: clean → reports → tables → facts → relations → findings. A pure function of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from yiheng.review.finding import Relation, Review, Unchecked, ends_of, findings_of
from yiheng.review.learnt.trust import judged
from yiheng.review.opening.source import Source
from yiheng.review.reading.clean import cleaned
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact, facts_of
from yiheng.review.reading.layout import Report, reports_of
from yiheng.review.reading.table import tables_of
from yiheng.review.rules.allotted import allotted_relations
from yiheng.review.rules.balance import balance_relations
from yiheng.review.rules.claim import claim_relations
from yiheng.review.rules.count import count_relations
from yiheng.review.rules.cross import cross_relations
from yiheng.review.rules.dated import dated_relations
from yiheng.review.rules.dated_period import dated_period_relations
from yiheng.review.rules.dated_report import dated_report_relations
from yiheng.review.rules.difference import difference_relations
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.rules.due import due_relations
from yiheng.review.rules.extreme import extreme_relations
from yiheng.review.rules.grade import grade_relations
from yiheng.review.rules.growth import growth_relations
from yiheng.review.rules.identity import identity_relations
from yiheng.review.rules.inverse import inverse_relations
from yiheng.review.rules.ledger import ledger_relations
from yiheng.review.rules.list import list_relations
from yiheng.review.rules.list_closing import closing_relations
from yiheng.review.rules.listed import listed_relations
from yiheng.review.rules.meet import meet_relations
from yiheng.review.rules.months import months_relations
from yiheng.review.rules.named_base import named_base_relations
from yiheng.review.rules.number import number_relations
from yiheng.review.rules.order import order_relations
from yiheng.review.rules.other_way import other_way
from yiheng.review.rules.outlier import outlier_relations
from yiheng.review.rules.pace import pace_relations
from yiheng.review.rules.per_head import per_head_relations
from yiheng.review.rules.period import period_relations
from yiheng.review.rules.points_book import book_relations
from yiheng.review.rules.promise import promise_relations
from yiheng.review.rules.rate import rate_relations
from yiheng.review.rules.ratio import ratio_relations
from yiheng.review.rules.same import same_relations
from yiheng.review.rules.score import score_relations
from yiheng.review.rules.score_close import close_relations
from yiheng.review.rules.score_list import listed_point_relations
from yiheng.review.rules.score_lost import lost_relations
from yiheng.review.rules.score_part import part_relations
from yiheng.review.rules.score_projects import project_relations
from yiheng.review.rules.score_sections import section_relations
from yiheng.review.rules.score_sheet import sheet_relations
from yiheng.review.rules.share import share_relations
from yiheng.review.rules.shared_out import shared_out_relations
from yiheng.review.rules.side import side_relations
from yiheng.review.rules.table import table_relations
from yiheng.review.rules.table_after import after_table_relations
from yiheng.review.rules.table_law import law_relations
from yiheng.review.rules.tally import tally_relations
from yiheng.review.rules.text import text_relations
from yiheng.review.rules.that_is import that_is_relations
from yiheng.review.rules.unit import unit_relations
from yiheng.review.rules.written import written_relations
from yiheng.review.rules.year import year_relations
from yiheng.review.told.again import again_relations
from yiheng.review.told.again_slip import slipped_again_relations
from yiheng.review.told.award import award_relations
from yiheng.review.told.enumerated import enumerated_relations
from yiheng.review.told.gap import gap_relations
from yiheng.review.told.list_far import far_list_relations
from yiheng.review.told.parted import parted_relations
from yiheng.review.told.parts import part_relations as whole_relations
from yiheng.review.told.payable import payable_relations
from yiheng.review.told.payable_named import named_payable_relations
from yiheng.review.told.promoted import promoted
from yiheng.review.told.rule import told_relations
from yiheng.review.told.timeline import timeline_relations
from yiheng.review.told.twins import twin_relations

_RULES: tuple[Callable[[Context], Iterator[Relation]], ...] = (
    list_relations,
    allotted_relations,
    shared_out_relations,
    closing_relations,
    ratio_relations,
    named_base_relations,
    share_relations,
    rate_relations,
    that_is_relations,
    growth_relations,
    difference_relations,
    balance_relations,
    identity_relations,
    months_relations,
    inverse_relations,
    per_head_relations,
    same_relations,
    meet_relations,
    order_relations,
    score_relations,
    part_relations,
    grade_relations,
    table_relations,
    after_table_relations,
    text_relations,
    claim_relations,
    period_relations,
    year_relations,
    unit_relations,
    outlier_relations,
    count_relations,
    listed_relations,
    number_relations,
    written_relations,
    close_relations,
    section_relations,
    project_relations,
    lost_relations,
)
_WORD_RULES = (
    pace_relations,
    promise_relations,
    side_relations,
    extreme_relations,
    dated_relations,
    dated_period_relations,
    dated_report_relations,
    due_relations,
    tally_relations,
)


def _told_again(context: Context, found: list[Relation]) -> list[Relation]:
    """What is told again elsewhere, and questions that such tellings settle."""
    return list(promoted(context, again_relations(context, found)))


_Added = Callable[[Context, list[Relation]], Iterable[Relation]]
_OF_WORDS = frozenset(rule.__name__ for rule in _WORD_RULES)
"""Readers of words, which are silent where numbers alone say what is wrong."""
_WIDENED: tuple[Callable[[Context, list[Relation]], list[Relation]], ...] = (
    told_relations,
    whole_relations,
    gap_relations,
    _told_again,
    payable_relations,
)
"""What adds to all relations found before it and mends them."""
_ADDED_TO_AMOUNTS: tuple[_Added, ...] = (
    award_relations,
    law_relations,
)
_ADDED_TO_WORDS: tuple[_Added, ...] = (
    sheet_relations,
    listed_point_relations,
    timeline_relations,
    book_relations,
    named_payable_relations,
    parted_relations,
    slipped_again_relations,
    twin_relations,
    enumerated_relations,
)
"""What adds to the relations found before it, and passes over the numbers that they have told."""

_NOTHING = "全文没有可以核对的数字（没有单位的数、没有表头的表不能核对）"


def review_text(text: str, name: str = "", attachments: Sequence[str] = ()) -> Review:
    """Review the reports of one text; ``attachments`` are the names of files that came with it."""
    return review_source(Source(name, text), attachments)


def review_source(source: Source, attachments: Sequence[str] = ()) -> Review:
    """Review a file as read, with the pages or cells of its text."""
    if not source.text.strip():
        return Review(source.name, source.text, note=source.note or "文件没有文字")
    contexts = contexts_of(source, tuple(attachments))
    within = judged([(context, read_relations(context)) for context in contexts], _OF_WORDS)
    relations = _distinct((*within, *cross_relations(contexts)))
    facts = [fact for context in contexts for fact in context.facts]
    empty = "" if facts or any(context.tables for context in contexts) else _NOTHING
    return Review(
        source.name,
        source.text,
        tuple(_report_row(context) for context in contexts),
        tuple(_fact_row(fact, source) for fact in facts),
        relations,
        findings_of(relations),
        tuple(_unchecked(contexts, relations)),
        "；".join(filter(None, (source.note, empty))),
    )


def contexts_of(source: Source, attachments: tuple[str, ...] = ()) -> list[Context]:
    """The reports of a file, each read by itself."""
    text = cleaned(source.text)
    return [context_of(source, text, report, attachments) for report in reports_of(text)]


def context_of(source: Source, text: str, report: Report, attachments: tuple[str, ...]) -> Context:
    """One report of a text, read: its tables, and its numbers outside them."""
    tables = tables_of(text, report.lines)
    facts = facts_of(text, report, [(table.start, table.end) for table in tables])
    return Context(source, text, report, facts, tables, text, attachments)


def read_relations(context: Context) -> list[Relation]:
    """What all readers find: each by its own words, places or numbers; those that add pass over what is told before them."""
    found = [disclosed(context, one) for rule in _RULES for one in _read_by(rule, rule(context))]
    for widen in _WIDENED:
        found = _read_by(widen, widen(context, found))
    for add in _ADDED_TO_AMOUNTS:
        found = [*found, *_read_by(add, add(context, found))]
    for widen in (far_list_relations, ledger_relations):
        found = _read_by(widen, widen(context, found))
    found = [*found, *_words_told(context)]
    for add in _ADDED_TO_WORDS:
        found = [*found, *_read_by(add, add(context, found))]
    return [other_way(context, one) for one in found]


def _read_by(reader: Callable[..., Iterable[Relation]], relations: Iterable[Relation]) -> list[Relation]:
    """Relations with the name of their reader, where they have none yet."""
    return [one if one.reader else replace(one, reader=reader.__name__) for one in relations]


def _words_told(context: Context) -> Iterator[Relation]:
    """What the rules on words tell, the first of each number or date."""
    accused: set[int] = set()
    for rule in _WORD_RULES:
        for one in _read_by(rule, rule(context)):
            if not one.ends & accused:
                accused |= one.ends
                yield disclosed(context, one)


def _distinct(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """Each relation once: two rules may read the same sum or ratio, and the first to read it keeps it."""
    seen: dict[tuple[object, ...], Relation] = {}
    for one in relations:
        spans = frozenset((quote.start, quote.end) for quote in one.quotes)
        seen.setdefault((one.rule, one.verdict, spans), one)
    return tuple(seen.values())


def _unchecked(contexts: list[Context], relations: tuple[Relation, ...]) -> Iterator[Unchecked]:
    """What the rules noted, then every number that no relation has used."""
    used = ends_of(relations)
    seen: set[tuple[int, str]] = set()
    for context in contexts:
        for one in context.unchecked:
            used.add(one.quote.end)
            if (one.quote.start, one.reason) not in seen:
                seen.add((one.quote.start, one.reason))
                yield one
        for fact in context.facts:
            if fact.end not in used:
                alone = "不是单一确数" if not fact.quantity.measured else "文中没有与它相互核对的数字"
                yield Unchecked(context.quote_facts(fact)[0], alone)


def _report_row(context: Context) -> dict[str, object]:
    report = context.report
    return {
        "title": report.title,
        "year": report.year,
        "insurance": report.insurance,
        "start": report.start,
        "end": report.end,
    }


def _fact_row(fact: Fact, source: Source) -> dict[str, object]:
    quantity = fact.quantity
    return {
        "text": source.text[fact.start : fact.end], "start": fact.start, "end": fact.end, "label": fact.label,
        "metric": fact.metric, "item": fact.item, "role": fact.role, "insurance": fact.insurance,
        "account": fact.account, "year": fact.year, "unit": quantity.unit, "operator": quantity.operator,
        "value": str(quantity.value), "report": fact.report,
    }  # fmt: skip
