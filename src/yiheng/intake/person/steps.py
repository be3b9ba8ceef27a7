"""The cascade as SQL: which pairs of records each step finds, with what agrees and what contradicts.

``record`` are the records asked about, ``known`` those that may be the same persons; both in the columns of
:data:`yiheng.intake.person.person_record.COMPARED`. In a search within one list both are the same table, and a pair is
found once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Level = Literal["id", "id_upgraded", "identity", "id_near", "likeness"]
LEVELS: tuple[Level, ...] = ("id", "id_upgraded", "identity", "id_near", "likeness")
"""From the surest on; a pair counts at the first step that finds it."""

_SAME = "record.name = known.name AND record.birth_dayno = known.birth_dayno"
CONDITIONS: Mapping[Level, str] = {
    "id": "record.id_whole = known.id_whole AND (record.id_text = '') = (known.id_text = '')",
    "id_upgraded": "record.id_whole = known.id_whole AND (record.id_text = '') <> (known.id_text = '')",
    "identity": f"{_SAME} AND record.sex = known.sex AND record.contact = known.contact",
    "id_near": (
        "record.name = known.name AND record.id_whole <> known.id_whole"
        " AND record.id_valid <> known.id_valid AND damerau_levenshtein(record.id_whole, known.id_whole) = 1"
    ),
    "likeness": _SAME,
}
"""Equalities come first: they are what the engine joins by."""

CONTRADICTIONS: Mapping[str, str] = {
    "name": "record.name <> known.name",
    "birth": "record.birth_dayno <> known.birth_dayno",
    "sex": "record.sex <> known.sex",
    "id": "record.id_valid AND known.id_valid AND record.id_whole <> known.id_whole",
}
"""What speaks against a pair, though a step finds it; what is unknown contradicts nothing."""


def pairs_sql(level: Level, within: bool, weights: Mapping[str, Mapping[str, int]]) -> str:
    """SELECT of a step's pairs: both numbers, contradictions, and the weight of what agrees, for ordering a review."""
    contradicted = ", ".join(
        f"coalesce({condition}, false) AS differs_{name}" for name, condition in CONTRADICTIONS.items()
    )
    once = " AND record.record_no < known.record_no" if within else ""
    return (
        f"SELECT record.record_no, known.record_no AS known_no, '{level}' AS level, {contradicted}, {_weight(weights)} AS weight"
        f" FROM record INNER JOIN known ON {CONDITIONS[level]}{once}"
    )


def _weight(weights: Mapping[str, Mapping[str, int]]) -> str:
    compared = {
        "name": "record.name = known.name",
        "birth": "record.birth_dayno = known.birth_dayno",
        "sex": "record.sex = known.sex",
        "area": "record.area = known.area",
        "id_near": "damerau_levenshtein(record.id_whole, known.id_whole) <= 2",
    }
    terms = [
        f"CASE WHEN {condition} THEN {weights['agree'][name]} WHEN NOT ({condition}) THEN {weights['disagree'][name]} ELSE 0 END"
        for name, condition in compared.items()
    ]
    return " + ".join(terms)
