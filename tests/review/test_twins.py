"""A number told twice with a slip of the pen: under its name, by a word that refers back, in the abstract, in another unit."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes


def _report(first: str, second: str) -> str:
    return f"某市2023年医保资金绩效自评\n一、基本情况\n{first}\n二、完成情况\n{second}\n"


PLANTED = (
    (
        "应稽核290家，实际稽核279家，279÷290=96.2%。",
        "|序号|指标|目标|实际|\n|1|日常稽核覆盖率|100%|92.6%|\n|2|办结率|98%|98.1%|",
        "92.6",
    ),
    ("摘要：全年支付门诊费用3.627亿元。", "一级12,540.0万元，二级20,130.0万元，共32,670.0万元。", "3.627"),
    (
        "提要：惠及老人58.4万人次。",
        "城区30.2万人次，乡村18.3万人次，两类共48.5万人次。惠及老人48.5万人次。",
        "58.4",
    ),
    ("年末在册老人274,190人。", "在册老人目标25万人以上，结果24.72万人。", "24.72"),
    ("改造住房6,318户，户均0.42万元。", "入户回访1,034份（占6,138户的比重尚可）。", "6,138"),
    ("参加培训的村医3,457人。", "每人补助按3,547人计，由财政一次拨付。", "3,547"),
    ("门诊签约服务率73.6%，签约1,472人，应签2,000人。", "门诊签约服务率：目标70%以上，实际76.3%。", "76.3"),
    ("设备购置支出2,418.36万元。", "据台账，设备购置支出2,481.36万元，均已入账。", "2,481.36"),
    ("全年救助困难家庭18,427户。", "救助困难家庭18,927户，均已建档。", "18,927"),
)
HONEST = (
    ("县医院药占比33.8%。", "县医院所得占38.3%。"),
    ("设备购置预算2,481.36万元。", "设备购置支出2,418.36万元。"),
    ("追加264.0万元（信息改革162.0万元、大厅租赁102.0万元）。", "年内信息改革另有合同362.0万元。"),
    ("人均补助不超过3200元。", "人均补助3000元。"),
)


@pytest.mark.parametrize(("first", "second", "slip"), PLANTED)
def test_a_number_told_again_with_a_slip(first: str, second: str, slip: str) -> None:
    assert quotes(_report(first, second), slip)


@pytest.mark.parametrize(("first", "second"), HONEST)
def test_two_numbers_are_two_things(first: str, second: str) -> None:
    assert not contradicted(_report(first, second))
