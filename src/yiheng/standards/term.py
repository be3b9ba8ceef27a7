"""The glossary: one name per concept, in Chinese and in code."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Term:
    """One concept of the field."""

    chinese: str
    code_name: str
    unit: str
    standard: str
    meaning: str


@cache
def glossary() -> tuple[Term, ...]:
    """All terms, in the order of ``glossary.csv``."""
    with files("yiheng.standards").joinpath("glossary.csv").open(encoding="utf-8") as stream:
        return tuple(
            Term(row["中文"], row["code_name"], row["unit"], row["standard"], row["meaning"])
            for row in csv.DictReader(stream)
        )
