"""Imports go down only: the contract in pyproject.toml holds, and it names every room."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_import_contract_is_kept():
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "2 kept, 0 broken" in run.stdout


def test_every_room_stands_on_a_floor(package):
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ][0]
    floors = [{room.strip(" ()") for room in floor.split("|")} for floor in contract["layers"]]
    rooms = {
        path.name
        for path in package.iterdir()
        if path.is_dir() and path.name not in {"__pycache__", "content"}
    }
    assert rooms <= set().union(*floors)
    assert floors[-1] == {"exact"}
    assert floors[0] == {"app"}


def test_rooms_do_not_reach_for_each_other_by_late_imports_either(package):
    """The contract sees imports inside functions too; ``importlib`` it would not see."""
    reaching = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "import_module" in path.read_text(encoding="utf-8")
        or "__import__" in path.read_text(encoding="utf-8")
    ]
    assert reaching == []
