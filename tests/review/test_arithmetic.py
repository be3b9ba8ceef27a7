"""What the text itself states is recomputed: sums, differences, rates, growth, months, per head."""

import pytest
from tests.review.accusation import accusations

from yiheng.review import review_text

TITLE = "甲市2023年度职工基本医疗保险基金绩效自评报告\n一、基金运行情况\n"


def verdicts(text: str, rule: str) -> list[str]:
    """What the readers say by a rule, and what the review says."""
    read = [one.verdict for one in accusations(TITLE + text) if one.rule == rule]
    return [*read, *(one.verdict for one in review_text(TITLE + text).relations if one.rule == rule)]


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("R1", "基金收入100.00万元，其中：保险费收入90.00万元，利息收入10.00万元。", "consistent"),
        ("R1", "基金收入24.47亿元，其中：保险费收入23.02亿元，利息收入6032万元，其他收入7112万元，转移收入1419万元。", "rounding"),
        ("R1", "基金收入100.00万元，其中：保险费收入80.00万元，利息收入10.00万元。", "review"),
        ("R1", "基金收入100.00万元，其中：保险费收入95.00万元，利息收入10.00万元。", "review"),
        ("R1", "项目支出213万元。项目支出构成：运行费49万元；改革经费110万元；征管补助95万元。", "inconsistent"),
        ("R2", "基金收入24.47亿元，基金支出16.11亿元，当期结余8.36亿元。", "consistent"),
        ("R2", "基金收入24.47亿元，基金支出16.11亿元，当期结余8.54亿元。", "inconsistent"),
        ("R2", "参保率88.56%，低于95%6.44个百分点。", "consistent"),
        ("R2", "参保率88.56%，低于95%标准值的5个百分点。", "inconsistent"),
        ("R3", "全市共有定点医药机构1275家，接入平台1093家，占比85.7%。", "consistent"),
        ("R3", "全市共有定点医药机构1275家，接入平台1093家，占比96.9%。", "inconsistent"),
        ("R3", "针对14项问题清单，已完成整改6项，完成率达100%。", "inconsistent"),
        ("R3", "预算资金8258.5万元，执行数8193.03万元，执行率为99.21%。", "consistent"),
        ("R4", "基金收入24.47亿元，较上年增加6.12亿元，增长33.35%。", "consistent"),
        ("R4", "项目支出213万元，较上年减少34.11万元，同比减少10.27%。", "inconsistent"),
        ("R4", "项目支出213万元，较上年减少34.11万元，同比增长13.80%。", "inconsistent"),
        ("R14", "基金支出16.11亿元，完成全年预算17.29万元的93%。", "inconsistent"),
        ("R14", "长护险参保52773万人。", "inconsistent"),
        ("R14", "审核垫付门诊费用报销13人次2.62元，统筹支付费用2.55万元。", "inconsistent"),
        ("R17", "全年支出800万元，惠及1600人，人均5000元。", "consistent"),
        ("R17", "全年支出800万元，惠及1600人，人均6000元。", "inconsistent"),
        ("R20", "统筹基金支出134,323.08万元，统筹基金累计结余57,803.76万元，可支付月数4.45个月。", "inconsistent"),
        ("R20", "统筹基金支出134,323.08万元，统筹基金累计结余57,803.76万元，可支付月数5.16个月。", "consistent"),
    ],
)  # fmt: skip
def test_a_stated_relation_is_judged(rule, text, expected):
    assert expected in verdicts(text, rule)


def test_six_relations_of_a_published_report_hold():
    """The figures of 玉溪 2022, printed on the bureau's page: none may be flagged (seed_checks §9)."""
    text = (
        "2022年城乡居民基本医疗保险绩效评价报告\n一、基金运行情况\n"
        "2022年基金收入151548.11万元，其中：个人缴费收入61783.43万元，财政补助收入86741.53万元，"
        "利息收入1313.26万元，其他收入1709.89万元。基金支出169874.04万元，其中住院支出131978.7万元，"
        "门诊支出22895.34万元，大病保险支出15000万元。当期结余-18325.93万元，上年末累计结余78027.17万元，"
        "年末累计结余59701.24万元，按照2022年月均支付水平，累计结余可支付月数4.22个月。\n"
    )
    review = review_text(text)
    assert [one.verdict for one in review.relations] == ["consistent"] * 5
    assert review.findings == ()


def test_both_repairs_are_listed_and_none_is_chosen():
    text = "全市共有定点医药机构1275家，接入平台1093家，占比96.9%；其中住院结算110家，门诊结算453家，慢性病结算15家，药店658家。"
    [finding] = review_text(TITLE + text).of("inconsistent")
    assert finding.relation.repairs == ("96.9%→85.7%", "1093家→1236家（所列分项之和）")


def test_a_gap_is_explained_by_a_figure_of_the_same_report():
    text = (
        "甲市2021年医疗救助资金绩效自评报告\n一、资金情况\n2021年省财政厅下达我市补助资金2630.85万元，市级配套50万元。\n"
        "二、存在的问题\n2021年省财政厅下达我市补助资金2680.85万元，仍有缺口。\n"
    )
    [found] = [one for one in accusations(text) if one.rule == "R6"]
    assert "恰为" in found.repairs[0]
