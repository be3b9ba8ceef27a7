"""R6 for counts of what a sentence lists: 5个科室（办公室、待遇科……）, 东区、西区、仁和区共4个区, 三方面不足：一是……

A count is told only beside a list that names its items one by one; a list that ends in 等 is open, and 和 may stand within
an item, so that a count is wrong only where neither reading of it gives as many.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.begin import found_in_lines
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of
from yiheng.review.reading.table import Cell, Table

_LEAST, _NEAR, _LONGEST, _RUN = 2, 3, 18, 20
_REACH = 200
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def listed_relations(context: Context) -> Iterator[Relation]:
    """Counts against the items listed after them, before them, under marks, or as rows of a table."""
    told: set[int] = set()
    for one in (
        *_after(context),
        *_before(context),
        *_marked(context),
        *_twice(context),
        *_ordinals(context),
        *_rows(context),
        *_groups(context),
        *_goals_counted(context),
    ):
        start = one.quotes[0].start
        if not any(abs(start - other) < _LEAST for other in told):
            told.add(start)
            yield one


def _items(text: str) -> tuple[int, int]:
    """The least and the most items of a list that 、 and 以及 part: 和 may join two or stand within one."""
    pieces = [piece for piece in re.split("、|以及", text) if piece.strip()]
    joints = len(word("listed_joint").findall(pieces[-1])) if pieces else 0
    return len(pieces), len(pieces) + joints


def _told(context: Context, start: int, end: int, stated: str, found: int) -> Relation:
    low = context.report.start
    return relation(
        context, "R6", "inconsistent", "review_counted", [context.quote(low + start, low + end)], subject="所列",
        expected=f"{found}项", stated=stated,
    )  # fmt: skip


def _after(context: Context) -> Iterator[Relation]:
    """共设5项一级指标，分别为决策、过程、产出、效益."""
    for match in word("listed_after").finditer(context.body):
        count = count_of(match["count"])
        if count < _LEAST or says("listed_not", match["noun"]):
            continue
        if match["open"] in ("：", ":") and says("listed_plain", match["unit"]):
            continue
        items = match["items"].split("，")[0]
        ended = context.body[match.start("items") + len(items) :][:1]
        if re.search(r"\d", items) or says("listed_open_end", items) or "、" not in items:
            continue
        if match["open"] in ("（", "(") and ended not in ("）", ")"):
            continue
        if word("listed_marker").match(items):
            continue  # 三个问题：一是漏保、断保；二是……: marks count the items
        if word("listed_generic").fullmatch(items):
            continue  # 5个县（市、区）: what such places are called, not which they are
        least, most = _items(items)
        pieces = items.split("、")
        if max(map(len, pieces)) > _LONGEST or not _off(count, least, most):
            continue
        end = match.start("items") + len(items)
        yield _told(context, match.start("count"), end, match["count"] + match["unit"], least)


def _off(count: int, least: int, most: int) -> bool:
    """Whether a count is none of the readings of a list, but near enough to be meant as its count."""
    return not least <= count <= most and min(abs(count - least), abs(count - most)) <= _NEAR


def _before(context: Context) -> Iterator[Relation]:
    """东区、西区、仁和区、米易县、盐边县共6个县（区）."""
    for match in found_in_lines(word("listed_before"), context.body, lambda line: line.count("、") >= _LEAST):
        count = count_of(match["count"])
        headed = context.body[match.start() - 1 : match.start()] in ("", "\n", "。", "；")
        least, most = _items(_HEADING.sub("", match["items"]) if headed else match["items"])
        if count < _LEAST or not _off(count, least, most) or (match["etc"] and count > most):
            continue
        if word("listed_named").match(context.body, match.end()):
            continue  # 低保、特困、残疾人两项补贴: the number is of a thing's name
        yield _told(context, match.start(), match.end(), match["count"] + match["unit"], least)


def _marked(context: Context) -> Iterator[Relation]:
    """N项：①……②……, and ……以上N项 after such a list."""
    marks = [(match.start(), *_mark(match)) for match in word("listed_marker").finditer(context.body)]
    starts_at = [one[0] for one in marks]
    for match in word("listed_marked").finditer(context.body):
        first = bisect_left(starts_at, match.end() - 1)
        run = _run(marks[first : first + 3 * _RUN])
        paragraph = context.body.find("\n", match.end())
        opens = (
            context.body[match.end() - 1 : match.end() + 1].strip()
            != context.body[match.end() - 1 : match.end() + 1]
        )
        if word("listed_count").search(match["noun"]):
            continue  # 三类里有两个项目：其一……；其二……: the nearer count is that of the marks
        ends_here = paragraph < 0 or not run or run[-1][0] < paragraph or opens or run[0][1] == "circle"
        count = count_of(match["count"])
        counted = len(run) >= _LEAST <= count
        if ends_here and counted and count != len(run) and abs(count - len(run)) <= _NEAR:
            yield _told(context, match.start(), match.end(), match.group().rstrip("：:。；，, \n"), len(run))
    for match in word("listed_those").finditer(context.body):
        line = context.body.rfind("\n", 0, match.start()) + 1
        rows = not context.body[line : match.start()].strip() and word("listed_goals_of").match(
            context.body, match.end()
        )
        low = _rows_start(context.body, line) if rows else line
        inside = marks[bisect_left(starts_at, low) : bisect_left(starts_at, match.start())]
        if low < line:
            inside = [one for one in inside if context.body[one[0] - 1] == "\n"]
        starts = [n for n, one in enumerate(inside) if one[2] == 1]
        run = _run(inside[starts[-1] :]) if starts else []
        count = count_of(match["count"] or match["count2"])
        if len(run) >= _LEAST and run[-1] == inside[-1] and 0 < abs(count - len(run)) <= _NEAR:
            yield _told(context, match.start(), match.end(), match.group(), len(run))


def _rows_start(body: str, line: int) -> int:
    """Where the lines begin that stand right above a line and are numbered, one item each."""
    low = line
    while low > 0:
        before = body.rfind("\n", 0, low - 1) + 1
        if not word("listed_marker").match(body, before):
            break
        low = before
    return low


def _mark(match: re.Match[str]) -> tuple[str, int]:
    """The kind and the number of a mark."""
    kind = match.lastgroup or ""
    shown = match[kind]
    if kind == "letter":
        return kind, ord(shown) - ord("A") + 1
    return kind, _CIRCLED.index(shown) + 1 if kind == "circle" else count_of(shown)


def _run(marks: list[tuple[int, str, int]]) -> list[tuple[int, str, int]]:
    """The marks of one kind that run 1, 2, 3 … from the first."""
    run: list[tuple[int, str, int]] = []
    for one in marks[: 3 * _RUN]:
        if not run and one[2] != 1:
            return []
        if not run or (one[1] == run[0][1] and one[2] == len(run) + 1):
            run.append(one)
        elif one[1] == run[0][1]:
            break
    return run


def _twice(context: Context) -> Iterator[Relation]:
    """七类人群包括……等八类; 目标5项：……。6项全部完成; 即甲、乙、丙，共四个; 12个月中，……两个月……，其余9个月."""
    for match in word("listed_twice").finditer(context.body):
        number = "" if match["count"] else "2"
        told, again = match[f"count{number}"], match[f"again{number}"]
        if count_of(told) != count_of(again) and abs(count_of(told) - count_of(again)) <= _NEAR:
            yield _told(context, match.start(), match.end(), again, count_of(told))
    for name in ("listed_then", "listed_clauses"):
        for match in word(name).finditer(context.body):
            items, count = match["items"], count_of(match["count"])
            least, most = _items(items) if name == "listed_then" else (len(re.split("[；;]", items)),) * 2
            if least >= _LEAST and _off(count, least, most) and not says("listed_marker", items):
                yield _told(context, match.start(), match.end(), match["count"], least)
    for match in word("listed_rest").finditer(context.body):
        every, some, rest = (count_of(match[name]) for name in ("all", "some", "rest"))
        if word("listed_count").search(context.body, match.start("unit") + 1, match.start("some")):
            continue  # 六项中，参评五项，其中一项存在偏差，其余四项
        if every != some + rest and abs(every - some - rest) <= _NEAR:
            yield _told(context, match.start(), match.end(), f"{match['rest']}{match['unit']}", every - some)


def _ordinals(context: Context) -> Iterator[Relation]:
    """培训班2期：3月首期……，7月第二期……，11月第三期……."""
    for match in word("listed_ordinal").finditer(context.body):
        found: list[int] = []
        for one in word("listed_nth").finditer(match["rest"]):
            if one["unit"] == match["unit"]:
                found.append(len(found) + 1 if one["last"] else count_of(one[1] or "一"))
        count = count_of(match["count"])
        if count < _LEAST or says("listed_put_off", match["rest"]):
            continue
        run = found == list(range(1, len(found) + 1))
        if run and len(found) >= _LEAST and 0 < abs(count - len(found)) <= _NEAR:
            yield _told(context, match.start(), match.end(), match["count"] + match["unit"], len(found))


def _rows(context: Context) -> Iterator[Relation]:
    """以上项目共4个 under a table of three; 达到97%以上的有5个乡镇 where four rows are."""
    for table in context.tables:
        rows = [row for row in table.rows if not any(_is_total(cell.text) for cell in row[:2])]
        head = "".join(cell.text for cell in table.header[:2])
        low, high = (
            max(context.report.start, table.start - _REACH),
            min(table.end + _REACH, context.report.end),
        )
        for form in ("listed_rows", "listed_threshold"):
            for match in word(form).finditer(context.text, low, high):
                noun, told = (
                    next(
                        (match[name] for name in match.groupdict() if name.startswith(stem) and match[name]),
                        "",
                    )
                    for stem in ("noun", "count")
                )
                if noun not in head or table.start <= match.start() < table.end:
                    continue
                found = len(rows) if form == "listed_rows" else _beyond(table, rows, match)
                if found >= 0 and count_of(told) != found and abs(count_of(told) - found) <= _NEAR:
                    start = context.report.start
                    yield _told(context, match.start() - start, match.end() - start, match.group(), found)


def _is_total(text: str) -> bool:
    return bool(word("row_of_all").match(re.sub(r"\s", "", text)))


def _beyond(table: Table, rows: Sequence[Sequence[Cell]], match: re.Match[str]) -> int:
    """How many rows stand on the told side of a bar, where the table has one column of rates; else −1."""
    columns = [
        [
            cell.quantity.printed.value
            for cell in cells
            if cell.quantity is not None and cell.quantity.unit == "%"
        ]
        for cells in ([row[column] for row in rows] for column in range(1, len(table.header)))
    ]
    rates = [column for column in columns if len(column) == len(rows)]
    if len(rates) != 1:
        return -1
    bar = Fraction(match["bar"])
    less = says("listed_threshold_less", match["side"])
    return sum(one < bar if less else one >= bar for one in rates[0])


def _groups(context: Context) -> Iterator[Relation]:
    """具体绩效指标（共14项）, and under it 数量指标3项：……, 质量指标5项：……: the groups make the whole."""
    lines = [line for line in context.report.lines if line.text.strip()]
    for at, line in enumerate(lines):
        whole = word("listed_whole").search(line.text)
        if whole is None:
            continue
        groups: list[tuple[int, int, int]] = []
        for other in lines[at + 1 : at + _RUN]:
            group = word("listed_group").match(other.text)
            if group is None:
                break
            span = other.start + group.start("count"), other.start + group.end()
            groups.append((count_of(group["count"]), *span))
        total = sum(count for count, _, _ in groups)
        if len(groups) > _LEAST and total != count_of(whole["count"]):
            spans = [(line.start + whole.start(), line.start + whole.end()), *(span for _, *span in groups)]
            yield relation(
                context, "R6", "inconsistent", "review_counted", [context.quote(*span) for span in spans], subject="所列",
                expected=f"{total}项", stated=whole.group(),
            )  # fmt: skip


def _goals_counted(context: Context) -> Iterator[Relation]:
    """7项绩效目标全部完成, where the goals are numbered from 1 to 7."""
    runs: list[int] = []
    for line in context.report.lines:
        if line.section == "goal" or word("listed_goals_head").match(line.text):
            marks = [(one.start(), *_mark(one)) for one in word("listed_marker").finditer(line.text)]
            starts = [n for n, one in enumerate(marks) if one[2] == 1]
            runs.extend(len(_run(marks[n:])) for n in starts)
    told = [one for one in runs if one > _NEAR]
    if len(told) != 1:
        return
    for match in word("listed_goals_all").finditer(context.body):
        if 0 < abs(count_of(match["count"]) - told[0]) <= _NEAR:
            yield _told(context, match.start(), match.end(), match.group(), told[0])
