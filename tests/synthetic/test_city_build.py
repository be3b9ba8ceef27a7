"""The job behind ``yiheng city build``: a folder that is whole or not there."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest

from yiheng.app.jobs.city_build import build_city, read_scale, read_years
from yiheng.engine.load import find_delivery
from yiheng.policy.contract import contract
from yiheng.standards.problem import Refused


def test_a_built_city_can_be_delivered_as_it_is(tmp_path):
    done = build_city("panzhihua", "2023", "0.001", 7, tmp_path / "city")
    delivery = find_delivery(tmp_path / "city" / "contract", contract())
    assert set(delivery) == set(done.rows)
    for table, files in delivery.items():
        assert sum(pq.read_metadata(file).num_rows for file in files) == done.rows[table]
    told = json.loads((tmp_path / "city" / "build.json").read_text(encoding="utf-8"))
    assert (told["years"], told["scale"], told["seed"]) == ([2023], "1/1000", 7)
    planted = json.loads((tmp_path / "city" / "truth" / "planted.json").read_text(encoding="utf-8"))
    assert {one["kind"] for one in planted} >= {"income_account_unswept", "duplicate_enrolment"}
    assert [path.name for path in tmp_path.iterdir()] == ["city"]


def test_a_build_that_stops_leaves_nothing(tmp_path):
    def stop(table, month):
        if table == "settlement":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_city("panzhihua", "2023", "0.001", 7, tmp_path / "city", progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [({"years": "20x3"}, "city_years_text"), ({"years": "2023-2019"}, "city_years_text"), ({"years": "2018"}, "city_years"),
     ({"scale": "many"}, "city_scale"), ({"scale": "1/0"}, "city_scale"), ({"form": "paper"}, "city_form"),
     ({"name": "nowhere"}, "content_unknown")],
)  # fmt: skip
def test_what_cannot_be_built_is_refused_and_nothing_is_written(tmp_path, change, code):
    wanted = {
        "name": "panzhihua",
        "years": "2023",
        "scale": "0.001",
        "seed": 7,
        "into": tmp_path / "city",
    } | change
    with pytest.raises(Refused) as refusal:
        build_city(**wanted)
    assert refusal.value.problem.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_not_written_over(tmp_path):
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        build_city("panzhihua", "2023", "0.001", 7, tmp_path)
    assert refusal.value.problem.code == "city_into_used"
    assert (tmp_path / "kept.txt").read_text(encoding="utf-8") == "kept"


def test_years_and_scales_are_read_exactly():
    assert read_years("2019-2021") == (2019, 2020, 2021)
    assert read_scale("0.01") * 100 == 1
