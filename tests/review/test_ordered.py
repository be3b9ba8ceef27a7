"""What words say of an order: by levels, of the most and the next, of a part and its whole, of a row's sign, of a rise or a fall."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted

_HEAD = (
    "某县2022年医疗服务能力提升项目绩效自评报告\n"
    "一、资金情况。2022年安排资金320.00万元，实际支出300.80万元，执行率94.0%。\n二、"
)
_ROWS = "比较\n住院率　　18.2%　　18.6%　　0.4\n次均费用　　9,860　　9,318　　-542\n平均住院日　　8.7　　7.9　　-0.8\n负担率　　31.6%　　29.4%　　{}2.2\n"

CASES = (
    ("次均费用：一级168.0元，二级219.7元，三级319.2元，级别越高次均越{}。", "高", "低"),
    ("起付线：三级400元、二级200元、基层{}元，级别越低起付线越低。", "100", "300"),
    ("亏损最多的是重症科，亏146万元，其次是血液科，亏{}万元。", "98", "189"),
    ("执行率最高的是东县，98.2%，最低的是西县，{}%。", "91.6", "98.6"),
    ("2家单位欠缴，共欠41.7万元，其中一家破产企业欠{}万元。", "29.5", "42.5"),
    ("投诉12件，上年15件，有所{}。", "下降", "上升"),
    ("2021年实际支出288.00万元，2022年{}4.44%。", "增长", "下降"),
    ("拨付对象198家，另15家不予拨付，198加15等于参与机构总数{}。", "213", "231"),
    (
        "管理患者28.40万人，其中高血压19.88万人、糖尿病11.36万人，同时患两病的计两次，故两类相加{}总人数。",
        "大于",
        "小于",
    ),
    (_ROWS, "-", "+"),
)


@pytest.mark.parametrize(("text", "right", "wrong"), CASES)
def test_an_order_is_that_of_its_figures(text: str, right: str, wrong: str) -> None:
    assert not contradicted(_HEAD + text.format(right) + "\n")
    assert accused(_HEAD + text.format(wrong) + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "年度结算盈余318.66万元，其中结余病例盈余1,962.40万元，超支病例亏损1,643.74万元。",
        "按病组结算占比实际93.2%，其中北片98.1%、南片86.4%。",
        "商品房销售额下降27.9%，其中住宅销售额下降30.3%。",
        "节约15.32万元，其中财政资金支付300.00万元。",
        "2022年预算总额146,800万元，2023年预算总额152,672万元，比2022年增长4%。",
        "级别越高报销比例越低：一级90%，二级80%，三级70%。",
        "最多的一家追回146万元，第二批追回189万元。",
    ],
)
def test_other_orders_say_nothing(text: str) -> None:
    assert not contradicted(_HEAD + text + "\n")
