"""``yiheng intake persons``: pairs for people to review, masked, and nothing merged."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
from tests.intake.staged_rows import REGION, day
from typer.testing import CliRunner

from yiheng.app.cli import app
from yiheng.engine.city import create_city, open_city
from yiheng.engine.publish import publish
from yiheng.engine.schema import arrow_schema
from yiheng.engine.snapshot import current_snapshot
from yiheng.policy.contract import contract

SAMPLE, SAMPLE_15 = "11010519491231002X", "110105491231002"  # the sample of GB 11643


def test_pairs_are_listed_with_their_reason_and_masked(tmp_path):
    city = create_city(tmp_path / "city", region=REGION)
    rows = [
        {"psn_no": number, "psn_name": name, "certno": certno, "gend": "2", "brdy_dayno": day("1949-12-31")}
        for number, name, certno in (
            ("P1", "张三丰", SAMPLE),
            ("P2", "张三丰", SAMPLE_15),
            ("P3", "李四光", None),
        )
    ]
    persons = pa.Table.from_pylist(rows, schema=arrow_schema(contract().tables["person"]))
    publish(city, {"person": persons}, contract(), note="", as_of=date(2024, 1, 1))
    before = current_snapshot(open_city(city.root)).hash
    shown = CliRunner().invoke(app, ["intake", "persons", str(city.root), "--as-of", "2024-01-01"])
    assert "共 1 对待复核" in shown.output
    flat = "".join(shown.output.split())
    assert "15位与18位号码换算后相同" in flat
    assert "张**" in flat
    assert "张三丰" not in flat
    assert SAMPLE not in flat
    assert current_snapshot(open_city(city.root)).hash == before
