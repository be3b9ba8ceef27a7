"""Every published scheme imports; every given case comes out as the open grouper answered it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.grouping.published import CASES, SCHEMES, answered_names, needs_schemes, scheme_names

from yiheng.grouping.case import Case, split_codes
from yiheng.grouping.loop.batch import Grouper
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.scheme.build import build_scheme
from yiheng.grouping.scheme.raw_import import import_raw
from yiheng.grouping.scheme.scheme import Scheme

ANSWER = ("status", "mdc", "adrg", "drg")


def published(name: str) -> Scheme:
    """A published scheme, imported."""
    return build_scheme(import_raw(SCHEMES / name), name)


def given_cases(name: str) -> pa.RecordBatch:
    """The cases with answers of a scheme."""
    return pq.read_table(CASES / f"{name}.parquet").combine_chunks().to_batches()[0]


@needs_schemes
@pytest.mark.parametrize("name", answered_names())
def test_every_given_case_is_grouped_as_answered(name: str) -> None:
    cases = given_cases(name)
    groups = Grouper(published(name)).group(cases)
    for column in ANSWER:
        mine = groups.column(groups.schema.get_field_index(column)).cast(pa.string())
        wrong = pc.filter(cases.column("case_id"), pc.not_equal(mine, cases.column(column)))
        assert wrong.to_pylist() == [], column


@needs_schemes
@pytest.mark.slow
@pytest.mark.parametrize("mode", ["peer", "strict"])
@pytest.mark.parametrize("name", scheme_names())
def test_loop_and_reading_agree_on_every_published_scheme(name: str, mode: str) -> None:
    scheme = published(name)
    rows = [row for answered in answered_names() for row in given_cases(answered).slice(0, 1000).to_pylist()]
    grouper = Grouper(scheme, mode)  # type: ignore[arg-type]
    for row in rows:
        case = Case(
            str(row["case_id"]), row["sex"], row["age"], row["age_day"], row["weight"], row["los"], row["icu_hours"],
            row["dept"], row["leave"], split_codes(row["dx"]), split_codes(row["sx"]),
        )  # fmt: skip
        assert grouper.group_one(case) == group_case(case, scheme, mode)  # type: ignore[arg-type]
