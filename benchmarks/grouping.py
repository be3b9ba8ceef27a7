"""What grouping costs beside reading and writing alone: ``uv run python benchmarks/grouping.py SCHEME [MILLIONS …]``.

SCHEME is a scheme folder (or a raw one, which is imported). Cases are drawn from the scheme's own codes: main
diagnoses and procedures that its lists know, other diagnoses from its complications and the rest, 1 + 0–14 diagnoses and
0–6 procedures. For each size: Parquet in to Parquet out, against a program that only reads the same columns and writes
the same result; the second process keeps the result in memory. Ratios of one run count; seconds belong to the machine.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from yiheng.grouping.case import Case
from yiheng.grouping.loop.batch import CASE_COLUMNS, Grouper
from yiheng.grouping.loop.group_file import BATCH_ROWS, COMPRESSION, group_file, grouped
from yiheng.grouping.scheme.build import build_scheme, read_scheme
from yiheng.grouping.scheme.raw_import import import_raw
from yiheng.grouping.scheme.scheme import Scheme

CHUNK = 250_000
SEED = 20231


def opened(folder: Path) -> Scheme:
    """The scheme of a folder of either layout."""
    if (folder / "scheme.json").is_file():
        return build_scheme(import_raw(folder), folder.name)
    return read_scheme(folder)


def write_cases(path: Path, scheme: Scheme, cases: int) -> None:
    """A case file of so many cases; the same for the same scheme and number."""
    random = np.random.default_rng(SEED)
    names = list(scheme.lists)
    dx = np.array(sorted({code for name in names if "诊断" in name for code in scheme.lists[name].exact}))
    px = np.array(sorted({code for name in names if "手术" in name for code in scheme.lists[name].exact}))
    writer = None
    for first in range(0, cases, CHUNK):
        rows = min(CHUNK, cases - first)
        age = random.integers(0, 95, rows)
        days = np.where(age == 0, random.integers(0, 365, rows), age * 365)
        table = pa.table(
            {
                "case_id": pa.array(np.arange(first, first + rows)),
                "sex": pa.array(random.integers(1, 3, rows).astype(str)),
                "age": pa.array(age, pa.int16()),
                "age_day": pa.array(days, pa.int32()),
                "weight": pa.array(np.where(days <= 28, random.integers(900, 4500, rows), 0), pa.int32()),
                "dept": pa.array(random.choice(["0301", "28", "ICU"], rows)),
                "los": pa.array(random.integers(1, 70, rows), pa.int16()),
                "leave": pa.array(random.integers(1, 6, rows).astype(str)),
                "icu_hours": pa.array(random.integers(0, 200, rows), pa.int16()),
                "dx": packed(random, dx, 1 + random.binomial(14, 0.28, rows)),
                "sx": packed(random, px, random.binomial(6, 0.2, rows)),
            }
        )
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer:
        writer.close()


def packed(random: np.random.Generator, codes: np.ndarray, counts: np.ndarray) -> pa.Array:
    """Cells of so many codes each, the frequent ones as frequent as in a hospital (a long tail)."""
    import pyarrow.compute as pc

    ranks = np.minimum(random.zipf(1.3, counts.sum()) - 1, 10**9) % len(codes)
    order = random.permutation(len(codes))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    lists = pa.ListArray.from_arrays(
        pa.array(offsets), pa.array(codes)[: len(codes)].take(pa.array(order[ranks]))
    )
    return pc.binary_join(lists, "|")


def read_and_write(cases: Path, results: list[pa.RecordBatch], out: Path) -> None:
    """Only read the columns and write a result that is already there."""
    source = pq.ParquetFile(cases)
    wanted = [name for name in CASE_COLUMNS if name in source.schema_arrow.names]
    with pq.ParquetWriter(out, results[0].schema, compression=COMPRESSION, store_schema=False) as writer:
        for _batch, result in zip(source.iter_batches(BATCH_ROWS, columns=wanted), results, strict=True):
            writer.write_batch(result)


def measured(name: str, cases: int, action: object) -> float:
    """Wall seconds of an action, printed with its speed and processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    action()  # type: ignore[operator]
    spent, used = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:<28} {spent:7.2f} s　处理器 {used:7.2f} s　{cases / spent / 1e6:5.2f} M 例/秒　峰值 {peak:6,.0f} MiB"
    )
    return spent


def main(folder: Path, sizes: list[int]) -> None:
    """Print the table."""
    scheme = opened(folder)
    started = time.perf_counter()
    grouper = Grouper(scheme)
    print(f"方案 {scheme.head.scheme}：编译 {time.perf_counter() - started:.2f} s")
    seconds = {}
    with tempfile.TemporaryDirectory() as name:
        for millions in sizes:
            cases, out = Path(name) / "cases.parquet", Path(name) / "groups.parquet"
            write_cases(cases, scheme, millions * 1_000_000)
            group_file(cases, grouper, out)  # warm: the loop is compiled, the file is in the cache
            seconds[millions] = measured(
                f"分组 {millions} M", millions * 1_000_000, lambda c=cases, o=out: group_file(c, grouper, o)
            )
            if millions <= 5:
                source = pq.ParquetFile(cases)
                results = list(grouped(source.iter_batches(BATCH_ROWS), grouper))
                alone = measured(
                    f"只读写 {millions} M",
                    millions * 1_000_000,
                    lambda c=cases, r=results, o=out: read_and_write(c, r, o),
                )
                print(f"　分组 / 只读写 = {seconds[millions] / alone:.2f}")
                del results
    first = sizes[0]
    for millions in sizes[1:]:
        ratio = seconds[millions] / seconds[first] / (millions / first)
        print(f"每例用时 {millions} M / {first} M = {ratio:.2f}")
    case = Case("1", "1", 60, 21900, None, 9, 0, "0301", "1", ("I21.000", "I50.000"), ("36.0600",))
    grouper.group_one(case)
    started = time.perf_counter()
    for _ in range(1000):
        grouper.group_one(case)
    print(f"单例 {time.perf_counter() - started:.3f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(one) for one in sys.argv[2:]] or [1, 5])
