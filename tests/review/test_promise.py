"""What a sentence or a row claims of a goal and its result, held against the two."""

import pytest
from tests.review.accusation import contradicted
from tests.review.accusation import words_accused as accused


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("年度计划为低保家庭换发凭证360户，实际换发{}，超额完成计划。", "372户", "327户"),
        ("急诊审核应在3个工作日内办结，实际平均{}，符合时限规定。", "2.4个工作日", "4.2个工作日"),
        ("退单率控制目标不高于2%，全年退单率{}，控制在目标以内。", "1.7%", "2.7%"),
        ("下达的参保指标是27.4万人，年末参保{}，如数完成。", "27.6万人", "26.7万人"),
        ("年初定下的满意率底线为88%，测得{}，守住了底线。", "89.6%", "86.9%"),
        ("指标值≥85%，完成值{}，自评满分。", "86%", "81%"),
        ("知晓率目标≥85%，调查知晓率为{}，达到目标值。", "86.2%", "82.6%"),
        ("申领补贴任务1,500人，实际完成1,620人，{}任务数。", "高于", "低于"),
        (
            "考核目标：每千人口签约医生≥1.2名。年末签约医生96名，每千人口{}，达到考核要求。",
            "1.31名",
            "1.13名",
        ),
        ("公示时限目标为7天，实际公示{}，按期完成。", "6天", "9天"),
        ("次均药费目标≤210元，实际205元，{}到目标，得满分5分。", "达", "未达"),
        ("接入率目标达到80%，年末接入率{}，该指标得满分。", "83.4%", "73.4%"),
    ],
)
def test_a_word_is_true_of_the_goal_and_the_result(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert any(wrong in one for one in accused(text.format(wrong)))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("年度计划回访患者2,400人次，实际回访2,352人次，比计划少{}。", "48人次", "84人次"),
        ("审批时限目标15个工作日，实际平均11.5个工作日，优于目标{}。", "3.5个工作日", "5.3个工作日"),
        ("参保率应达到96%，实际94.6%，距目标差{}，未完成任务。", "1.4个百分点", "2.4个百分点"),
        ("工单办结率目标97%，实际97.8%，与目标相差{}。", "0.8个百分点", "0.4个百分点"),
        ("卷宗整理计划3,600卷，完成3,780卷，超出计划{}。", "5%", "15%"),
        ("计划改造窗口18个，实际改造17个，差{}完成计划。", "1个", "3个"),
    ],
)
def test_a_gap_is_that_of_goal_and_result(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert any(wrong in one for one in accused(text.format(wrong)))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("随访任务{}，全年随访3,266人次，任务完成率108.87%。", "3,000人次", "3,266人次"),
        ("计划追回{}，实际追回96.60万元，超出计划15%。", "84.00万元", "96.60万元"),
        ("设定月均办件目标{}。年内月均办件420件，较设定值高出两成。", "350件", "420件"),
        ("下达巡查任务{}，实际巡查36次，相当于任务数的1.2倍。", "30次", "36次"),
        ("计划新建驿站{}，实际建成24个，仅完成计划的四分之三。", "32个", "24个"),
        ("实际完成值为目标值的九成五：目标{}，实际2,280户。", "2,400户", "2,280户"),
        ("办结时间目标为平均{}，实际平均12天，较目标压缩20%。", "15天", "12天"),
        ("惠及人次预期{}，结果13.44万，超预期12%。", "12.00万", "13.44万"),
    ],
)
def test_a_rate_tells_that_the_goal_is_not_the_one_it_was_computed_with(
    text: str, right: str, wrong: str
) -> None:
    assert not contradicted(text.format(right))
    assert any(wrong in one for one in accused(text.format(wrong)))


@pytest.mark.parametrize("parting", ["\t", " | ", "    ", "\t\t"])
def test_a_row_is_true_of_its_goal_and_its_result(parting: str) -> None:
    head = ["指标", "目标值", "实现值", "完成率", "是否完成", "分值", "得分"]
    met = ["巡查次数", "≥300次", "312次", "104%", "是", "10", "10"]
    rows = [
        (["响应时间", "≤9分钟", "8.2分钟", "—", "是", "10", "10"], 2, "9.2分钟"),
        (["办件数量", "2,000件", "2,140件", "107%", "是", "10", "10"], 1, "2,140件"),
        (["调查满意率", "≥92%", "93.5%", "—", "是", "10", "10"], 2, "90.5%"),
        (["调查知晓率", "≥92%", "90.5%", "—", "否", "10", "8"], 4, "是"),
    ]
    for row, column, wrong in rows:
        lines = [head, met, row]
        assert not contradicted("\n".join(parting.join(one) for one in lines))
        lines = [head, met, [wrong if n == column else cell for n, cell in enumerate(row)]]
        assert any(wrong in one for one in accused("\n".join(parting.join(one) for one in lines)))


@pytest.mark.parametrize(
    "text",
    [
        "省定目标94%，市定目标96%，实际95.2%，完成省定目标，未达到市定目标。",
        "满意度目标为92%左右，实际91.7%，基本达到预期。",
        "按照允许偏差±3%的规定，目标26,000人，实际25,600人，视同完成。",
        "资金支付率目标为100%，实际支付率98.8%，基本完成目标。",
        "计划培训240人，实际培训226人，按照“完成率90%以上得满分”的规则，该项得满分5分。",
        "计划宣讲30场，其中乡镇12场，实际宣讲乡镇14场、社区18场，共32场，超计划2场。",
        "年中经批准将目标由2,600人次调整为3,127人次，实际完成3,127人次，按调整后目标完成率100%。",
        "巡诊任务50场，实际巡诊50场，其中山区占任务的42%。",
        "满意率目标≥90%，实际89.4%，偏差在1个百分点以内，按细则不扣分，得10分（满分10分）。",
        "支付比例58.4%，达到不低于52%的目标。",
        "拒付率1.6%，达到不超过2%的控制要求。",
        "配送率要求不低于94%，实际三级医院97.2%、二级医院94.8%、基层92.7%，基层未达到要求。",
        "目标：例均费用增幅低于5%；实际：增幅4.3%，低于目标0.7个百分点，达到预期。",
        "审核法定时限18个工作日，承诺时限9个工作日，实际6个工作日，比承诺时限缩短3个工作日，比法定时限缩短12个工作日。",
        "次均费用计划控制在5,400元，实际5,320元，没有超出计划控制数。",
        "应参保31.6万人，已参保31.1万人，参保率98.4%，完成省下达97%的目标，距全覆盖还差0.5万人。",
        "满意度指标：走访42户，满意40户，满意度95.24%，完成目标。",
        "住院率控制在16%以内的目标未实现，实际为16.8%。",
        "6月末应完成50%，实际完成48.2%，慢于序时进度1.8个百分点，全年目标力争完成。",
    ],
)
def test_other_goals_allowances_and_rules_are_no_contradiction(text: str) -> None:
    assert not contradicted(text)


LIST = (
    "甲镇慢病随访项目自评\n"
    "目标对照：一、建档率不低于85%，做到88.2%；二、随访率不低于80%，做到81.5%；三、村医轮训不少于30人次，做到{}；"
    "四、居民满意率不低于90%，做到93%。{}\n"
)


@pytest.mark.parametrize(
    ("tally", "fewer"),
    [("四项都做到了。", False), ("四项达标4项。", False), ("四项中有一项没有达标。", True)],
)
def test_the_count_of_goals_met_is_that_of_the_list(tally: str, fewer: bool) -> None:
    right, wrong = ("24人次", "34人次") if fewer else ("34人次", "24人次")
    assert not contradicted(LIST.format(right, tally))
    assert accused(LIST.format(wrong, tally))


LOSSES = (
    "乙县窗口服务经费2023年度绩效自评报告\n"
    "　平均等候时间：目标≤12分钟，实际{}分钟，15分。\n"
    "　设施完好率：目标≥97%，实际96.1%，10分得9分。\n"
    "总分：48＋30＋10＋9.75＝97.75分。设施完好率低于目标0.9个百分点，扣1分；执行率扣0.25分，因合同跨年；培训少办1期，扣1分。{}\n"
)


def test_a_missed_goal_of_which_no_lost_point_speaks_is_told() -> None:
    assert not contradicted(LOSSES.format("10.8", ""))
    assert any("13.8" in one for one in accused(LOSSES.format("13.8", "")))
    assert not contradicted(LOSSES.format("13.8", "等候时间偏长的问题明年解决。"))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("登记率{}，比上年提高0.8个百分点，超过91%的年度目标。", "91.46%", "90.46%"),
        ("全年办结率{}，低于97%的考核要求。", "96.2%", "98.2%"),
        ("扣1分：问卷满意率{}，目标93%。", "92.4%", "94.2%"),
        ("回访人次不少于{}（实际3,180人次，完成106%）。", "3,000人次", "3,180人次"),
    ],
)
def test_the_goal_may_stand_within_the_claim(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert any(wrong in one for one in accused(text.format(wrong)))


def test_a_rate_in_words_is_that_of_the_row_of_its_name() -> None:
    text = "指标\t目标\t完成\n巡查次数\t≥240次\t252次\n回访例数\t≥{}例\t1,940例\n回访例数仅完成目标的97%，因系统升级停办半月。"
    assert not contradicted(text.format("2,000"))
    assert any("1,940" in one for one in accused(text.format("1,940")))
