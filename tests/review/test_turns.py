"""R3 for shares told in turn after their amounts, and for one in each line."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes

_CLOSED = "设备118.36万元，家具34.20万元，图书1.44万元，共154.00万元，三类分别占76.86%、{}、0.94%。"
_APART = (
    "缴费资助：935人按每人320元资助，计29.92万元。单位代缴：68人，计76.84万元，人均1.13万元。住院补助：618人次，141.57万元，"
    "次均2,291元。门诊补助：39.03万元，次均137元。四项合计287.36万元，占比依次为10.4%、26.7%、{}、13.6%。"
)
_LINES = (
    "共发现违规金额1,846.52万元：\n（1）重复收费　　　　412.36万元　　　　{}\n（2）超标准收费　　　297.80万元　　16.1%\n"
    "（3）串换项目　　　　538.14万元　　29.1%\n（4）超限定用药　　　366.05万元　　19.8%\n（5）过度诊疗　　　　232.17万元　　12.6%\n"
)
_NUMBERED = (
    "累计支出1,146.72万元，按用途划分：\n1. 设备 768.90万元，占67.1%；\n2. 人才 152.36万元，占{}；\n3. 科研 134.58万元，占11.7%；\n"
    "4. 改造 90.88万元，占7.9%。\n"
)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (_CLOSED, "22.21%", "21.22%"),
        (_APART, "49.3%", "43.9%"),
        (_LINES, "22.3%", "23.2%"),
        (_NUMBERED, "13.3%", "15.3%"),
    ],
)
def test_each_share_is_of_its_own_amount(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "住院补助812万元、门诊补助166万元，占全部资金的比例较上年分别提高2.4个百分点和1.3个百分点。",
        "特困310人、低保520人、其他170人，参保率分别为100%、99.2%和98.5%。",
        "一级、二级、三级机构各12家、9家、3家，报销比例依次为75%、65%、55%。",
    ],
)
def test_rates_of_each_are_no_shares(text: str) -> None:
    assert not contradicted(text)
