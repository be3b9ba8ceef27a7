"""R9: days of the month by which something recurs: 次月20日前 and 最晚为次月23日, all of them 按时."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import word

_END = re.compile(r"[。\n]|$")


def goal_day_relations(context: Context) -> Iterator[Relation]:
    """Each recurring day that was due, against the days told after it; a day of the year that was due, and one of the next."""
    for line in context.report.lines:
        if not word("gd_line").search(line.text):
            continue
        for match in word("gd_next_year").finditer(line.text):
            yield relation(
                context, "R9", "inconsistent", "review_missed",
                [context.quote(line.start + match.start(), line.start + match.end())], subject="时限",
                expected=match.group()[: match.start("done") - match.start()], stated=match["done"],
                formula=f"“{match['claim']}”",
            )  # fmt: skip
        for due in word("gd_due").finditer(line.text):
            end = _END.search(line.text, due.end())
            stop = end.start() if end else len(line.text)
            claim = word("gd_met").search(line.text, due.end(), stop)
            if claim is None or word("gd_not").search(line.text, due.start(), claim.end()):
                continue
            late = [
                one
                for one in word("gd_day").finditer(line.text, due.end(), claim.start())
                if int(one["day"]) > int(due["due"])
            ]
            if late:
                spans = [due.span(), *(one.span() for one in late), claim.span()]
                yield relation(
                    context, "R9", "inconsistent", "review_missed",
                    [context.quote(line.start + low, line.start + high) for low, high in spans], subject="时限",
                    expected=due.group(), stated=late[-1].group(), formula=f"“{claim.group()}”",
                )  # fmt: skip
