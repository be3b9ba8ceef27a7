"""R1, R6 for counts against what is listed one by one: 分4个包采购：A包……，B包……，C包……; 每站2台，共38台 of 18 stations;
按季度调度一次，全年调度3次; 后两档共9个市; 3条（第1、2、4、5条）.

A count is told only beside its own list: in the sentence or paragraph, in brackets, or as the rows of the table that follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.figure import Figure, figures_in
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of
from yiheng.review.rules.disclosed import disclosed

_LEAST, _NEAR, _REACH, _LABELLED, _OUTERS, _BEFORE = 2, 3, 400, 24, 3, 8
_BACK = 6000
"""Characters around a count within which what it is of is looked for."""
_SERIES = ("ABCDEFGH", "ＡＢＣＤＥＦＧＨ", "甲乙丙丁戊己庚辛", "一二三四五六七八九", "123456789")
_TIMES = {"半年": 2, "季": 4, "季度": 4, "月": 12, "两月": 6, "旬": 36}
_SENTENCE_START = re.compile(r"[。；;\n]")
Told = tuple[tuple[int, int], tuple[int, int], str, str, str]
"""Where the count stands, where what it counts stands, what is said, what it should be, and how that is worked out."""


def enumerated_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Counts that their own lists do not bear out, of places that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    low = context.report.start
    for law in _LAWS:
        for claim, listed, stated, expected, formula in law(context):
            spans = [(low + start, low + end) for start, end in sorted({claim, listed})]
            if not {end for _, end in spans} & accused:
                accused |= {end for _, end in spans}
                told = relation(
                    context, "R1", "inconsistent", "review_sum", [context.quote(*one) for one in spans],
                    subject=stated, expected=expected, stated=stated, formula=formula,
                )  # fmt: skip
                yield disclosed(context, told)


def _listed(match: re.Match[str], group: str, many: int, unit: str, listed: tuple[int, int]) -> Told:
    stated = f"{match[group]}{unit}"
    return match.span(group), listed, stated, f"{many}{unit}", f"所列{many}{unit}"


def _off(count: int, many: int) -> bool:
    """Whether a count is not that of a list, but near enough to be meant as its count."""
    return many >= _LEAST and count != many and abs(count - many) <= _NEAR


# What is listed one by one.


def _labelled(context: Context) -> Iterator[Told]:
    """分4个包采购。A包康复设备，B包检验设备，C包信息系统."""
    for match in word("enu_labelled").finditer(context.body):
        end = context.body.find("\n", match.end())
        rest = context.body[match.end() : min(end if end >= 0 else len(context.body), match.end() + _REACH)]
        labels = [
            one
            for one in word("enu_label").finditer(rest)
            if one["noun"] == match["noun"][-len(one["noun"]) :]
        ]
        if not labels or labels[0].start() > _LABELLED or says("enu_open", rest[: labels[0].start()]):
            continue
        series = next((one for one in _SERIES if one[0] == labels[0]["label"]), "")
        named = {one["label"] for one in labels if one["label"] in series}
        many = next((n for n, label in enumerate(series) if label not in named), len(series))
        if series and len(named) == many and _off(count_of(match["count"]), many):
            last = max(labels, key=lambda one: series.find(one["label"]))
            listed = match.end() + labels[0].start(), match.end() + last.end()
            yield _listed(match, "count", many, match["noun"], listed)


def _in_times(context: Context) -> Iterator[Told]:
    """分三次下达：3月下达1,086万元；9月下达362万元."""
    for match in word("enu_times").finditer(context.body):
        times = list(word("enu_time").finditer(match["rest"]))
        kept = [
            one
            for one in times
            if match["verb"][0] in match["rest"][one.start() : one.end() + _LEAST * _NEAR]
        ]
        if len(kept) == len(times) and _off(count_of(match["count"]), len(times)):
            yield _listed(match, "count", len(times), "次", match.span("rest"))


def _in_months(context: Context) -> Iterator[Told]:
    """召开推进会两次（3月、6月、9月）."""
    for match in word("enu_months").finditer(context.body):
        many = match["items"].count("月")
        if _off(count_of(match["count"]), many) and not says("enu_months_not", match.group()):
            yield _listed(match, "count", many, match["unit"], match.span("items"))


def _by_numbers(context: Context) -> Iterator[Told]:
    """说明口径的3条（第1、2、4、5条）."""
    for match in word("enu_numbers").finditer(context.body):
        many = len(re.findall(r"\d+", match["items"]))
        if count_of(match["count"]) != many:
            yield _listed(match, "count", many, match["unit"], match.span("items"))


def _by_kinds(context: Context) -> Iterator[Told]:
    """改造小区24个……按改造类别：基础类15个，完善类9个，提升类2个."""
    low = context.report.start
    for match in word("enu_kinds").finditer(context.body):
        parts = [int(one["count"]) for one in word("enu_kind_part").finditer(match["items"])]
        total, unit = sum(parts), match["unit"]
        before = _counts(context, low + match.start() - _REACH // 2, low + match.start(), unit)
        wholes = [one for one in before if max(parts) < one.printed.value]
        values = {
            one.printed.value
            for one in _counts(context, low + match.start() - _BACK, low + match.end() + _BACK, unit)
        }
        if len(parts) < _LEAST or total in values or not wholes:
            continue
        whole = min(wholes, key=lambda one: abs(one.printed.value - total))
        if abs(whole.printed.value - total) * _NEAR < whole.printed.value:
            span = whole.start - low, whole.end - low
            yield match.span("items"), span, whole.shown, f"{total}{unit}", " + ".join(map(str, parts))


def _counts(context: Context, low: int, high: int, unit: str) -> list[Figure]:
    return [
        one
        for one in figures_in(context, max(low, context.report.start), high)
        if one.unit == unit and not one.printed.decimals
    ]


def _last(context: Context) -> Iterator[Told]:
    """100%的4个市，90%至100%的5个市，90%以下的2个市；后两档共9个市."""
    low = context.report.start
    for match in word("enu_last").finditer(context.body):
        line = context.report.line_at(low + match.start()).start
        before = _counts(context, line, low + match.start(), match["unit"])
        many = count_of(match["many"])
        if len(before) <= many:
            continue
        run = before[-many:] if match["side"] == "后" else _run_start(context, before)[:many]
        total = sum(int(one.printed.value) for one in run)
        if len(run) == many and total != int(match["count"]):
            listed = run[0].start - low, run[-1].end - low
            formula = " + ".join(one.shown for one in run)
            yield (
                match.span("count"),
                listed,
                match["count"] + match["unit"],
                f"{total}{match['unit']}",
                formula,
            )


def _run_start(context: Context, before: Sequence[Figure]) -> list[Figure]:
    """The counts of the sentence that the last of them stands in."""
    starts = [one.end() for one in _SENTENCE_START.finditer(context.text, before[-1].line, before[-1].start)]
    return [one for one in before if one.start >= max([*starts, before[-1].line])]


def _mixed(context: Context) -> Iterator[Told]:
    """造影机1台、注射器3台、配套件4件，共计7台（件）."""
    low = context.report.start
    for match in word("enu_mixed").finditer(context.body):
        line = context.report.line_at(low + match.start()).start
        starts = [one.end() for one in re.finditer(r"[。；\n]", context.body[line - low : match.start()])]
        begin = line + max(starts, default=0)
        units = {match["one"], match["two"]}
        parts = [one for one in figures_in(context, begin, low + match.start()) if one.unit in units]
        total = sum(int(one.printed.value) for one in parts)
        if len(parts) >= _LEAST and {one.unit for one in parts} == units and total != int(match["count"]):
            listed = parts[0].start - low, parts[-1].end - low
            formula = " + ".join(one.shown for one in parts)
            yield (
                match.span("count"),
                listed,
                match.group(),
                f"{total}{match['one']}（{match['two']}）",
                formula,
            )


# So many for each.


def _each(context: Context) -> Iterator[Told]:
    """全县18个服务站，每站配自助机2台，共38台."""
    for name in ("enu_each", "enu_each_given"):
        for match in word(name).finditer(context.body):
            each, count = count_of(match["each"]), int(match["count"])
            if not each or says("enu_each_not", match.group()):
                continue
            low = max(context.body.rfind(mark, 0, match.start()) for mark in "。；;\n") + 1
            if "每" in context.body[low : match.start()]:
                continue  # 医院26家、每家4台，药店158家、每家2台，共420台: of both
            outers = _outers(context, match["outer"], match.start())
            if outers and not any(each * one == count for one, _ in outers):
                many, span = outers[-1]
                unit = match["unit"]
                shown = f"{many} × {each}{unit}"
                yield match.span("count"), span, f"{count}{unit}", f"{many * each}{unit}", shown


def _outers(context: Context, noun: str, before: int) -> list[tuple[int, tuple[int, int]]]:
    """How many there are of what each has so many of, by every count of that noun told before; none where they are many."""
    form = re.compile(
        rf"(?<![\d.第])(\d{{1,4}}|[两三四五六七八九十]{{1,3}})(?:个|支|家|所|名|条|座|处)?[\u4e00-\u9fa5]{{0,6}}?{re.escape(noun)}"
        rf"|{re.escape(noun)}(?:共|总数|有|共有|数)?(\d{{1,4}})(?:个|支|家|所|名|条|座|处)"
    )
    found = [
        (count_of(one[1] or one[2]), (one.start(), one.end()))
        for one in form.finditer(context.body, max(0, before - _BACK), before)
    ]
    return found if len({many for many, _ in found}) <= _OUTERS else []


def _each_after(context: Context) -> Iterator[Told]:
    """抽查3个县区、15个乡镇（每县区抽4个）."""
    for match in word("enu_each_after").finditer(context.body):
        outers, each, count = (count_of(match[name]) for name in ("outers", "each", "count"))
        alike = match["again"][:1] == match["outer"][:1] or match["again"][-1:] == match["outer"][-1:]
        if alike and outers * each != count and not says("enu_each_not", match.group()):
            shown = f"{outers} × {each}{match['unit']}"
            yield (
                match.span("count"),
                match.span("each"),
                f"{count}{match['unit']}",
                f"{outers * each}{match['unit']}",
                shown,
            )


def _groups(context: Context) -> Iterator[Told]:
    """20人分成四组，每组6人."""
    for match in word("enu_groups").finditer(context.body):
        groups, each, unit = count_of(match["groups"]), count_of(match["each"]), match["unit2"]
        told = {int(match[name]) for name in ("count", "count2") if match[name]}
        if not told:
            low = context.report.start
            line = context.report.line_at(low + match.start())
            told = {int(one.printed.value) for one in _counts(context, low, line.start, unit)}
            told = told if groups * each not in told and any(not one % groups for one in told) else set()
            told = {one for one in told if not one % groups and abs(one // groups - each) <= _LEAST}
        if len(told) == 1 and groups * each not in told:
            (whole,) = told
            shown = f"{groups} × {each}{unit}"
            yield (
                match.span("each"),
                match.span("groups"),
                f"每{match['outer']}{match['each']}{unit}",
                f"共{whole}{unit}",
                shown,
            )


def _often(context: Context) -> Iterator[Told]:
    """按季度调度一次，全年调度3次."""
    for match in word("enu_often").finditer(context.body):
        each = count_of(match["each"] or "一")
        right = _TIMES[match["per"] or match["by"]] * each
        words = context.body[max(0, match.start() - _BEFORE) : match.end()]
        if count_of(match["count"]) != right and not says("enu_often_not", words):
            yield match.span("count"), match.span("how"), f"{match['count']}次", f"{right}次", match["how"]


# The rows of a table.


def _grades(context: Context) -> Iterator[Told]:
    """优5个，良1个, of a table whose column of grades has others."""
    low = context.report.start
    for table in context.tables:
        for column, head in enumerate(table.header):
            cells = [
                row[column].text.strip()
                for row in table.rows
                if row[column].text.strip() not in ("", "—", "-", "/")
            ]
            if (
                not says("enu_grade_head", head.text)
                or len(cells) < _LEAST
                or any(len(one) > _NEAR for one in cells)
            ):
                continue
            for match in word("enu_grade").finditer(
                context.body, table.end - low, min(table.end - low + _REACH, len(context.body))
            ):
                grade = next((one for one in (match["grade"], match["grade"][:1]) if one in cells), "")
                many = cells.count(grade)
                if grade and match["unit"] in "个项家" and count_of(match["count"]) != many and many:
                    yield (
                        match.span("count"),
                        (head.start - low, head.end - low),
                        match.group(),
                        f"{grade}{many}{match['unit']}",
                        f"表内{many}{match['unit']}",
                    )


def _rows(context: Context) -> Iterator[Told]:
    """纳入自评项目7个, and the table of six right below."""
    low = context.report.start
    for table in context.tables:
        above = _above(context, table.start)
        rows = [
            row for row in table.rows if not any(word("row_of_all").match(one.bare) for one in row[:_LEAST])
        ]
        heads = "".join(cell.text for cell in table.header[:_LEAST])
        for line in above:
            match = word("enu_rows").search(line.text)
            if (
                match is not None
                and match["noun"][-2:] in heads
                and _off(count_of(match["count"]), len(rows))
            ):
                start, end = (line.start - low + at for at in match.span("count"))
                unit = match["noun"]
                yield (
                    (start, end),
                    (table.header[0].start - low, table.header[0].end - low),
                    f"{unit}{match['count']}个",
                    f"{len(rows)}个",
                    f"表内{len(rows)}个",
                )


def _above(context: Context, start: int) -> Iterator[Line]:
    """The two lines with words before a place."""
    at, found = start, 0
    while found < _LEAST and at > context.report.start:
        line = context.report.line_at(at - 1)
        if line.end <= start and line.text.strip():
            found += 1
            yield line
        at = line.start


def _titled(context: Context) -> Iterator[Told]:
    """七个乡镇……项目 in the title, 用于9个乡镇 in the text."""
    head = next((line for line in context.report.lines if line.text.strip()), None)
    match = word("enu_titled").search(head.text) if head is not None else None
    if match is None or head is None:
        return
    begin = head.end - context.report.start
    told = [one for one in word("enu_titled").finditer(context.body, begin) if one["noun"] == match["noun"]]
    titled = count_of(match["count"])
    others = [one for one in told if count_of(one["count"]) != titled]
    for one in others[:1]:
        lead = _SENTENCE_START.split(context.body[max(begin, one.start() - 8) : one.start()])[-1]
        if len(others) == 1 and (count_of(one["count"]) > titled or says("enu_all_of", lead)):
            span = (
                head.start - context.report.start + match.start(),
                head.start - context.report.start + match.end(),
            )
            yield one.span("count"), span, one.group(), match.group(), "标题"


_LAWS: tuple[Callable[[Context], Iterator[Told]], ...] = (
    _labelled,
    _in_times,
    _in_months,
    _by_numbers,
    _by_kinds,
    _last,
    _mixed,
    _each,
    _each_after,
    _groups,
    _often,
    _grades,
    _rows,
    _titled,
)
