"""Readings of changes, balances, shares, rates, means and months, each with figures that hold and figures that do not."""

import pytest

from yiheng.review import review_text

TITLE = "甲市2024年度职工基本医疗保险基金绩效自评报告\n一、基金运行情况\n"


def verdicts(text: str, rule: str) -> list[str]:
    return [one.verdict for one in review_text(TITLE + text).relations if one.rule == rule]


PAIRS = [
    # Two of this year, last year and the increase give the third.
    ("R4", "基金支出26.77亿元，同比增长{}，增加1.65亿元。", "6.57%", "9.57%"),
    ("R4", "基金总收入较上年的224,118.30万元增加15,519.47万元，增长{}。", "6.92%", "9.62%"),
    ("R4", "基金支出增加261.41万元，增长{}（2023年支出3,105.27万元）。", "8.42%", "6.84%"),
    ("R4", "平均费用由2023年的7,850元降至2024年的7,536元，下降{}。", "4.00%", "4.90%"),
    ("R2", "平均住院日由8.6天缩短至8.1天，缩短{}。", "0.5天", "0.9天"),
    ("R2", "自付比例由上年的15.6%降至13.2%，下降{}。", "2.4个百分点", "4.2个百分点"),
    # What a whole leaves besides a part, and what a year leaves of what it began with.
    ("R2", "受理评估申请3,460人次，通过评估2,595人次，未通过{}。", "865人次", "856人次"),
    ("R2", "年初在册离休干部23人，年内去世4人，年末在册{}。", "19人", "17人"),
    ("R2", "上年结余318.52万元，全年到位2,480.00万元，支出2,356.74万元，年末结余{}。", "441.78万元", "414.78万元"),
    ("R1", "年初安排资金156万元，年中追加24万元，全年预算{}。", "180万元", "210万元"),
    # Rates by their own names, by a written formula, and from what is left.
    ("R3", "问卷调查640人，知晓589人，知晓率{}。", "92.0%", "82.0%"),
    ("R3", "参加考核的机构共41家，不合格3家，合格率{}。", "92.68%", "98.62%"),
    ("R3", "筹资3,600.60万元。赔付3,384.72万元，赔付率（赔付÷筹资）{}。", "94.0%", "90.4%"),
    ("R3", "实际支出121.60万元，执行率{}，结余6.40万元。", "95.00%", "96.50%"),
    # Shares of several parts at once, and of the part that the words name.
    ("R3", "门诊支出924.34万元，住院支出1,790.28万元，分别占34.05%和{}。", "65.95%", "69.55%"),
    # Means and standards.
    ("R17", "受理失能评估申请1,500人，通过评估1,260人。支付护理费用3,780.00万元，人均{}。", "3.00万元", "3.50万元"),
    ("R17", "全年受理业务18.25万件，日均办理{}（按250个工作日计算）。", "730件", "370件"),
    ("R17", "按43.26万人、每人100元计算，应筹集基金{}。", "4326万元", "4236万元"),
    # Months payable by a mean month that the sentence tells.
    ("R20", "年末滚存结余121,250.00万元，按月均支出6300.00万元测算，可支付{}。", "19.2个月", "14.9个月"),
    # What rates of completion imply of the whole budget.
    ("R5", "基金收入预算235,000.00万元。统筹基金收入168,432.17万元，完成预算的102.39%；个人账户收入71,205.60万元，完成预算的{}。", "101.00%", "110.00%"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "right", "wrong"), PAIRS)
def test_a_reading_holds_with_the_right_figure_and_fails_with_another(rule, text, right, wrong):
    assert not {"inconsistent", "review"} & set(verdicts(text.format(right), rule))
    assert {"consistent", "rounding"} & set(verdicts(text.format(right), rule))
    assert {"inconsistent", "review"} & set(verdicts(text.format(wrong), rule))


@pytest.mark.parametrize(
    "text",
    [
        "四年间退休人员增加3.00万人，在职人员增加3.15万人。2024年末参保56.10万人，其中在职39.60万人、退休16.50万人。",
        "基金收入分别为6.21亿元、6.58亿元、6.93亿元，支出分别为5.87亿元、6.40亿元、6.71亿元。",
        "参加考核的机构共41家，合格率92.68%，不合格3家。",
        "2023年节约资金2.08亿元，2024年节约资金比上年增加0.80亿元，增长38.5%。",
        "报销比例提高5个百分点，达到58%；住院率下降0.9个百分点，降至18.7%。",
        "1—9月基金支出21,600.00万元，月均2,400.00万元，完成年度预算30,000.00万元的72.00%。",
        "2项未达到：预算执行率未达到98%，5项达到目标值。",
        "按集采前价格计算应支出3.86亿元，实际支出1.62亿元，节约2.24亿元。",
    ],
)
def test_what_only_looks_like_a_relation_is_not_accused(text):
    assert [one.relation.message for one in review_text(TITLE + text).of("inconsistent")] == []


def test_every_caliber_of_the_months_is_shown_and_none_is_chosen():
    text = (
        "基金支出207,319.01万元，统筹基金支出134,323.08万元，统筹基金累计结余57,803.76万元，"
        "统筹基金可支付月数{}。"
    )
    [one] = [one for one in review_text(TITLE + text.format("4.45个月")).relations if one.rule == "R20"]
    assert one.verdict == "inconsistent"
    assert "5.16个月" in one.formula and "3.35个月" in one.formula
    [other] = [one for one in review_text(TITLE + text.format("3.35个月")).relations if one.rule == "R20"]
    assert other.verdict == "review" and any("写明口径" in repair for repair in other.repairs)


def test_words_of_a_rate_have_examples():
    import re

    from yiheng.review.reading.lexicon import lexicon

    assert all(re.search(one.rate, one.example) for one in lexicon().rates)
