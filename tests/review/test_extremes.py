"""Who has the most or the least of a list told before: in a sentence, on lines of its own, in a table."""

import pytest
from tests.review.accusation import accused

TITLE = "甲市2023年度专项资金绩效自评报告\n一、完成情况\n"
LINES = (
    "  化学药：原价测算3,862.4万元，实际1,480.6万元，降幅61.7%；\n"
    "  中成药：原价测算1,105.9万元，实际512.3万元，降幅53.7%；\n"
    "  耗材：原价测算744.2万元，实际298.8万元，降幅59.8%。\n"
)
TABLE = "县市|2022年参保|2023年参保|增减\n东川县|18,711|18,340|-371\n西川县|9,802|9,671|-131\n北川县|12,240|12,186|-54\n"
TREE = "  ┌社保补贴：1,042.5万元，3,186人\n  ├岗位补贴：688.4万元，1,074人\n  ├培训补贴：506.2万元，4,520人次\n  └见习补贴：112.7万元，196人\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (LINES + "三类中降幅最大的是{}。", "化学药", "耗材"),
        (LINES + "三类中降幅最大的是化学药，最小的是{}。", "中成药", "耗材"),
        (LINES + "实际金额{}最低。", "耗材", "中成药"),
        (TABLE + "从上表看，减少最多的是{}。", "东川县", "北川县"),
        (TREE + "占比最高的为社保补贴；最低的是{}。", "见习补贴", "培训补贴"),
        (
            "就医流向：北京3,912人次，上海5,207人次，广东8,166人次，浙江2,455人次。前往{}的最多。",
            "广东",
            "上海",
        ),
        (
            "按地区：东区支出121.06万元，执行率94.58%；西区52.77万元，执行率97.72%；北区32.40万元，执行率85.26%。"
            "执行率最低的为{}。",
            "北区",
            "东区",
        ),
        (
            "资助参保623.18万元、28,640人次；住院救助912.47万元、2,417人次；门诊救助274.35万元、8,203人次。"
            "住院救助占全部支出的50.4%，是支出的{}项。",
            "第一大",
            "第二大",
        ),
        ("三家医院满意率：一院96.2%、二院91.8%、中医院94.5%。其中{}垫底。", "二院", "中医院"),
    ],
)
def test_the_list_says_who_has_the_most(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        LINES + "次均费用最高的是中成药。",  # of something that the list does not have
        "2023年跨省住院17,284人次：北京3,912人次，广东8,166人次，浙江5,206人次。前往广东的最多。",
        "各乡镇参保率：甲镇96.2%、乙镇91.8%、丙镇94.5%。单笔最高的为丙镇一户2万元。",
    ],
)
def test_what_the_list_does_not_tell_is_left_alone(text: str) -> None:
    assert not accused(TITLE + text)
