"""R15 PERIOD on dates that a report's own year, documents and periods fix: the year it evaluates, what came into force before it was
issued, what was put right before it was found, a year settled before its end, contracts that do not reach the year, months counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import count_of
from yiheng.review.rules.dated import told_dates

_YEAR_ENDS = 12
_LEAD, _TERM = 30, 10
_ISSUED, _FORCE = ("year", "month", "day"), ("late", "on", "at")


def dated_report_relations(context: Context) -> Iterator[Relation]:
    """All rules on such dates."""
    yield from _evaluated(context)
    yield from _documents(context)
    yield from _put_right(context)
    yield from _settled(context)
    yield from _months(context)
    yield from _as_of(context)
    yield from _of_year(context)
    yield from _noticed(context)
    yield from _to_come(context)
    yield from _evaluating(context)
    yield from _in_force(context)
    yield from _year_of_term(context)


def _found(context: Context, name: str) -> Iterator[tuple[re.Match[str], tuple[int, int]]]:
    for match in word(name).finditer(context.body):
        yield match, (context.report.start + match.start(), context.report.start + match.end())


def _evaluated(context: Context) -> Iterator[Relation]:
    """通过对2022年项目的自评, 对2023年1月1日至2024年12月31日期间……开展自评, in the report of 2023; 服务期 that does not reach it."""
    year = context.report.year
    if not year:
        return
    for match, span in _found(context, "dr_evaluated"):
        if int(match["year"]) != year:
            yield told_dates(context, [span], match.group(), f"所评价的是{year}年")
    for match, span in _found(context, "dr_evaluated_span"):
        low, high = int(match["low"]), int(match["high"])
        if low == year and high != year:
            yield told_dates(context, [span], match.group(), f"{year}年1月1日至{year}年12月31日")
    for match, span in _found(context, "dr_final_account"):
        if int(match["year"]) != year:
            yield told_dates(context, [span], match.group(), f"所评价的是{year}年")
    for match, span in _found(context, "dr_contract"):
        low, high = int(match["low"]), int(match["high"] or match["low"])
        if low <= high < year:
            yield told_dates(context, [span], match.group(), f"不含{year}年")


def _documents(context: Context) -> Iterator[Relation]:
    """（〔2022〕18号）自2021年1月1日起施行; 2015年10月22日批准的（〔2018〕62号）: nothing comes before the document it is of."""
    for name in ("dr_in_force", "dr_approved"):
        for match, span in _found(context, name):
            if int(match["year"]) < int(match["number"]):
                yield told_dates(context, [span], f"{match['year']}年", f"〔{match['number']}〕")


def _put_right(context: Context) -> Iterator[Relation]:
    """2024年5月审计发现……，已于2024年4月整改到位."""
    for match, span in _found(context, "dr_put_right"):
        found = int(match["year"]), int(match["month"])
        done = int(match["late"] or match["year"]), int(match["on"])
        if done < found:
            yield told_dates(
                context, [span], match.group(), f"{done[0]}年{done[1]}月在{found[0]}年{found[1]}月之前"
            )


def _settled(context: Context) -> Iterator[Relation]:
    """2022年5月完成2023年度清算: a year is settled after its end."""
    for match, span in _found(context, "dr_settled_year"):
        done, own = (int(match["year"]), int(match["month"])), int(match["own"])
        if done < (own, _YEAR_ENDS):
            yield told_dates(context, [span], match.group(), f"{own}年度尚未结束")


def _months(context: Context) -> Iterator[Relation]:
    """3月至11月的九个月; 时点为9月30日，九个月累计数; 自2021年7月起，到2023年12月底，运行满两年半."""
    for match, span in _found(context, "dr_months_counted"):
        expected = int(match["high"]) - int(match["low"]) + 1
        if expected > 0 and count_of(match["count"]) != expected:
            yield told_dates(context, [span], match.group(), f"{expected}个月")
    for match, span in _found(context, "dr_months_so_far"):
        if count_of(match["count"]) != int(match["month"]):
            yield told_dates(context, [span], match.group(), f"{int(match['month'])}个月")
    for match, span in _found(context, "dr_years_and_half"):
        months = 12 * count_of(match["count"]) + 6
        told = 12 * (int(match["high"]) - int(match["low"])) + int(match["to"]) - int(match["from"]) + 1
        if told != months:
            yield told_dates(context, [span], match.group(), f"{told}个月")


def _as_of(context: Context) -> Iterator[Relation]:
    """现将2023年1—9月……报告如下（数据截至2024年9月30日）: of one year."""
    for match, span in _found(context, "dr_period_as_of"):
        if match["year"] != match["as_of"]:
            yield told_dates(context, [span], f"{match['year']}年", f"截至{match['as_of']}年")


def _of_year(context: Context) -> Iterator[Relation]:
    """2021年基金支出……，完成全年预算的97.5%, where the report and all else around it are of 2022."""
    year = context.report.year
    for match, span in _found(context, "dr_flow_of_year"):
        line = context.report.line_at(span[0])
        here = line.section in ("result", "other", "") and f"{year}年" not in line.text
        if year and int(match["year"]) == year - 1 and here:
            stop = match.start("year") + context.report.start, match.end("year") + context.report.start + 1
            yield told_dates(context, [stop], f"{match['year']}年", f"所评价的是{year}年")


def _noticed(context: Context) -> Iterator[Relation]:
    """关于开展2023年度……自评工作的通知》（〔2022〕11号): no year is evaluated before it begins. 2023年12月排查，除2024年11月……外."""
    for match, span in _found(context, "dr_notice"):
        if int(match["number"]) < int(match["year"]):
            yield told_dates(context, [span], f"〔{match['number']}〕", f"{match['year']}年度的自评")
    for match, span in _found(context, "dr_searched"):
        found, seen = ((int(match[a]), int(match[b])) for a, b in (("late", "on"), ("year", "month")))
        if found > seen:
            yield told_dates(
                context, [span], match.group(), f"{found[0]}年{found[1]}月在{seen[0]}年{seen[1]}月之后"
            )


def _to_come(context: Context) -> Iterator[Relation]:
    """下一步……，2022年9月底前……, in the report of 2023: the day has passed."""
    year = context.report.year
    for line in context.report.lines:
        if not year or line.section != "plan":
            continue
        for match in word("dr_due").finditer(line.text):
            if int(match["year"]) < year:
                span = line.start + match.start(), line.start + match.end()
                yield told_dates(context, [span], match.group(), f"{year}年以后")


def _evaluating(context: Context) -> Iterator[Relation]:
    """2023年3月6日至3月24日开展自评, in the report of 2023: a year is evaluated after its end."""
    year = context.report.year
    for match, span in _found(context, "dr_evaluating"):
        told = int(match["year"]), int(match["month"])
        own = context.report.line_at(span[0])
        around = own.text[: span[0] - own.start][-_LEAD:] + match["between"]
        if year and told < (year, _YEAR_ENDS) and not word("dr_evaluating_not").search(around):
            yield told_dates(context, [span], f"{told[0]}年{told[1]}月", f"{year}年度尚未结束")


def _in_force(context: Context) -> Iterator[Relation]:
    """2022年12月9日印发，2022年1月1日施行: nothing is in force before it is issued."""
    for match, span in _found(context, "dr_issued_in_force"):
        issued, force = (tuple(int(match[one]) for one in names) for names in (_ISSUED, _FORCE))
        if force < issued:
            yield told_dates(
                context, [span], f"{match['late']}年{match['on']}月{match['at']}日施行", "在印发之前"
            )


def _year_of_term(context: Context) -> Iterator[Relation]:
    """合同期为2021年1月1日至2023年12月31日，2022年为第3年."""
    for match, span in _found(context, "dr_year_of_term"):
        due = int(match["year"]) - int(match["low"]) + 1
        if count_of(match["count"]) != due:
            start = match.start("year") + context.report.start
            yield told_dates(context, [(start, span[1])], match.group()[-_TERM:], f"第{due}年")
