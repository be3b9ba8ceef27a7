"""Claims read by their grammar: what no list of words foresaw is settled by any reading that fits, and else told or asked."""

import pytest
from tests.review.accusation import accusations

from yiheng.review import review_text

TITLE = "甲市2023年度医疗保障专项资金绩效自评报告\n一、项目情况\n"


def doubted(text: str, number: str) -> bool:
    """Whether a contradiction or a question quotes a number."""
    return any(
        finding.verdict in ("inconsistent", "review")
        and any(number in one.text for one in finding.relation.quotes)
        for finding in review_text(TITLE + text).findings
    )


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("结余测算基数为6,993.64万元。核定结余留用资金3,147.14万元，占结余测算基数的{}。", "45%", "54%"),
        ("村级服务点186个，覆盖全县行政村248个的{}。", "75%", "57%"),
        ("建成服务站19,404个，应建21,560个，覆盖率{}。", "90%", "60%"),
        ("全年收入5,670.88万元，药占比{}（药品收入1,497.11万元÷全年收入）。", "26.40%", "62.40%"),
        ("参保人数≥21,000人，完成21,860人，完成率{}。", "104.1%", "140.1%"),
        ("电话回访500人，知晓{}，知晓率93%。", "465人", "645人"),
        ("预算批复1,680万元，合同总价1,596万元，首付款30%即{}。", "478.80万元", "748.80万元"),
        ("保费12,070万元，承办服务费按保费的3%提取{}。", "362.10万元", "632.10万元"),
        ("次均费用职工239.8元，是居民154.8元的{}。", "1.55倍", "5.15倍"),
    ],
)
def test_a_quotient_is_read_by_its_part_and_its_whole(text: str, right: str, wrong: str) -> None:
    assert not doubted(text.format(right), right)
    assert doubted(text.format(wrong), wrong)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("实际拨付10,233.00万元，较应拨付的10,652.40万元少{}。", "419.40万元", "491.40万元"),
        ("覆盖率90%，比目标高{}（目标85%）。", "5个百分点", "9个百分点"),
        ("平均住院日8.2天，较上年缩短{}（上年8.8天）。", "0.6天", "6.0天"),
        ("次均费用控制在3,000元以内，实际2,908元，比控制数低{}。", "92元", "29元"),
        ("收入12,070万元，赔付11,587.20万元，服务费支出362.10万元，结余{}。", "120.70万元", "210.70万元"),
        ("项目年初预算86万元，年中调减{}，调整后80万元。", "6万元", "1万元"),
        ("年初余额420万元，本年新增1,680万元，清算支出1,755万元，年末余额{}。", "345万元", "435万元"),
        ("系统响应时间由2.4秒降为{}，缩短62.5%。", "0.9秒", "9.0秒"),
    ],
)
def test_a_change_is_read_by_what_it_compares(text: str, right: str, wrong: str) -> None:
    assert not doubted(text.format(right), right)
    assert doubted(text.format(wrong), wrong)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("上门服务31.2万人次，服务时长46.8万小时，次均{}。", "1.5小时", "5.1小时"),
        ("培训操作人员12期，共{}，期均120人次。", "1,440人次", "4,140人次"),
        ("月均结算{}，全年498万笔。", "41.5万笔", "45.1万笔"),
        ("购置自助终端26台，每台1.3万元，共{}。", "33.8万元", "38.3万元"),
        ("个人缴费征收{}（27.452万人×350元）。", "9,608.20万元", "6,908.20万元"),
        ("中央补助62万元，省级补助{}，县级安排20万元，共100万元。", "18万元", "81万元"),
        ("累计结余9.81亿元，全年支出10.24亿元，可支付{}。", "11.5个月", "15.1个月"),
    ],
)
def test_means_products_sums_and_months(text: str, right: str, wrong: str) -> None:
    assert not doubted(text.format(right), right)
    assert doubted(text.format(wrong), wrong)


TABLE = "季度\t支出（万元）\t救助人次（人次）\n一季度\t612.40\t38600\n二季度\t745.80\t46200\n三季度\t808.15\t50400\n四季度\t933.65\t57800\n全年\t3100.00\t193000\n"


@pytest.mark.parametrize(("share", "wrong"), [("30.1%", False), ("31.0%", True)])
def test_a_share_of_a_table_is_read_by_the_row_that_the_sentence_names(share: str, wrong: bool) -> None:
    assert doubted(f"{TABLE}第四季度支出最多，占全年的{share}。", share) is wrong


@pytest.mark.parametrize(
    "text",
    [
        "统筹基金支付比例由62.5%提高到66.7%，居民医保参保率97.2%，较上年提高2个百分点。",
        "全市定点医药机构312家，其中零售药店11家，利息收入占1.8%。",
        "人均赔付6,000元，惠及5,641人；单人最高赔付28.6万元。",
    ],
)
def test_numbers_whose_operands_are_not_told_are_left_alone(text: str) -> None:
    assert review_text(TITLE + text).of("inconsistent") == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("检查120家，合格110家，现场检查合格率81.6%。", "现场检查合格率"),
        ("收入100万元，其中财政补助60万元，占65%。", "占比"),
    ],
)
def test_a_rate_is_named_by_its_own_words_where_these_say_enough(text: str, named: str) -> None:
    [found] = [
        one for one in accusations("丁县2023年度自评报告\n一、情况\n" + text) if one.code == "review_ratio"
    ]
    assert found.subject == named


_FINES = (
    "1家药店串换药品，涉及金额3.26万元，全额追回，并处2倍罚款{}万元，暂停双通道资格3个月。",
    "对5家机构扣减费用3.26万元，并按扣减费用的2倍收取违约金{}万元。",
    "某民营医院虚构床位费3.26万元，按2倍罚款，罚{}万元；另一家罚9.45万元。",
)


@pytest.mark.parametrize("text", _FINES)
def test_so_many_times_an_amount_is_recomputed(text: str) -> None:
    head = "丁县2023年度自评报告\n一、监管\n"
    assert not list(accusations(head + text.format("6.52")))
    [told] = [one for one in accusations(head + text.format("9.78")) if one.code == "review_ratio"]
    assert (told.rule, told.expected, told.formula) == ("R17", "6.52万元", "3.26万元 × 2倍")
