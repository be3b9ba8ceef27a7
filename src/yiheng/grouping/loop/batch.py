"""An Arrow batch of cases in, an Arrow batch of groups out: the loop's only border.

Input columns are those of a case file: ``case_id``, ``sex``, ``age``, ``age_day``, ``weight``, ``dept``, ``los``, ``leave``,
``icu_hours``, ``dx``, ``sx`` (01 §4). The function is pure and holds no interpreter lock while it groups, so that
batches may run in threads here and in workers of Sail or Spark (``mapInArrow``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yiheng.grouping.case import OTHER_SEPARATORS, SEPARATOR, Case, Group
from yiheng.grouping.case_check import Mode, accepted_sex
from yiheng.grouping.loop.arrays import MISSING, Cells, Manner
from yiheng.grouping.loop.compiled import CompiledScheme
from yiheng.grouping.loop.kernel import group_batch
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.standards.problem import refuse

ID_COLUMN = "case_id"
MEASURE_COLUMNS = ("age", "age_day", "weight", "los", "icu_hours")
ATTRIBUTE_COLUMNS = ("sex", "dept", "leave")
DX_COLUMN, PX_COLUMN = "dx", "sx"
CASE_COLUMNS = (ID_COLUMN, *MEASURE_COLUMNS, *ATTRIBUTE_COLUMNS, DX_COLUMN, PX_COLUMN)
"""Columns of a case file, as the published conformance cases have them."""
OPTIONAL_COLUMNS = ("age_day", "weight", "icu_hours", "dept", "leave", "los")
"""Columns a file may lack: then they are unknown in every case."""

_OTHERS = f"[{OTHER_SEPARATORS}]"
_NARROW_OTHERS = [one.encode() for one in OTHER_SEPARATORS if one.isascii() and one != ","]
"""Marks that the loop must not meet; the comma it knows."""
_TEXT = pa.string()
GROUP_FIELDS = (
    pa.field("status", _TEXT),
    pa.field("mdc", _TEXT),
    pa.field("adrg", _TEXT),
    pa.field("drg", _TEXT),
    pa.field("severity", pa.int32()),
    pa.field("rule", _TEXT),
    pa.field("branch", pa.int32()),
    pa.field("deciding_code", _TEXT),
)
"""Columns of a result, after the case's own id."""


def result_schema(case_id: pa.DataType) -> pa.Schema:
    """The columns of a result as batches hold them: words as numbers of a dictionary."""
    words = pa.dictionary(pa.int32(), _TEXT)
    kinds = [pa.field(field.name, words if field.type == _TEXT else field.type) for field in GROUP_FIELDS]
    return pa.schema([pa.field(ID_COLUMN, case_id), *kinds])


@dataclass(frozen=True)
class _Words:
    """One result column: its distinct values, and which of them each outcome has."""

    values: pa.Array
    of_outcome: npt.NDArray[np.int32]


class Grouper:
    """A compiled scheme, ready to group batches. Making one takes about a second; grouping a case about a microsecond."""

    def __init__(self, scheme: Scheme, mode: Mode = "peer"):
        self.scheme = scheme
        self.mode: Mode = mode
        self.compiled = CompiledScheme(scheme, mode)
        self._learning = Lock()
        head = scheme.head
        accepted = self.compiled.sex_bits(
            sex for sex in accepted_sex(scheme, mode) if sex in self.compiled.vocabulary["sex"]
        )
        self._manner = Manner(accepted, mode == "strict", head.retry_procedures)
        self._words = [self._column_words(field.name) for field in GROUP_FIELDS[:-1]]

    def group(self, cases: pa.RecordBatch) -> pa.RecordBatch:
        """The groups of a batch of cases, in their order, with their ids as they came."""
        dx, px = _packed(cases, DX_COLUMN), _packed(cases, PX_COLUMN)
        self._learn(dx, px)
        measures = [_measure(cases, name) for name in MEASURE_COLUMNS]
        attributes = [self._attribute(cases, name) for name in ATTRIBUTE_COLUMNS]
        cells = Cells(*_bytes(dx), *_bytes(px), np.stack([*measures, *attributes], axis=1))
        outcomes = np.empty(cases.num_rows, dtype=np.int32)
        deciding = np.empty(cases.num_rows, dtype=np.int32)
        known = self.compiled.frozen
        group_batch(cells, self._manner, self.compiled.rules, known.codes, outcomes, deciding)
        decided = pa.DictionaryArray.from_arrays(pa.array(deciding), known.texts)
        columns = [cases.column(ID_COLUMN), *self._columns(outcomes), decided]
        return pa.record_batch(columns, schema=result_schema(columns[0].type))

    def group_one(self, case: Case) -> Group:
        """The group of one case, for whoever has one at a time: the same loop without a table around it."""
        if self.compiled.table.open:
            with self._learning:
                self.compiled.learn([*case.dx, *case.px])
        words = self.compiled.vocabulary
        measures = (case.age_years, case.age_days, case.weight_g, case.los_days, case.icu_hours)
        attributes = zip(ATTRIBUTE_COLUMNS, (case.sex, case.dept, case.leave), strict=True)
        record = [MISSING if one is None else one for one in measures]
        record += [words[name].index(value) if value in words[name] else -1 for name, value in attributes]
        cells = Cells(*_one_cell(case.dx), *_one_cell(case.px), np.array([record], dtype=np.int32))
        outcomes, deciding = np.empty(1, dtype=np.int32), np.empty(1, dtype=np.int32)
        known = self.compiled.frozen
        group_batch(cells, self._manner, self.compiled.rules, known.codes, outcomes, deciding)
        decided = known.texts[int(deciding[0])].as_py()
        found: Group = self.compiled.outcomes[outcomes[0]]
        return replace(found, deciding_code=decided)

    def _learn(self, dx: pa.Array, px: pa.Array) -> None:
        """Number codes that only a prefix or range of the scheme takes in, before the batch is grouped."""
        if self.compiled.table.open:
            with self._learning:
                self.compiled.learn([*_distinct(dx), *_distinct(px)])

    def _attribute(self, cases: pa.RecordBatch, name: str) -> npt.NDArray[np.int32]:
        column = _column(cases, name)
        if column is None:
            return np.full(cases.num_rows, -1, dtype=np.int32)
        words = pa.array(self.compiled.vocabulary[name], _TEXT)
        found = pc.index_in(column.cast(_TEXT), value_set=words)
        numbers: npt.NDArray[np.int32] = pc.fill_null(found, -1).to_numpy(zero_copy_only=False)
        return numbers.astype(np.int32, copy=False)

    def _column_words(self, name: str) -> _Words:
        of_outcome = [
            one.status.words if name == "status" else getattr(one, name) for one in self.compiled.outcomes
        ]
        distinct = list(dict.fromkeys(of_outcome))
        place = {value: number for number, value in enumerate(distinct)}
        kind = next(field.type for field in GROUP_FIELDS if field.name == name)
        return _Words(pa.array(distinct, kind), np.array([place[one] for one in of_outcome], dtype=np.int32))

    def _columns(self, outcomes: npt.NDArray[np.int32]) -> list[pa.Array]:
        columns = []
        for words in self._words:
            numbers = pa.array(words.of_outcome[outcomes])
            if pa.types.is_integer(words.values.type):
                columns.append(words.values.take(numbers))
            else:
                columns.append(pa.DictionaryArray.from_arrays(numbers, words.values))
        return columns


def case_batch(cases: Sequence[Case]) -> pa.RecordBatch:
    """Cases as a batch of a case file."""
    rows = {
        ID_COLUMN: pa.array([one.case_id for one in cases], _TEXT),
        "sex": pa.array([one.sex for one in cases], _TEXT),
        "age": pa.array([one.age_years for one in cases], pa.int32()),
        "age_day": pa.array([one.age_days for one in cases], pa.int32()),
        "weight": pa.array([one.weight_g for one in cases], pa.int32()),
        "los": pa.array([one.los_days for one in cases], pa.int32()),
        "icu_hours": pa.array([one.icu_hours for one in cases], pa.int32()),
        "dept": pa.array([one.dept for one in cases], _TEXT),
        "leave": pa.array([one.leave for one in cases], _TEXT),
        DX_COLUMN: pa.array([SEPARATOR.join(one.dx) for one in cases], _TEXT),
        PX_COLUMN: pa.array([SEPARATOR.join(one.px) for one in cases], _TEXT),
    }
    return pa.record_batch(rows)


def _one_cell(codes: Sequence[str]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """One cell of packed codes as bytes, and its ends."""
    text = SEPARATOR.join(codes).encode()
    return np.frombuffer(text or b"\0", dtype=np.uint8), np.array([0, len(text)], dtype=np.int64)


def _column(cases: pa.RecordBatch, name: str) -> pa.Array | None:
    at = cases.schema.get_field_index(name)
    return None if at < 0 else cases.column(at)


def _packed(cases: pa.RecordBatch, name: str) -> pa.Array:
    column = cases.column(name).cast(_TEXT)
    column = pc.fill_null(column, "") if column.null_count else column
    return pc.replace_substring_regex(column, _OTHERS, SEPARATOR) if _foreign(column) else column


def _foreign(texts: pa.Array) -> bool:
    """Whether separators may stand in a column that the loop does not know: a look at its bytes, far below grouping."""
    data, starts = _bytes(texts)
    raw = data[starts[0] : starts[-1]].tobytes()
    return not raw.isascii() or any(mark in raw for mark in _NARROW_OTHERS)


def _bytes(texts: pa.Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The bytes of a column of text, and where each value starts in them; slices keep their offset."""
    _, offsets, data = texts.buffers()
    starts = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(data or b"\0", dtype=np.uint8), starts.astype(np.int64)


def _measure(cases: pa.RecordBatch, name: str) -> npt.NDArray[np.int32]:
    column = _column(cases, name)
    if column is None:
        return np.full(cases.num_rows, MISSING, dtype=np.int32)
    try:
        whole = column.cast(pa.int32())
    except pa.ArrowInvalid as error:
        raise refuse("case_value_range", field=name, found=str(error)[:60]) from None
    values: npt.NDArray[np.int32] = pc.fill_null(whole, MISSING).to_numpy(zero_copy_only=False)
    return values


def _distinct(texts: pa.Array) -> list[str]:
    parts = pc.split_pattern_regex(pc.unique(texts), "[|,]")
    distinct: list[str] = pc.unique(pc.list_flatten(parts)).to_pylist()
    return distinct
