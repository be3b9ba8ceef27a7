"""What became of each check on a delivery, kept so that thresholds can be judged anew without reading the rows again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

from yiheng.exact.content_hash import text_hash
from yiheng.exact.rounding import decimal_text, div_half_up
from yiheng.intake.quality.check import Check

_PPM_OF_PERCENT, _DECIMALS, _LEAST = 10_000, 4, Fraction(1, 10_000)


@dataclass(frozen=True)
class Outcome:
    """One check on one table of one delivery: how many rows it looked at, and how many failed.

    ``version`` is a hash of the check as it was then: a threshold may be judged anew, another check must run anew.
    """

    check: str
    table: str
    looked_at: int
    failed: int
    version: str


@dataclass(frozen=True)
class Judgement:
    """An outcome under a threshold. ``rate_ppm`` is rounded half up; whether it passed is judged exactly."""

    outcome: Outcome
    check: Check
    passed: bool
    rate_ppm: int

    @property
    def rate_words(self) -> str:
        """The share of rows that failed, to four decimals of a per cent; one above nothing is never shown as nothing."""
        if self.outcome.failed and not self.rate_ppm:
            return f"＜{decimal_text(_LEAST, _DECIMALS)}%"
        return f"{decimal_text(Fraction(self.rate_ppm, _PPM_OF_PERCENT), _DECIMALS)}%"


def check_version(check: Check) -> str:
    """A hash of what decides which rows fail; thresholds, words and severities are no part of it."""
    decisive = {"bad", "where", "sql", "law", "reference", "tolerance", "parameters", "tables"}
    return text_hash(check.model_dump(mode="json", include=decisive))[:12]


def judge_thresholds(outcomes: Iterable[Outcome], checks: Mapping[str, Check]) -> list[Judgement]:
    """Each outcome under the thresholds that hold now; outcomes of a check that is gone or has changed are left out."""
    judged = []
    for outcome in outcomes:
        check = checks.get(outcome.check)
        if check is None or check_version(check) != outcome.version:
            continue
        passed = outcome.failed * 1_000_000 <= check.threshold_ppm * outcome.looked_at
        rate = div_half_up(outcome.failed * 1_000_000, outcome.looked_at) if outcome.looked_at else 0
        judged.append(Judgement(outcome, check, passed, rate))
    return judged


def percent_words(ppm: int) -> str:
    """A limit in millionths as a percentage, exactly, without ending noughts."""
    whole, rest = divmod(ppm, _PPM_OF_PERCENT)
    return f"{whole}{'.' + f'{rest:04d}'.rstrip('0') if rest else ''}%"


def write_outcomes(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Keep outcomes as JSON, one line a check."""
    lines = [json.dumps(asdict(one), ensure_ascii=False, sort_keys=True) for one in outcomes]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def read_outcomes(path: Path) -> list[Outcome]:
    """The outcomes that were kept."""
    return [Outcome(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
