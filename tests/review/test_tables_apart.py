"""Tables whose cells wide blanks set apart, with totals that leave cells empty, and tables that lack a part the text tells."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted, quotes

PROJECTS = (
    "序号　项目　预算　支出　自评分　等次\n1　甲系统　620.00　607.60　97　优\n2　乙平台　410.00　410.00　99　优\n"
    "3　丙宣传　150.00　132.00　88　良\n4　丁执法　280.00　266.00　94　优\n合计　　1,460.00　{total}\n"
    "等次线：90分（含）以上为优，80分（含）至90分为良。"
)
QUARTERS = (
    "季度　　考核分　　应付（万元）　扣款（万元）　实付（万元）\n第1季　　96.5　　　78.00　　　　0.00　　　　　78.00\n"
    "第2季　　92.0　　　78.00　　　　{cut}　　　　　77.22\n第3季　　97.0　　　78.00　　　　0.00　　　　　78.00\n"
    "第4季　　88.5　　　78.00　　　　2.34　　　　　75.66\n全年　　　—　　　312.00　　　　3.12　　　　　308.88"
)
_HEAD = "丁县2023年度救助补助资金绩效自评报告\n一、自评得分\n"
FORM = (
    "资金情况：全年预算480万元，执行465.6万元，执行率97.00%；权重10分，得分{part}分。\n"
    "一级指标　二级指标　三级指标　指标值　完成值　分值　得分\n产出　数量　保障人数　≥800人　812人　20　20\n"
    "产出　质量　审核准确率　≥99%　99.6%　20　20\n产出　时效　结算时限　≤30日　26日　20　20\n"
    "效益　社会　长效机制　建立　建立　20　{row}\n满意度　对象　满意度　≥95%　97.2%　10　10\n总分　　　　　　　　100　{total}"
)


def test_a_total_below_wide_blanks_is_of_the_columns_above() -> None:
    assert not contradicted(PROJECTS.format(total="1,415.60"))
    assert quotes(PROJECTS.format(total="1,451.60"), "1,451.60")


def test_grades_of_rows_are_of_their_points() -> None:
    sound = PROJECTS.format(total="1,415.60")
    assert quotes(sound.replace("94　优", "94　良"), "94")
    assert quotes(sound.replace("88　良", "92　良"), "92")


def test_columns_under_a_head_of_mixed_blanks_keep_their_law() -> None:
    assert not contradicted(QUARTERS.format(cut="0.78"))
    assert quotes(QUARTERS.format(cut="7.80"), "7.80")


@pytest.mark.parametrize(
    ("part", "row", "total"), [("9.79", "19", "98.70"), ("9.70", "20", "98.70"), ("9.70", "19", "99.70")]
)
def test_a_part_told_above_the_table_belongs_to_its_total(part: str, row: str, total: str) -> None:
    assert accused(FORM.format(part=part, row=row, total=total))


def test_a_table_that_its_part_completes_is_sound() -> None:
    assert not contradicted(FORM.format(part="9.70", row="19", total="98.70"))


@pytest.mark.parametrize(
    "text",
    [
        "联系人 张某 电话 12345678\n经办人 李某 电话 12345679\n审核人 王某 电话 12345670\n负责人 赵某 电话 12345671",
        "第一批　10　120.00\n第二批　8　96.00\n其余　按进度　拨付\n合计　18　300.00",  # a row that is none
        "序号　项目　预算　支出　执行率\n1　甲　100.00　90.00　90%\n2　乙　200.00　190.00　95%\n3　丙　50.00　50.00　100%\n合计　350.00　330.00",
    ],
)
def test_rows_that_are_no_such_table_stay_silent(text: str) -> None:
    assert not contradicted(text)


def test_a_total_that_lacks_the_notes_of_the_rows_is_of_the_columns_before_them() -> None:
    rows = "指标\t标准分\t评价分\t备注\n预算执行\t10\t9.35\t按比例\n决策\t30\t29\t目标偏低\n产出\t60\t58.5\t任务未足额\n合计\t100\t96.85\n"
    assert not contradicted(_HEAD + rows)
    assert accused(_HEAD + rows.replace("96.85", "96.58"))


def test_subtotals_bear_the_names_of_their_parts() -> None:
    rows = "编号\t指标\t分值\t得分\nA1\t立项依据\t8\t8\nA2\t绩效目标\t12\t11\n\t决策小计\t20\t19\nB1\t完成数量\t50\t49\nB2\t完成质量\t30\t28.5\n\t产出小计\t80\t77.5\n\t总计\t100\t96.5\n"
    assert not contradicted(_HEAD + rows)
    assert accused(_HEAD + rows.replace("总计\t100\t96.5", "总计\t100\t95.6"))


def test_a_column_of_counts_is_no_share_of_amounts() -> None:
    rows = "单位\t支出（万元）\t占专项\t站点（个）\n县医院\t310.5\t47.99%\t1\n卫生院\t226.4\t34.99%\t15\n工作室\t62.8\t9.71%\t0\n基地\t47.3\t7.31%\t0\n总量\t647.0\t100%\t16\n"
    assert not contradicted(_HEAD + rows)
    assert accused(_HEAD + rows.replace("34.99%", "39.44%"))
