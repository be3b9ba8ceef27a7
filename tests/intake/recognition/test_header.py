"""Where a head stands, and what the lines around it say."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake.deliveries import FUND_HEADS, fund_rows, sheet, take

from yiheng.intake.recognition.recognise import Asked


def test_a_head_under_title_rows_and_what_they_say(tmp_path: Path) -> None:
    text = "结算基金分项\n填报单位：示例县医保经办　　期间：2023年5月　　单位：万元\n" + fund_rows(
        {3: "1.230000"}
    )
    came = take(tmp_path, {"a.csv": text})
    one = came.recognition.sheets[0]
    assert (one.head_line, one.layout.target) == (3, "settlement_fund")
    assert (one.hints.sender, one.hints.period, one.hints.unit) == ("示例县医保经办", "2023-05", "万元")
    assert came.column("settlement_fund", "fund_payamt_fen") == [1_230_000]


def test_two_head_rows_with_merged_cells(tmp_path: Path) -> None:
    text = sheet("结算ID,基金支付,,结算日期", ",基金支付类型,基金支付金额,", "S1,310100,5.00,2023-05-03")
    came = take(tmp_path, {"a.csv": text})
    assert came.recognition.sheets[0].layout.head_rows == 2
    row = came.rows("settlement_fund")[0]
    assert (row["setl_id"], row["fund_payamt_fen"], row["src_line"]) == ("S1", 500, 3)


def test_three_head_rows(tmp_path: Path) -> None:
    text = sheet(
        "结算,基金,,结算", "ID,支付,,日期", ",基金支付类型,基金支付金额,结算日期", "S1,310100,5.00,2023-05-03"
    )
    came = take(tmp_path, {"a.csv": text})
    assert came.recognition.sheets[0].layout.missing == ("setl_id",) or came.column(
        "settlement_fund", "setl_id"
    ) == ["S1"]


@pytest.mark.parametrize("word", ["合计", "合 计", "总计：", "本页小计", "小计"])
def test_total_rows_are_no_rows(tmp_path: Path, word: str) -> None:
    text = fund_rows({}, {}) + f"{word},,,24.60\n"
    came = take(tmp_path, {"a.csv": text})
    assert came.staged.read == {"settlement_fund": 2}
    assert came.faults == []


def test_a_total_row_inside_the_data_and_heads_printed_again(tmp_path: Path) -> None:
    text = (
        fund_rows({0: "S1"})
        + f"本页小计,,,12.30\n{FUND_HEADS}\nS2,310100,2023-05-03,1.00\n合计,,,13.30\n制表人：某某,,,\n"
    )
    came = take(tmp_path, {"a.csv": text})
    assert came.column("settlement_fund", "setl_id") == ["S1", "S2"]
    assert came.column("settlement_fund", "src_line") == [2, 5]


def test_a_name_that_contains_a_total_word_is_a_row(tmp_path: Path) -> None:
    heads = "定点医药机构编号,定点医药机构名称,机构类型,医院等级,所有制,归属区划,核定床位"
    came = take(tmp_path, {"a.csv": sheet(heads, "H51040200001,虚构·合计路卫生院,1,05,公立,510402,20")})
    assert came.column("provider", "fixmedins_name") == ["虚构·合计路卫生院"]


def test_head_only_and_empty(tmp_path: Path) -> None:
    came = take(tmp_path, {"a.csv": FUND_HEADS + "\n", "b.csv": "\n\n"})
    assert came.staged.read == {"settlement_fund": 0}


def test_a_head_that_stands_twice_is_refused(tmp_path: Path) -> None:
    came = take(tmp_path, {"a.csv": sheet(FUND_HEADS + ",基金支付金额", "S1,310100,2023-05-03,1.00,2.00")})
    assert came.refused == ["intake_head_twice"]


def test_what_is_no_table_of_ours_is_named(tmp_path: Path) -> None:
    came = take(tmp_path, {"a.csv": sheet("姓名,电话,地址", "某,1,某地"), "b.csv": fund_rows({})})
    assert came.refused == ["intake_head_not_found"]
    assert came.staged.read == {"settlement_fund": 1}


def test_heads_in_any_order_with_further_columns(tmp_path: Path) -> None:
    text = sheet("备注,基金支付金额,结算日期,序号,结算ID,基金支付类型", "无,7.00,2023-05-03,1,S9,310100")
    came = take(tmp_path, {"a.csv": text})
    states = {column.head: column.state for column in came.recognition.sheets[0].layout.columns}
    assert states["序号"] == "ignored" and states["备注"] == "unmapped"
    assert came.column("settlement_fund", "setl_id") == ["S9"]


def test_heads_with_blanks_brackets_and_full_width(tmp_path: Path) -> None:
    text = sheet("结算ＩＤ, 基金支付 类型 ,结算日期*,基金支付金额（万元）", "S1,310100,2023-05-03,1.5")
    assert take(tmp_path, {"a.csv": text}).column("settlement_fund", "fund_payamt_fen") == [1_500_000]


def test_missing_required_columns_are_named(tmp_path: Path) -> None:
    came = take(tmp_path, {"a.csv": sheet("结算ID,基金支付类型,结算日期", "S1,310100,2023-05-03")})
    assert came.recognition.sheets[0].layout.missing == ("fund_payamt_fen",)
    assert came.staged.tables == {}


def test_the_user_names_the_table(tmp_path: Path) -> None:
    came = take(tmp_path, {"a.csv": fund_rows({})}, asked=Asked(sender="甲医院", target="settlement_fund"))
    assert came.recognition.sheets[0].sender == "甲医院"


def test_senders_come_from_the_hand_over_sheet(tmp_path: Path) -> None:
    handover = sheet(
        "报送单位编号,报送单位,数据期间,介质,文件名,内容,性质,笔数,金额（元）",
        "H1,虚构医院,2023-05,U盘,a.csv,结算基金分项,原报,1,12.30",
    )
    came = take(tmp_path, {"x/交接单.csv": handover, "x/a.csv": fund_rows({}), "y/a.csv": fund_rows({})})
    senders = {one.sheet.file.name.split("/")[-2]: one.sender for one in came.recognition.sheets}
    assert senders == {"x": "H1", "y": ""}


def test_a_bureau_adds_aliases_in_its_own_layer(tmp_path: Path) -> None:
    from tests.intake.deliveries import words_with

    folder = tmp_path / "bureau" / "intake_aliases"
    folder.mkdir(parents=True)
    folder.joinpath("own.yaml").write_text(
        "intake_aliases:\n  - alias: fund_local\n    table: settlement_fund\n    columns:\n"
        "      - {column: fund_payamt_fen, heads: [本地基金额], unit: 万元}\n"
        "    source: {doc: 示例市医疗保障局导出表头, status: verified}\n",
        "utf-8",
    )
    text = sheet("结算ID,基金支付类型,结算日期,本地基金额", "S1,310100,2023-05-03,2")
    came = take(tmp_path, {"a.csv": text}, known=words_with(tmp_path / "bureau"))
    assert came.column("settlement_fund", "fund_payamt_fen") == [2_000_000]


def test_a_total_that_differs_from_its_rows_is_told(tmp_path: Path) -> None:
    came = take(
        tmp_path,
        {
            "a.csv": fund_rows({}, {}) + "本页小计,,,1.00\n合计,,,24.61\n",
            "b.csv": fund_rows({}) + "合计,,,12.30\n",
        },
    )
    assert [(one.code, one.line, one.found, one.expected) for one in came.problems] == [
        ("intake_total_differs", 5, "24.60", "24.61")
    ]
