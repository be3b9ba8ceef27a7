"""The whole invented city through the importers: the same rows, bit for bit, as its tables loaded directly."""

from __future__ import annotations

from pathlib import Path

import pytest

from yiheng.app.jobs import city, intake
from yiheng.app.jobs.city_build import build_city
from yiheng.engine.city import open_city
from yiheng.engine.snapshot import current_snapshot

REGION = "四川省攀枝花市"
REGISTER = {"delivery", "intake_problem"}


@pytest.mark.slow
def test_the_senders_files_give_the_same_tables_as_the_contracts_own(tmp_path: Path) -> None:
    build_city("panzhihua", "2023", "0.001", 7, tmp_path / "files", form="both")
    direct = city.load_folder(tmp_path / "files" / "contract", tmp_path / "direct", region=REGION).snapshot
    done = intake.run(
        [tmp_path / "files" / "national" / "deliveries"], tmp_path / "city", lambda _: True, region=REGION
    )
    taken = current_snapshot(open_city(tmp_path / "city"))
    assert [problem for problem in done.problems if problem.severity == "error"] == []
    assert sum(counts.set_aside for counts in done.counts.values()) == 0
    assert set(taken.tables) - REGISTER == set(direct.tables)
    assert {name: taken.tables[name].hash for name in direct.tables} == {
        name: state.hash for name, state in direct.tables.items()
    }
