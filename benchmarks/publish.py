"""What publishing costs beside DuckDB alone: ``uv run python benchmarks/publish.py [MILLIONS]``.

Fee lines in contract shape, three months, in random order. Published (checked, sorted, merged, hashed, forced to
disk) against DuckDB's COPY of the same rows to Parquet with the same compression, unsorted and sorted; and a scan of
the published parts against DuckDB's own scan of the same columns of the file as delivered. Wall and processor time
of this process, and its peak memory. Ratios of one run count; seconds belong to the machine.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from yiheng.engine.city import create_city
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.facts import open_facts
from yiheng.engine.publish import MEMORY_LIMIT, publish
from yiheng.policy.contract import contract

LINES_A_VISIT = 150
SCAN = """SELECT med_chrgitm_type, count(*), sum(det_item_fee_sumamt_fen), sum(inscp_scp_amt_fen), max(pric_e6)
FROM {source} GROUP BY 1"""
FEE_LINES = """
SELECT 'M' || lpad(v::VARCHAR, 11, '0') AS mdtrt_id, 'F' || lpad(v::VARCHAR, 11, '0') || lpad(i::VARCHAR, 4, '0') AS feedetl_sn,
  'S' || lpad(v::VARCHAR, 11, '0') AS setl_id, 'P' || lpad((v * 7919 % 600000)::VARCHAR, 9, '0') AS psn_no,
  'H510400' || lpad((v % 77)::VARCHAR, 5, '0') AS fixmedins_code,
  (DATE '2023-01-01' + day)::TIMESTAMP + INTERVAL (h % 86400) SECOND AS fee_ocur_time,
  (DATE '2023-01-01' - DATE '1970-01-01' + day)::INTEGER AS fee_ocur_dayno,
  'XA' || lpad((h % 20000)::VARCHAR, 18, '0') AS med_list_codg, 'L' || lpad((h % 30000)::VARCHAR, 8, '0') AS medins_list_codg,
  '10' || h % 4 AS list_type, lpad((h % 14 + 1)::VARCHAR, 2, '0') AS med_chrgitm_type, '0' || h % 3 + 1 AS chrgitm_lv,
  (h % 20 + 1) * 10000 AS cnt_e4, (h % 5000 + 1) * 10000 AS pric_e6, (h % 20 + 1) * (h % 5000 + 1) AS det_item_fee_sumamt_fen,
  0::BIGINT AS fulamt_ownpay_amt_fen, 0::BIGINT AS overlmt_amt_fen, 0::BIGINT AS preselfpay_amt_fen,
  (h % 20 + 1) * (h % 5000 + 1) AS inscp_scp_amt_fen, 'D' || v % 30 AS bilg_dept_codg, 'DR' || v % 900 AS bilg_dr_codg,
  NULL::VARCHAR AS init_feedetl_sn, false AS lmt_used_flag
FROM (SELECT v, i, ((hash(v * 1000 + i)) % 1000000007)::BIGINT AS h, (v % 90)::INTEGER AS day
      FROM range(VISITS) t(v), range(LINES) s(i))
ORDER BY h
"""


def measured(name: str, action: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds of an action, printed."""
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    spent = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:<44} {spent[0]:7.2f} s   处理器 {spent[1]:7.2f} s")
    return spent


def main(millions: int) -> None:
    """Print the table."""
    visits = millions * 1_000_000 // LINES_A_VISIT
    rows = visits * LINES_A_VISIT
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given, copied = folder / "fee_line.parquet", folder / "copy.parquet"
        made = FEE_LINES.replace("VISITS", str(visits)).replace("LINES", str(LINES_A_VISIT))

        def duck(sql: str) -> Callable[[], object]:
            return lambda: database.connection.execute(sql).fetchall()

        with DuckDatabase(memory_limit=MEMORY_LIMIT, spill=folder / "spill") as database:
            duck(f"COPY ({made}) TO '{given}' (FORMAT parquet, COMPRESSION zstd)")()
            print(f"费用明细 {rows:,} 行，{given.stat().st_size / 2**20:.0f} MiB")
            to = f"TO '{copied}' (FORMAT parquet, COMPRESSION zstd)"
            plain = measured("DuckDB 照原样写 Parquet", duck(f"COPY (FROM '{given}') {to}"))
            order = measured(
                "DuckDB 按就诊排序写 Parquet",
                duck(f"COPY (FROM '{given}' ORDER BY mdtrt_id, feedetl_sn) {to}"),
            )
        city = create_city(folder / "city", region="试")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        done = measured(
            "发布（核对、排序、写、哈希、落盘）",
            lambda: publish(city, {"fee_line": [given]}, contract(), note="", as_of=date(2024, 1, 1)),
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for label, base in (("照原样写", plain), ("排序写", order)):
            print(f"发布 / {label}：时间 {done[0] / base[0]:.2f}，处理器 {done[1] / base[1]:.2f}")
        print(
            f"发布 {rows / done[0] / 1e6:.2f} 百万行/秒；内存峰值 {peak / 2**20:.2f} GiB（发布前 {before / 2**20:.2f}）"
        )
        _scan(folder, given)


def _scan(folder: Path, given: Path) -> None:
    from yiheng.engine.city import open_city
    from yiheng.engine.snapshot import current_snapshot

    city = open_city(folder / "city")
    with open_facts(city, current_snapshot(city), contract()) as facts:
        for source in ("fee_line", f"read_parquet('{given}')") * 2:  # the second round is warm
            spent = measured(
                f"扫描 {'已发布的表' if source == 'fee_line' else '原文件'}",
                lambda source=source: [facts.table(SCAN.format(source=source)) for _ in range(5)],
            )
            if source == "fee_line":
                ours = spent
        print(f"扫描已发布的表 / 原文件：时间 {ours[0] / spent[0]:.2f}，处理器 {ours[1] / spent[1]:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
