"""Sums whose parts stand on lines of their own, are named, or follow in the next sentence."""

import pytest
from tests.review.accusation import accused, contradicted

TITLE = "丁县2023年度医疗保障专项资金绩效自评报告\n一、实施情况\n"
LIST = (
    "奖励兑现情况：\n（1）虚记费用，查实12万元，奖励2,400元；\n（2）串换药品，查实31万元，奖励6,200元；\n"
    "（3）挂床住院，查实48万元，奖励9,600元。\n三笔奖励{}元，均已发放。"
)
ROWS = (
    "支出去向：\n　　资助参保　3,120人，87.36万元，人均280元；\n　　住院救助　1,604人次，512.40万元；\n"
    "　　门诊救助　2,218人次，93.75万元。\n　　以上三项共{}万元。"
)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (LIST, "合计18,200", "合计12,800"),
        (ROWS, "693.51", "639.51"),
        (
            "①特困人员，全额资助，45.90万元；\n②低保对象，定额资助，332.47万元；\n③监测对象，定额资助，26.51万元。\n"
            "三类资助金额合计{}万元。",
            "404.88",
            "440.88",
        ),
        (
            "东院412.36万元，西院297.80万元，南院538.14万元，北院366.05万元。东院、南院两家合计{}万元，已全部追回。",
            "950.50",
            "590.50",
        ),
        ("新增接入医院37家，累计188家；新增药店60家，累计326家。两类机构合计{}家。", "514", "541"),
        ("应参保37,905人，截至年底居民医保34,212人、职工医保2,750人，合计{}人。", "36,962", "36,692"),
        ("会议、培训、差旅三项支出合计58.9万元，分别为12.6万元、19.8万元、{}万元，比上年的66.2万元减少7.3万元。", "26.5", "25.6"),
        ("接待查档4,862人次，较上年的5,140人次减少278人次；其中现场查档2,953人次、线上查档{}人次。", "1,909", "1,990"),
        ("重点项目420万元、一般项目310万元，合计730万元；其余4个项目合计142万元，项目预算总计{}万元。", "872", "827"),
        ("住院救助64.3万人次，次均1,300元；门诊救助71.5万人次，次均273元。直接救助合计{}万人次。", "135.8", "138.5"),
        ("建安工程1,486.2万元、设备购置672.9万元。结算额为{}万元，等于上述建安工程与设备购置之和。", "2,159.1", "2,195.1"),
        ("住院支出1,286.4万元，门诊支出437.9万元，生育支出96.2万元。住院与门诊合计{}万元。", "1,724.3", "1,742.3"),
    ],
)  # fmt: skip
def test_a_sum_is_held_against_parts_that_stand_apart(text: str, right: str, wrong: str) -> None:
    assert not contradicted(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        # some of the items only
        "①培训费12.40万元；\n②印刷费8.35万元；\n③差旅费21.66万元。\n①③合计34.06万元。",
        # a running total of the year before
        "①一期312.40万元；\n②二期208.35万元；\n③三期121.66万元。\n累计合计1,642.41万元（含上年）。",
        # what both count is counted once
        "①高血压4,386人；\n②糖尿病1,527人；\n③其中两病同时管理618人。\n合计5,295人。",
    ],
)
def test_other_sums_are_left_alone(text: str) -> None:
    assert not accused(TITLE + text)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "全年直接结算42.73万人次，费用8.96亿元。按类别：住院5.38万人次、费用6.94亿元；门诊{}万人次、费用2.02亿元。",
            "37.35",
            "33.75",
        ),
        (
            "救助儿童总共268名。\n视力残疾14名，听力残疾47名，肢体残疾72名，智力残疾58名，孤独症{}名。",
            "77",
            "87",
        ),
        ("罚款合计{}万元，其中甲医院120.00万元、乙医院66.40万元。", "186.40", "168.40"),
        (
            "参保人数合计31,820人。分类别看：职工12,406人、缴费8,930万元；居民{}人、缴费1,245万元。",
            "19,414",
            "19,144",
        ),
        ("查实违规机构67家，其中医疗机构{}家、药店26家。", "41", "43"),
        ("科室{}个，其中业务科室8个、职能科室4个。", "12", "11"),
        ("达成意向216人，其中退役军人183人、家属{}人。", "33", "43"),
        ("共处理机构328家。约谈146家，暂停协议{}家，解除协议19家，移送3家。", "160", "106"),
    ],
)  # fmt: skip
def test_a_list_is_held_against_the_whole_before_it(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        # kinds that one person may be of
        "“两病”登记13,286人，其中登记高血压10,934人、登记糖尿病4,871人。",
        "开通结算的267家，其中住院221家、普通门诊98家。",
        # not all of them
        "总共服务268人次。\n咨询114人次，代办47人次，上门18人次，其他未列。",
        # of another year
        # kinds that a person may have together
        "在管患者合计5,843人。\n高血压4,386人，糖尿病1,527人，脑卒中386人，部分患者兼有多种。",
    ],
)
def test_a_list_that_leaves_something_out_is_left_alone(text: str) -> None:
    assert not contradicted(TITLE + text)
