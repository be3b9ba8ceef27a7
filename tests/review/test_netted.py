"""Small balances whose words bind their numbers, and counts of what is listed beside them."""

import pytest
from tests.review.accusation import accused

TITLE = "甲市2023年度专项资金绩效自评报告\n一、完成情况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("全年新开线路4条，优化调整21条，撤并2条，净增{}条。", "2", "3"),
        ("与年初比，净减18户41人。当年新纳入37户71人，退出{}户112人。", "55", "45"),
        ("新增持证读者13,860人，年末持证读者102,420人，上年末{}人。", "88,560", "85,860"),
        ("定点机构1,038家；新增66家，退出27家，年初为{}家。", "999", "989"),
        ("年度限额：在职2,500元，退休3,500元，相差{}元。", "1,000", "1,500"),
        ("应补331.00万元；省里下达325.00万元，差{}万元由林场自筹。", "6.00", "16.00"),
        ("城市标准每人每月760元、农村标准每人每月{}元，城乡相差200元。", "560", "590"),
        ("365天中361天全指标达标，达标率98.9%，超标{}天。", "4", "6"),
        ("受理申诉2,114例，经评审支持1,263例、不予支持{}例。", "851", "951"),
        ("2021年、2022年、2023年受益学生分别为17,402人、17,088人、16,820人，三年减少{}人。", "582", "682"),
        (
            "2021、2022、2023年末失业率分别为3.62%、3.48%、3.31%，2023年末较2021年末下降{}个百分点。",
            "0.31",
            "0.41",
        ),
        ("申报费用1,286万元，审减{}万元，核定1,198万元。", "88", "98"),
        ("保费收入5,001万元，扣除赔付4,577万元和管理费250万元后，结余{}万元。", "174", "424"),
        ("每月10日前发放，全年12次，按时{}次，按时率100%。", "12", "11"),
        ("年初预算1,200万元，年中追加{}万元，调整后1,350万元。", "150", "510"),
        ("应检机构120家，实检{}家。", "118", "128"),
        ("全市排第6名，比2022年的第9名前进{}名。", "3", "4"),
    ],
)
def test_balances_hold(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("兑现举报奖励{}起、1.85万元（分别为2,000元、3,500元、5,000元和8,000元）。", "4", "5"),
        ("五项中绿灯{}项、黄灯1项、红灯0项。", "4", "3"),
        ("12个月中有11个月按时拨付，{}个月延迟。", "1", "2"),
        ("六项指标完成{}项，未完成1项。", "5", "4"),
        ("设有办公室、政治部、立法科、执法监督科、社区矫正科等{}个内设机构。", "5", "6"),
        ("数量指标3项，完成；质量指标2项，完成；满意度指标1项，完成。\n以上{}项指标全部完成。", "6", "7"),
        (
            "覆盖率目标100%，实际100%；结算率目标≥90%，实际94.2%；满意度目标≥90%，实际91.8%。{}项目标全部完成。",
            "三",
            "四",
        ),
    ],
)
def test_counts_are_of_what_is_listed(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "年末26家（其中本年新增7家、退出2家，年初为21家）。",
        "由2021年的7.4%降至2022年的6.1%、2023年的5.2%，两年累计下降2.2个百分点。",
        "产出48分（登记率未达98%目标，扣2分）、效益29分（控制率目标62%，差0.1个百分点，扣1分）。",
        "覆盖住院、门诊、药店等12个病种。",
        "五个县中有2个完成，1个未报送。",
        "抽查病历600份，同意312份，另抽查处方90份，不合格3份。",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not accused(TITLE + text)


@pytest.mark.parametrize(
    "text",
    [
        "受理51条。受理件中查实22条、查否24条、年底仍在办理5条。",  # a third part, no difference of the others
        "省里抽查4个县区各2个项目，合格8个。",  # two in each
        "2023年8月和11月两次闭馆，共41天。",  # two months, and no span from one to the other
    ],
)
def test_parts_each_and_single_months_are_no_differences(text: str) -> None:
    assert not accused(TITLE + text)


def test_a_table_of_projects_is_not_of_all_the_spending() -> None:
    text = (
        "全年预算数2,480.66万元，执行数2,361.57万元，执行率95.20%。基本支出913.24万元，项目支出1,448.33万元。\n"
        "项目\t预算数（万元）\t执行数（万元）\t执行率\n文艺创作\t843.00\t798.33\t94.70%\n设施维修\t700.00\t650.00\t92.86%\n"
        "合计\t1,543.00\t1,448.33\t93.86%\n"
    )
    assert not accused(TITLE + text)
