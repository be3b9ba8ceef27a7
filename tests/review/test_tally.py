"""Counts that the report's own words and numbers bear out: parts met and missed, lists under any mark, parts of a total."""

import pytest
from tests.review.accusation import quotes

TITLE = "庚市2023年度医疗救助资金绩效自评报告\n一、实施情况\n"
LINES = "（1）挂床住院 12.5万元\n（2）串换药品 8.4万元\n（3）重复收费 6.1万元\n（4）超限用药 3.0万元\n"
BLOCKS = (
    "项目甲：信息平台\n预算300万元。\n项目乙：宣传培训\n预算80万元。\n项目丙：数据治理\n预算120万元。\n汇总\n"
)


def told(text: str, words: str) -> bool:
    return quotes(TITLE + text, words)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("七项指标达成{}项，两项未达成。", "五", "六"),
        ("8项目标中，预计能完成{}项，可能完不成1项，尚未开展1项。", "6", "5"),
        ("6个任务已完成{}个、未完成2个。", "4", "5"),
        ("设定绩效目标7条。其中，数量{}条：培训、检查、建站。质量2条：合格率、准确率。满意度2条。", "3", "4"),
        (
            "评价维度{}个：政策衔接25分，得24分；基金安全45分，得43分；保障效果30分，得29分。总得分96分。",
            "三",
            "四",
        ),
        ("服务方式{}种：窗口现场办理；电话预约办理；网上自助办理。", "3", "4"),
        ("低于90%的有青山县、白水县{}个。", "2", "3"),
        ("9项指标中{}项达到目标值，1项（跨省结算率）目标70%、实际66.4%，差3.6个百分点。", "8", "7"),
        ("14个市中执行率超过95%的{}个，85%至95%的4个，低于85%的1个。", "9", "8"),
        ("发现问题9个，已整改8个，{}个为往来款项清理，计划年底前完成。", "1", "2"),
        (
            "年度目标{}项：参保率（≥95%，实际96.8%）、住院率（≤20%，实际17.9%）、满意度（≥90%，实际91.5%）。",
            "3",
            "4",
        ),
        ("附件1：自评表；附件2：决算表；附件3：测评报告。共{}份。", "三", "四"),
    ],
)
def test_a_count_is_told_by_the_words_beside_it(text: str, right: str, wrong: str) -> None:
    assert not told(text.format(right), right)
    assert told(text.format(wrong), wrong)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("共发现{}类问题、违规金额30万元：\n" + LINES, "四", "三"),
        (LINES + "{}类问题合计30.0万元。\n", "四", "五"),
        (
            "A 参保率目标95%，完成96%。\nB 检查率目标90%，完成93%。\nC 满意度目标90%，完成92%。\n{}项全部达标。\n",
            "三",
            "四",
        ),
        (BLOCKS + "{}个项目预算合计500万元。\n", "三", "四"),
    ],
)
def test_a_count_is_told_by_the_lines_beside_it(text: str, right: str, wrong: str) -> None:
    assert not told(text.format(right), right)
    assert told(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "12项指标中，完成10项，其中超额完成3项，2项未完成。",
        "检查机构5家：约谈2家；暂停3家。",
        "问题整改措施8条：管理类3条；技术类5条。",
        "对5家机构检查发现以下问题：\n" + LINES,
        "年末有4家单位欠缴30万元，其中甲单位15万元、乙单位9万元。",
        "追回403万元，其中医院386万元、药店17万元；违约金108万元；罚款52万元；三项合计563万元。",
        "14个市中执行率超过95%的8个，85%至95%的4个，其余未统计。",
        "八项指标中六项得满分，两项未得满分。",
        "两项2022年、2023年分别为40%、35%。",
        LINES + "前两类合计20.9万元。\n",
        BLOCKS + "其余两个项目合计200万元。\n",
    ],
)
def test_counts_of_something_else_are_left_alone(text: str) -> None:
    assert not any(told(text, count) for count in ("12项", "5", "8", "4", "两", "三项", "14个", "八项"))
