"""docs/grouping_quality.md: its example of local calibers is sound content, and takes effect."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from yiheng.grouping.quality.rules import GROUPING_QUALITY, rules_in_force
from yiheng.performance.library import layers
from yiheng.policy.content import load

MANUAL = Path(__file__).parents[2].joinpath("docs/grouping_quality.md").read_text(encoding="utf-8")


def test_local_calibers_of_the_manual_replace_the_national_ones(tmp_path):
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
    folder = tmp_path / "grouping_quality"
    folder.mkdir()
    (folder / "本市.yaml").write_text(example, encoding="utf-8")
    content = load((GROUPING_QUALITY,), layers((tmp_path,)))
    assert content.problems == ()
    rules = rules_in_force(content, "四川省攀枝花市", date(2023, 12, 31))
    assert (rules.trim.method, rules.trim.k, rules.acceptance.cv_max) == ("sigma3", "3", "0.8")
    assert rules.readmission.days == (10, 15, 31)


def test_a_caliber_that_cannot_be_is_named_with_its_line(tmp_path):
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
    folder = tmp_path / "grouping_quality"
    folder.mkdir()
    wrong = example.replace("method: sigma3", "method: ratio").replace("[10, 15, 31]", "[10, 400]")
    (folder / "本市.yaml").write_text(wrong, encoding="utf-8")
    problems = load((GROUPING_QUALITY,), layers((tmp_path,))).problems
    lines = wrong.splitlines()
    assert [lines[one.line - 1].split(":")[0].strip() for one in problems] == ["trim", "readmission"]
    assert all(one.file.endswith("本市.yaml") for one in problems)
