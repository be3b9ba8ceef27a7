"""Recorded runs of a city: an evaluation kept with its inputs, and computed again from the recorded ones.

A replay uses the snapshot that was recorded; policy, code and libraries are those of now. Where they are the same, the
hashes must be the same too; where they are not, the comparison says which inputs differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from yiheng.app.jobs.city_evaluation import CityRun
from yiheng.app.jobs.city_evaluation import run as evaluate_city
from yiheng.engine.city import City, open_city
from yiheng.engine.run import (
    RUN_ID,
    Run,
    RunInputs,
    code_version,
    library_version,
    output_hash,
    read_run,
    record_run,
)
from yiheng.engine.snapshot import read_snapshot
from yiheng.metrics.value_rows import value_rows
from yiheng.performance.score_rows import score_rows
from yiheng.policy.contract import contract
from yiheng.standards.problem import refuse
from yiheng.standards.table import Table

EVALUATE = "evaluate"


def record_evaluation(root: Path, done: CityRun, recorded_on: date) -> Run:
    """Keep an evaluation of a city under ``runs/``: its figures and its scores."""
    city = open_city(root)
    inputs = _inputs(city, done)
    return record_run(city.runs, inputs, _outputs(done, inputs.run_id), recorded_on.isoformat())


@dataclass(frozen=True)
class Replay:
    """A run computed again: the inputs that are not as recorded, and the tables whose hash came out differently."""

    run: Run
    changed_inputs: tuple[tuple[str, str, str], ...]
    changed_tables: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every table came out as recorded."""
        return not self.changed_tables


def replay(root: Path, run_id: str) -> Replay:
    """Compute a recorded run again from its recorded snapshot and parameters."""
    city = open_city(root)
    run = read_run(city.runs, run_id)
    if run.inputs.job != EVALUATE:
        raise refuse("run_job_unknown", key=run.run_id, found=run.inputs.job)
    asked = run.inputs.parameters
    done = evaluate_city(
        root, int(asked["year"]), asked["profile"], asked["insurance"], snapshot=run.inputs.snapshot
    )
    now = _inputs(city, done)
    tables = _outputs(done, run.run_id)
    changed = [
        name for name, (table, key) in tables.items() if output_hash(table, key) != run.outputs[name].hash
    ]
    pairs = [(name, getattr(run.inputs, name), getattr(now, name)) for name in _VERSIONS]
    return Replay(run, tuple((name, old, new) for name, old, new in pairs if old != new), tuple(changed))


_VERSIONS = ("snapshot_hash", "policy_version", "code_version", "library_version")


def _inputs(city: City, done: CityRun) -> RunInputs:
    subject = done.evaluation.subject
    parameters = {
        "year": subject.period,
        "profile": done.evaluation.profile.profile,
        "insurance": subject.insurance,
    }
    return RunInputs(
        EVALUATE,
        parameters,
        done.snapshot,
        read_snapshot(city, done.snapshot).hash,
        done.content.version(),
        code_version(),
        library_version(),
    )


def _outputs(done: CityRun, run_id: str) -> Mapping[str, tuple[pa.Table, tuple[str, ...]]]:
    tables = contract().tables
    values, scores = tables["metric_value"], tables["indicator_score"]
    return {
        "metric_value": (value_rows(done.measured.figures, run_id, values), _key(values)),
        "indicator_score": (score_rows(done.evaluation, run_id, scores), _key(scores)),
    }


def _key(table: Table) -> tuple[str, ...]:
    """The key within one run."""
    return tuple(name for name in table.key if name != RUN_ID)
