"""``yiheng intake`` on small deliveries: asked once, loaded, loaded again, changed, interrupted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from tests.intake.deliveries import FUND_HEADS, fund_rows, sheet

from yiheng.app.jobs import intake
from yiheng.engine import publish as publishing
from yiheng.engine.city import is_city, open_city
from yiheng.engine.snapshot import current_snapshot
from yiheng.intake.delivery_load import Loaded
from yiheng.intake.recognition.preview import Preview
from yiheng.intake.recognition.recognise import Asked
from yiheng.standards.problem import Refused

REGION = "四川省攀枝花市"
NOW = datetime(2023, 6, 5, 9, 0, 0)


class Answer:
    """Answers previews and remembers them."""

    def __init__(self, yes: bool):
        self.yes = yes
        self.shown: list[Preview] = []

    def __call__(self, previews: Sequence[Preview]) -> bool:
        self.shown += previews
        return self.yes


def load(city: Path, file: Path, answer: Answer | None = None, **said: str) -> Loaded:
    return intake.run([file], city, answer or Answer(True), region=REGION, now=NOW, asked=Asked(**said))


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def funds(city: Path) -> tuple[int, int]:
    """Rows and sum of the published fund parts."""
    state = current_snapshot(open_city(city)).tables["settlement_fund"]
    return state.rows, state.totals["fund_payamt_fen"]


def test_a_new_layout_that_is_not_accepted_leaves_nothing(tmp_path: Path) -> None:
    answer = Answer(False)
    with pytest.raises(Refused) as refusal:
        load(tmp_path / "city", write(tmp_path / "a.csv", fund_rows({})), answer)
    assert refusal.value.problem.code == "intake_not_accepted"
    assert not is_city(tmp_path / "city")
    assert [column.state for column in answer.shown[0].layout.columns] == ["mapped"] * 4


def test_accepted_once_the_same_heads_load_without_asking(tmp_path: Path) -> None:
    city = tmp_path / "city"
    load(city, write(tmp_path / "a.csv", fund_rows({})), sender="甲")
    answer = Answer(False)
    load(city, write(tmp_path / "b.csv", fund_rows({0: "S2"})), answer, sender="甲")
    assert answer.shown == []
    assert funds(city) == (2, 2460)


def test_another_sender_is_asked_for_itself(tmp_path: Path) -> None:
    city = tmp_path / "city"
    load(city, write(tmp_path / "a.csv", fund_rows({})), sender="甲")
    with pytest.raises(Refused):
        load(city, write(tmp_path / "b.csv", fund_rows({0: "S2"})), Answer(False), sender="乙")


def test_a_changed_layout_is_asked_again_and_says_what_changed(tmp_path: Path) -> None:
    city = tmp_path / "city"
    load(city, write(tmp_path / "a.csv", fund_rows({})), sender="甲")
    changed = sheet(FUND_HEADS.replace("结算日期", "结算日") + ",备注", "S2,310100,2023-05-03,1.00,无")
    heads = changed.replace("结算日,", "结算日期,").replace("基金支付类型", "基金类型")
    answer = Answer(True)
    load(city, write(tmp_path / "b.csv", heads), answer, sender="甲")
    change = answer.shown[0].change
    assert change is not None
    assert (change.new, change.gone) == (("基金类型", "备注"), ("基金支付类型",))


def test_a_saved_mapping_corrected_by_hand_is_used(tmp_path: Path) -> None:
    city = tmp_path / "city"
    text = sheet("结算ID,基金支付类型,结算日期,基金支付金额,另一金额", "S1,310100,2023-05-03,1.00,9.00")
    load(city, write(tmp_path / "a.csv", text), sender="甲")
    saved = next((city / "content" / "intake_mappings").iterdir())
    words = saved.read_text("utf-8")
    words = words.replace('{head: "基金支付金额", column: fund_payamt_fen}', '{head: "基金支付金额"}')
    saved.write_text(
        words.replace('{head: "另一金额"}', '{head: "另一金额", column: fund_payamt_fen}'), "utf-8"
    )
    load(city, write(tmp_path / "b.csv", text.replace("S1", "S2")), Answer(False), sender="甲")
    assert funds(city) == (2, 1_000)


def test_an_institution_named_in_a_title_is_known_by_its_code(tmp_path: Path) -> None:
    city = tmp_path / "city"
    heads = "定点医药机构编号,定点医药机构名称,机构类型,医院等级,所有制,归属区划,核定床位"
    load(city, write(tmp_path / "p.csv", sheet(heads, "H51040200001,虚构·示例医院,1,05,公立,510402,20")))
    answer = Answer(True)
    load(city, write(tmp_path / "a.csv", "填报单位：虚构·示例医院\n" + fund_rows({})), answer)
    assert answer.shown[0].senders == ("H51040200001",)


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    city, file = tmp_path / "city", write(tmp_path / "a.csv", fund_rows({}, {}))
    load(city, file)
    before = current_snapshot(open_city(city)).number
    again = load(city, write(tmp_path / "same under another name.csv", file.read_text("utf-8")))
    assert again.snapshot is None
    assert again.unchanged == ("same under another name.csv",)
    assert current_snapshot(open_city(city)).number == before


def test_a_partial_resubmission_supersedes_by_key(tmp_path: Path) -> None:
    city = tmp_path / "city"
    load(city, write(tmp_path / "a.csv", fund_rows({}, {}, {})))
    done = load(city, write(tmp_path / "b.csv", fund_rows({3: "99.00"})))
    assert done.snapshot is not None
    assert done.snapshot.intake["settlement_fund"].superseded == 1
    assert funds(city) == (3, 9_900 + 2 * 1_230)


def test_a_later_file_of_one_delivery_wins(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    write(folder / "a.csv", fund_rows({}, {}))
    write(folder / "b.csv", fund_rows({3: "99.00"}))
    done = load(tmp_path / "city", folder)
    assert done.repeated["settlement_fund"] == 1
    counts = done.counts["settlement_fund"]
    assert (counts.read, counts.accepted, counts.set_aside) == (2, 2, 0)
    assert funds(tmp_path / "city") == (2, 9_900 + 1_230)


def test_rows_add_up_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    write(folder / "a.csv", fund_rows({}, {3: "坏"}, {2: "2023-02-30"}))
    write(folder / "b.csv", sheet("姓名,电话", "某,1"))
    done = load(tmp_path / "city", folder)
    counts = done.counts["settlement_fund"]
    assert (counts.read, counts.accepted, counts.set_aside) == (3, 1, 2)
    assert [problem.code for problem in done.problems] == ["intake_head_not_found"]


def test_the_originals_are_kept_and_the_delivery_is_registered(tmp_path: Path) -> None:
    city = tmp_path / "city"
    done = load(city, write(tmp_path / "a.csv", fund_rows({})), sender="甲")
    kept = city / "inbox" / done.number / "files" / "a.csv"
    assert kept.read_text("utf-8") == fund_rows({})
    assert current_snapshot(open_city(city)).tables["delivery"].rows == 1
    assert [path.name for path in (city / "inbox").iterdir()] == [done.number]


def test_killed_before_publishing_and_begun_again_the_rows_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "a.csv", fund_rows({}, {}))
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    load(whole, write(tmp_path / "first.csv", fund_rows({0: "S0"})))
    load(broken, tmp_path / "first.csv")
    load(whole, file)
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "_commit", _die)
        with pytest.raises(KeyboardInterrupt):
            load(broken, file)
    intake.run([file], broken, Answer(True), now=datetime(2024, 1, 1, 12, 0, 0))
    assert current_snapshot(open_city(broken)).hash == current_snapshot(open_city(whole)).hash


def _die(*_: object) -> None:
    raise KeyboardInterrupt
