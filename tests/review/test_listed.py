"""Counts of what is listed: items after them, before them, under marks, in rows, and two counts of one list."""

import pytest
from tests.review.accusation import accusations

TITLE = "己县2023年度医疗保障专项资金绩效自评报告\n一、实施情况\n"
TABLE = "乡镇|应参保|已参保|参保率\n甲镇|1000|982|98.20%\n乙镇|1200|1146|95.50%\n丙乡|800|785|98.13%\n合计|3000|2913|97.10%\n"


def accused(text: str) -> bool:
    return any(one.code == "review_counted" for one in accusations(TITLE + text))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("内设{}个股室（综合股、待遇股、监管股）。", "3", "4"),
        ("宣传途径有{}种，即广播、海报、短信、入户。", "四", "五"),
        ("城关镇、河东镇、柳林乡、石桥乡共{}个乡镇开展试点。", "4", "5"),
        ("存在{}方面问题：一是人手不足；二是宣传不够；三是系统老旧。", "三", "两"),
        ("主要做法{}条：①压实责任；②部门联动；③按月通报。", "3", "4"),
        ("一、建章立制；二、强化培训；三、严格考核。以上{}条措施成效明显。", "三", "四"),
        ("培训班共{}期：4月首期培训62人，6月第二期培训58人，9月第三期培训71人。", "3", "2"),
        ("12个月中，2月、9月两个月出现赤字，其余{}个月均有结余。", "10", "9"),
        ("五类人群包括特困人员、孤儿、低保对象、返贫人口、重残人员等{}类。", "五", "六"),
        ("绩效目标：\n1.参保9万人以上；\n2.征缴率≥98%；\n3.满意度≥90%。\n以上共{}项绩效目标。", "3", "4"),
        (TABLE + "参保率达到98%以上的有{}个乡镇。\n", "2", "3"),
    ],
)
def test_a_count_is_that_of_its_list(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right))
    assert accused(text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "检查定点医院、诊所、药店186家。",
        "开展宣传、培训等5项活动。",
        "重点排查12类问题：分解住院、串换项目、超限用药等。",
        "处理机构5家：约谈、限期整改、暂停协议。",
        "设3个科室（综合和人事科、待遇科、监管与稽核科）。",
        "门诊慢特病病种42种，主要有高血压、糖尿病、冠心病。",
        "二、降低住院率；三、东县、西县、北县3县签责任书。",
    ],
)
def test_an_open_list_and_a_count_of_something_else_say_nothing(text: str) -> None:
    assert not accused(text)


@pytest.mark.parametrize("said", ["共计{}个项目。", "2023年共安排专项资金{}个。"])
def test_the_projects_of_a_report_are_counted_alike(said: str) -> None:
    text = TITLE + said + "2023年8个项目预算资金5324.65万元。8个项目自评得分均在90分以上。"
    codes = [[one.code for one in accusations(text.format(count))] for count in ("8", "10")]
    assert codes == [[], ["review_project_count"]]
