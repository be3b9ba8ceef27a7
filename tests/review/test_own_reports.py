"""What ``yiheng evaluate`` writes for subjects whose facts agree passes its own review."""

import pytest

from yiheng.app.jobs import evaluation as job
from yiheng.app.jobs.review import run


@pytest.mark.parametrize(
    "subject", ["changji-2021-resident", "panzhihua-2021-capacity", "fengdu-2023-capacity"]
)
def test_an_evaluation_passes_its_own_review(subject, tmp_path):
    done = job.run(subject, "", ())
    job.write_report(done, tmp_path / "report.docx", "")
    job.write_table(done, tmp_path / "table.xlsx", "")
    for name in ("report.docx", "table.xlsx"):
        assert [one.relation.message for one in run(tmp_path / name).of("inconsistent")] == []
