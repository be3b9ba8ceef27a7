"""docs/quality.md is what the catalogue says: one section a check, and every command and key it names exists."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from yiheng.app.cli import app
from yiheng.intake.quality.catalogue import QUALITY_CHECKS, checks_of
from yiheng.intake.quality.check import Check
from yiheng.intake.quality.handbook import BEGIN, handbook
from yiheng.intake.register.duty import Duty
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import load
from yiheng.policy.contract import contract

TEXT = Path(__file__).parents[2].joinpath("docs/quality.md").read_text(encoding="utf-8")


def test_the_sections_are_those_of_the_catalogue():
    checks = checks_of(load((QUALITY_CHECKS,), shipped_layers()[:1]), "")
    written = BEGIN + TEXT.split(BEGIN)[1]
    assert written.strip() == handbook(checks, contract()).strip()
    assert len([one for one in checks.values() if one.runs]) >= 60


def test_every_key_of_a_check_and_of_a_duty_is_explained():
    keys = {field.alias or name for name, field in Check.model_fields.items()}
    assert {key for key in keys if f"`{key}`" not in TEXT} == set()
    assert {key for key in Duty.model_fields if f"`{key}`" not in TEXT} <= {"every", "source", "parameters"}


def test_every_command_it_shows_exists():
    help_text = CliRunner().invoke(app, ["intake", "--help"]).output
    for name in re.findall(r"yiheng intake ([a-z]+) ", TEXT):
        assert re.search(rf"^\s+{name}\s", help_text, re.MULTILINE), name
