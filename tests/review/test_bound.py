"""Claims whose own words bind their operands: told at once where no number that they ask for gives them."""

import pytest
from tests.review.accusation import accused as told
from tests.review.accusation import contradicted
from tests.review.accusation import quotes as accused


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("复核件数较上年的400件增加60件，增长{}。", "15%", "13%"),
        ("床日费用由640元压减至560元，降幅{}。", "12.5%", "14.3%"),
        ("随访2,310人次，2022年2,200人次，上升{}。", "5%", "8%"),
        ("窗口受理7,200件，比上年增加800件，增长{}。", "12.5%", "11.1%"),
        ("全年上门评估1,150次，同比增长{}（上年1,000次）。", "15%", "13%"),
        ("与邻县同类费用5,000元相比，例均降低600元，降幅{}。", "12%", "21%"),
        ("占比78.4%，较上年的80.1%{}1.7个百分点。", "下降", "上升"),
        ("排队时间由26分钟缩短到18分钟，{}8分钟。", "减少", "增加"),
    ],
)
def test_a_change_is_bound_by_what_it_is_since(text: str, right: str, wrong: str) -> None:
    assert not told(text.format(right))
    assert accused(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "1—6月支出2.10亿元，同比增长4.5%；2022年全年支出4.40亿元。",
        "保费由11,000万元增加到12,100万元，增长10%；赔付增加300万元（2022年为10,000万元），增长3%。",
        "认定资格900人，退出240人，净增660人，上年末为5,400人。",
        "参保率由94.0%提高到96.5%，提高2.5个百分点；报销比例提高4个百分点，达到61%。",
        "全年收入9.6亿元，增长6.1%（剔除一次性补缴）；上年报表收入9.3亿元。",
    ],
)
def test_a_change_of_something_else_is_left_alone(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("抽查台账60本，记录完整57本，完整率{}。", "95%", "97%"),
        ("13个乡镇中有9个建成示范窗口，建成率{}。", "69.2%", "96.2%"),
        ("入户核查420户，其中符合条件399户，占{}。", "95%", "93%"),
        ("在岗医师80名，副高以上职称28名，占比{}。", "35%", "53%"),
        ("16家医院里已有{}家接入，接入率87.5%。", "14", "11"),
        ("应检设备250台，送检合格{}台，合格率96.4%。", "241", "214"),
    ],
)
def test_a_share_is_bound_by_its_part_and_its_whole(text: str, right: str, wrong: str) -> None:
    assert not told(text.format(right))
    assert accused(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "开展巡查48次，覆盖全部15个街道，覆盖率100%。",
        "本地住院900人次，异地住院100人次，异地占比10%。",
        "补助资金800万元，用于设备600万元，占75%，用于培训及其他的占25%。",
        "个人账户支出612.40万元，预算600万元，完成预算的102.07%；同期统筹基金支出预算完成率为98.1%。",
        "定点机构320家。全年检查208家次，约谈48家，占15%。",
    ],
)
def test_a_share_of_something_else_is_left_alone(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("对24件典型线索发放奖励6.0万元，平均每件{}元。", "2500", "2050"),
        ("家庭病床160张，补助38.4万元，床均补助{}元。", "2400", "4200"),
        ("为900名护理员按月发放补贴，标准每人每月80元，发放10个月，共支出{}万元。", "72", "27"),
        ("抽取病历2,000份，错误18份，准确率{}。", "99.1%", "99.9%"),
        ("2021年筹资4,000万元、2022年4,300万元；2022年比2021年增长{}。", "7.5%", "5.7%"),
    ],
)
def test_a_mean_a_product_and_a_rest_are_bound(text: str, right: str, wrong: str) -> None:
    assert not told(text.format(right))
    assert accused(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "财政补助标准为每人600元，参保52.3万人，市级财政补助910万元。",
        "每人筹资580+350元，按20万人计算，应筹集18600万元。",
        "慰问420人，花费16.8万元（不含物资运输费0.9万元），人均400元。",
        "保费120万元覆盖6000户，户均200元；另由承保公司让利每户4元。",
    ],
)
def test_a_price_of_something_else_is_left_alone(text: str) -> None:
    assert not told(text)
