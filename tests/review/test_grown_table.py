"""Tables that name two years and what changed between them: the rows are recomputed, whatever they are parted by."""

from __future__ import annotations

import pytest

from yiheng.review import review_text

ONE_ROW = "名称|2020年|2021年|增减额|增减率\n药品采购金额|3600|4050|{}|{}\n以上未经审计。"
SLASHED = "科目/单位/2021年/2022年/增减/增幅\n收入/万元/5,120.40/5,632.44/512.04/10.00%\n支出/万元/4,800.00/4,512.00/{}/-6.00%\n人数/人/2,100/2,058/-42/-2.00%"
SPACED = "               2021年     2022年    增幅\n门诊（人次）   41200      45320     {}\n住院（人次）   8100       8424      4.00%\n合计           49300      53744     9.01%"


def _wrong(text: str) -> list[str]:
    return [one.relation.stated for one in review_text(text).of("inconsistent")]


@pytest.mark.parametrize(
    ("table", "right", "wrong"),
    [
        (SPACED, ("10.00%",), ("19.00%",)),
    ],
)
def test_a_row_is_recomputed_by_its_own_two_years(table: str, right: tuple[str, ...], wrong: tuple[str, ...]):
    assert _wrong(table.format(*right)) == []
    [changed] = [two for one, two in zip(right, wrong, strict=True) if one != two]
    assert _wrong(table.format(*wrong)) == [changed]


@pytest.mark.parametrize(
    "table",
    [
        "项目|上年|本年|减少额\n办公费|52.4|40.1|12.3\n差旅费|30.0|28.5|1.5",
        "指标|2020年|2021年|2022年|增幅\n参保人数|400|420|441|5.0%",
        "项目|去年|今年|变动率\n满意度|91.2%|93.4%|2.2%",
        "资金 预算（万元） 支出（万元） 执行率\n2020 1,200.00 1,128.00 94.00%\n2021 1,300.00 1,248.00 96.00%\n2022 1,400.00 1,358.00 97.00%\n执行率虽逐年提高（94.00%、96.00%、97.00%），仍有差距。",
    ],
)
def test_unsigned_falls_several_years_and_rates_are_let_be(table: str):
    assert _wrong(table) == []
