"""The catalogue: every shipped check is sound and proves itself; a faulty one is told with its line."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from yiheng.engine.step_lint import lint_step
from yiheng.exact.id_number import check_id
from yiheng.intake.quality.catalogue import QUALITY_CHECKS, checks_of
from yiheng.intake.quality.check import FAMILIES, Example, check_step
from yiheng.intake.quality.check_content import run_example
from yiheng.intake.quality.outcome import (
    Outcome,
    check_version,
    judge_thresholds,
    percent_words,
    read_outcomes,
    write_outcomes,
)
from yiheng.intake.quality.violations import Judging
from yiheng.performance.library import shipped_layers
from yiheng.policy.content import Content, Layer, check, load
from yiheng.policy.contract import contract
from yiheng.policy.parameter import PARAMETERS

KINDS = (PARAMETERS, QUALITY_CHECKS)
SOUND = {
    "id": "own_check", "name": "本地检查", "class": "plausibility", "family": "费用", "tables": ["settlement"],
    "severity": "warning", "bad": "medfee_sumamt_fen > :most_fen", "parameters": {"most_fen": 100},
    "shows": ["medfee_sumamt_fen"], "expected": "不超过 {most_fen} 分", "why": "试验。", "remedy": "核对",
    "source": {"status": "inferred"},
    "examples": [
        {"given": {"settlement": [{"medfee_sumamt_fen": 101}]}, "fails": [1]},
        {"given": {"settlement": [{"medfee_sumamt_fen": 100}]}},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def content() -> Content:
    return load(KINDS, shipped_layers())


@pytest.fixture(scope="module")
def parameters(tmp_path_factory: pytest.TempPathFactory) -> list[Layer]:
    """The shipped layers without their checks, which prove themselves once, not beside every faulty one."""
    layers = []
    for one in shipped_layers():
        folder = tmp_path_factory.mktemp("layer")
        if (one.root / "parameters").is_dir():
            shutil.copytree(one.root / "parameters", folder / "parameters")
        layers.append(replace(one, root=folder))
    return layers


def faults(folder: Path, layers: list[Layer], *checks: dict) -> list[str]:
    place = folder / "quality_checks"
    place.mkdir(parents=True)
    place.joinpath("own.yaml").write_text(
        yaml.safe_dump({"checks": list(checks)}, allow_unicode=True), "utf-8"
    )
    held = load(KINDS, [*layers, Layer("own", folder)])
    own = [problem for problem in check(held, KINDS) if problem.file.startswith("own")]
    assert all(problem.line for problem in own)
    return [problem.code for problem in own]


def test_every_shipped_check_proves_itself(content):
    assert [problem for problem in check(content, KINDS) if "quality_checks" in problem.file] == []
    running = [one for one in checks_of(content, "").values() if one.runs]
    assert len(running) >= 60
    assert {bool(example.fails) for one in running for example in one.examples} == {True, False}


def test_all_families_of_list_control_are_there(content):
    families = Counter(one.family for one in checks_of(content, "").values() if one.runs)
    assert set(FAMILIES[:8]) <= set(families)
    identities = {one.law for one in checks_of(content, "").values() if one.law.startswith("settlement")}
    assert {
        "settlement_cost_parts",
        "settlement_fund_parts",
        "settlement_payers",
        "settlement_person_parts",
    } <= identities


def test_what_cannot_be_checked_says_why(content):
    lacking = [one for one in checks_of(content, "").values() if one.lacking]
    assert lacking
    assert all(not one.runs and one.why for one in lacking)


def test_every_file_of_checks_is_used_and_keeps_the_rules_of_steps(content):
    used = {one.sql for one in checks_of(content, "").values() if one.sql}
    folder = Path(__file__).parents[3] / "src/yiheng/intake/quality/checks"
    assert {path.stem for path in folder.glob("*.sql")} == used
    assert [problem for name in used for problem in lint_step(check_step(name))] == []


def test_a_sound_check_of_a_bureau_is_taken(tmp_path, parameters):
    assert faults(tmp_path, parameters, SOUND) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tables": ["settlements"]}, "table_unknown"),
        ({"shows": ["medfee"]}, "formula_column_unknown"),
        ({"bad": "medfee_sumamt > :most_fen"}, "formula_column_unknown"),
        ({"bad": "medfee_sumamt_fen / 2 > :most_fen"}, "formula_construct"),
        ({"bad": "medfee_sumamt_fen > (select 1)"}, "formula_construct"),
        ({"bad": "medfee_sumamt_fen >"}, "formula_not_sql"),
        ({"bad": "medfee_sumamt_fen > :least_fen"}, "formula_parameter_unknown"),
        ({"bad": "", "law": "no_such_law"}, "check_law_unknown"),
        ({"bad": "", "reference": "account"}, "check_reference_unknown"),
        ({"bad": "", "sql": "no_such_file"}, "check_file_missing"),
        ({"bad": "", "sql": "fee_sum_differs"}, "check_parameter_missing"),
        ({"expected": "不超过 {most} 分"}, "check_parameter_missing"),
        ({"examples": SOUND["examples"][:1]}, "check_examples_short"),
        ({"examples": [*SOUND["examples"], {"given": {"settlement": [{"medfee_sumamt_fen": 5}]}, "fails": [1]}]}, "example_fails"),
        ({"examples": [*SOUND["examples"], {"given": {"settlement": [{"medfee": 5}]}}]}, "formula_column_unknown"),
        ({"examples": [*SOUND["examples"], {"given": {"settlement": [{"setl_dayno": "昨天"}]}}]}, "example_unreadable"),
        ({"bad": ""}, "value_unfit"),
        ({"law": "settlement_payers"}, "value_unfit"),
        ({"family": "别的"}, "value_unfit"),
        ({"remedy": ""}, "value_unfit"),
        ({"tolerance": 5}, "value_unfit"),
        ({"severity": "fatal"}, "value_unfit"),
        ({"colour": "red"}, "key_unknown"),
    ],
)  # fmt: skip
def test_a_faulty_check_is_told_with_its_line(tmp_path, parameters, change, code):
    assert code in faults(tmp_path, parameters, SOUND | change)


def test_numbers_beyond_sixty_three_bits_do_not_overflow(content):
    one = QUALITY_CHECKS.model.model_validate(
        SOUND | {"bad": "medfee_sumamt_fen * medfee_sumamt_fen > :most_fen"}
    )
    example = Example(given={"settlement": ({"medfee_sumamt_fen": 9_000_000_000_000_000_000},)})
    assert run_example(one, example, Judging(contract(), {}, date(2024, 1, 1))) == [1]


def test_thresholds_are_judged_anew_without_the_rows(content, tmp_path):
    one = checks_of(content, "")["fee_national_code_missing"]
    outcome = Outcome(one.id, "fee_line", 1000, 21, check_version(one))
    write_outcomes(tmp_path / "outcomes.jsonl", [outcome])
    kept = read_outcomes(tmp_path / "outcomes.jsonl")
    assert kept == [outcome]
    [strict] = judge_thresholds(kept, {one.id: one})
    assert (strict.passed, strict.rate_ppm) == (False, 21_000)
    [loose] = judge_thresholds(kept, {one.id: one.model_copy(update={"threshold_ppm": 21_000})})
    assert loose.passed
    other = one.model_copy(update={"bad": "med_list_codg is null"})
    assert judge_thresholds(kept, {one.id: other}) == []


@pytest.mark.parametrize(
    ("ppm", "words"), [(0, "0%"), (35, "0.0035%"), (1, "0.0001%"), (20_000, "2%"), (1_000_000, "100%")]
)
def test_a_limit_is_printed_exactly(ppm, words):
    assert percent_words(ppm) == words


@pytest.mark.parametrize(
    ("failed", "looked_at", "words"),
    [
        (4, 38, "10.5263%"), (88, 1184, "7.4324%"), (9, 1184, "0.7601%"), (1, 29_126, "0.0034%"), (0, 5, "0.0000%"),
        (1, 9_000_000, "＜0.0001%"),
    ],
)  # fmt: skip
def test_a_share_is_rounded_half_up_and_one_above_nothing_is_never_printed_as_nothing(
    content, failed, looked_at, words
):
    one = checks_of(content, "")["fee_national_code_missing"]
    [judged] = judge_thresholds(
        [Outcome(one.id, "fee_line", looked_at, failed, check_version(one))], {one.id: one}
    )
    assert judged.rate_words == words


@pytest.fixture(scope="module")
def person_checks(content):
    return [checks_of(content, "")[name] for name in ("person_id_check_digit", "person_id_birth_impossible")]


@settings(max_examples=60)
@given(
    st.dates(date(1900, 1, 1), date(2023, 12, 31)),
    st.integers(0, 999),
    st.sampled_from("0123456789X"),
    st.booleans(),
)
def test_id_numbers_are_judged_as_by_the_exact_room(person_checks, birth, sequence, last, spoilt):
    """SQL over a million persons and the plain reading of one number agree."""
    digits = f"510402{birth:%Y}{'0229' if spoilt else f'{birth:%m%d}'}{sequence:03d}{last}"
    as_of = date(2024, 1, 1)
    codes = set(check_id(digits, as_of).codes)
    example = Example(given={"person": ({"psn_no": "P1", "psn_cert_type": "01", "certno": digits},)})
    wrong_digit, wrong_birth = (
        bool(run_example(one, example, Judging(contract(), {}, as_of))) for one in person_checks
    )
    assert wrong_digit is ("id_check_digit" in codes)
    assert wrong_birth is bool({"id_birth_date", "id_birth_future"} & codes)


def test_examples_are_read_by_the_types_of_the_contract(content):
    one = checks_of(content, "")["settlement_future"]
    example = Example(given={"settlement": ({"setl_dayno": "2024-01-02"}, {"setl_dayno": 1})})
    assert run_example(one, example, Judging(contract(), {}, date(2024, 1, 1))) == [1]
