"""Killed at any moment of a publish: what was published stays whole, a rerun completes, no orphan is ever read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def kills(folder: Path, *arguments: str) -> dict[str, int]:
    """Run the killer; it fails where a published part is not whole, a rerun differs, or an orphan is left."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.engine.crash_runner", str(folder), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, int] = json.loads(run.stdout)
    return found


def test_killed_at_random_moments(tmp_path):
    found = kills(tmp_path, "random", "7", "52")
    assert found["killed"] >= 50
    assert found["published"] >= 5, "all kills fell before the end of a publish"


def test_killed_at_every_change_of_the_file_system(tmp_path):
    found = kills(tmp_path, "steps")
    assert found["killed"] >= 20, "open, fsync and rename of parts, manifest and CURRENT"
    assert found["published"] >= 3, "the kills after the renaming left the next snapshot in force"


@pytest.mark.slow
def test_killed_at_many_random_moments(tmp_path):
    assert kills(tmp_path, "random", "11", "600")["killed"] >= 550
