"""What reading a delivery costs beside the bare readers: ``uv run python benchmarks/intake_reading.py [THOUSANDS]``.

The same bytes, in one run: text by DuckDB's ``read_csv`` alone (all columns read and counted; and written to Parquet, which
is what reading has to do), JSON by its ``read_json``, workbooks by calamine's rows. Then the peak memory of reading
files of one, two and four times the size, each in a process of its own. Ratios of one run count; seconds belong to
the machine.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from yiheng.intake.reading.read import read_files

HEADS = (
    "就诊ID", "费用明细流水号", "结算ID", "人员编号", "定点医药机构编号", "费用发生时间", "医疗目录编码", "目录名称", "目录类别", "收费项目等级",
    "数量", "单价", "明细项目费用总额", "全自费金额", "超限价金额", "先行自付金额", "符合政策范围金额", "开单科室", "开单医师", "备注",
)  # fmt: skip
WORKBOOK_SHARE = 20
"""A workbook gets one row where the text file gets so many."""
MESSAGE_SHARE = 40


def row(number: int, dice: random.Random) -> list[str]:
    """One invented fee line."""
    visit, cents = number // 150, dice.randrange(100, 500_000)
    return [
        f"J2023{visit:012d}", f"{number:014d}", f"S2023{visit:012d}", f"5104{visit * 7919 % 600_000:018d}", f"H5104{visit % 77:07d}",
        f"2023-{visit % 12 + 1:02d}-{number % 28 + 1:02d} 08:{number % 60:02d}:00", f"XA{dice.randrange(20_000):018d}",
        f"虚构药品{dice.randrange(3_000)}号", "101", "01", "1.0000", f"{cents / 100:.6f}", f"{cents / 100:.2f}", "0.00", "0.00", "0.00",
        f"{cents / 100:.2f}", f"A{visit % 30:02d}", f"D{visit % 900:06d}", "",
    ]  # fmt: skip


def write_text(path: Path, rows: int, encoding: str) -> None:
    """A CSV file."""
    dice = random.Random(1)
    with path.open("w", encoding=encoding, newline="") as out:
        out.write(",".join(HEADS) + "\r\n")
        for number in range(rows):
            out.write(",".join(row(number, dice)) + "\r\n")


def write_messages(path: Path, messages: int) -> None:
    """Messages like 4101, one a line."""
    dice = random.Random(1)
    with path.open("w", encoding="utf-8") as out:
        for number in range(messages):
            head = {
                f"field_{place}": None if place % 3 == 0 else f"值{dice.randrange(10_000)}"
                for place in range(78)
            }
            body = {
                "setlinfo": {"mdtrt_id": f"J{number}", "setl_id": f"S{number}", "psn_cashpay": number / 100}
                | head,
                "payinfo": [{"fund_pay_type": "310100", "fund_payamt": dice.randrange(10**6) / 100}] * 3,
                "diseinfo": [{"diag_type": "1", "diag_code": f"K{dice.randrange(99)}.800"} for _ in range(4)],
                "iteminfo": [
                    {"med_chrgitm": f"{item:02d}", "amt": dice.randrange(10**6) / 100, "oth_amt": 0.0}
                    for item in range(10)
                ],
            }
            out.write(json.dumps({"infno": "4101", "input": body}, ensure_ascii=False) + "\n")


def write_workbook(path: Path, rows: int) -> None:
    """An .xlsx, money and counts as numbers."""
    import xlsxwriter

    dice = random.Random(1)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("费用明细")
    sheet.write_row(0, 0, HEADS)
    for number in range(rows):
        cells = row(number, dice)
        sheet.write_row(
            number + 1, 0, [float(cell) if 10 <= place <= 16 else cell for place, cell in enumerate(cells)]
        )
    book.close()


def measured(action: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds of an action."""
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - wall, time.process_time() - cpu


def compare(name: str, path: Path, alone: dict[str, Callable[[], object]]) -> None:
    """Print what reading a file costs beside each bare reader."""
    with tempfile.TemporaryDirectory() as staging:
        ours = measured(lambda: read_files([path], Path(staging)))
    print(f"{name}，{path.stat().st_size / 2**20:.0f} MiB：读成网格 {ours[0]:.2f} s，处理器 {ours[1]:.2f} s")
    for label, action in alone.items():
        base = measured(action)
        print(
            f"  / {label} {base[0]:.2f} s，处理器 {base[1]:.2f} s：时间 {ours[0] / base[0]:.2f}，处理器 {ours[1] / base[1]:.2f}"
        )


def duck(sql: str) -> Callable[[], object]:
    """A statement on a fresh connection."""
    return lambda: duckdb.connect().execute(sql).fetchall()


def rows_of_workbook(path: Path) -> int:
    """Every row by calamine alone."""
    from python_calamine import CalamineWorkbook

    return sum(1 for _ in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows())


def peak(path: Path) -> float:
    """The most memory reading a file takes, MiB, in a process of its own."""
    run = subprocess.run(
        [sys.executable, __file__, "--peak", str(path)], capture_output=True, text=True, check=True
    )
    return float(run.stdout)


def print_peak(path: Path) -> None:
    """Read a file and print this process's peak memory."""
    with tempfile.TemporaryDirectory() as staging:
        read_files([path], Path(staging))
    # The process's own memory at its highest; ru_maxrss would keep that of the process it was forked from.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def main(thousands: int) -> None:
    """Print the table."""
    rows = thousands * 1_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text, gbk = folder / "u.csv", folder / "g.csv"
        lines, book = folder / "m.jsonl", folder / "b.xlsx"
        write_text(text, rows, "utf-8")
        write_text(gbk, rows, "gb18030")
        write_messages(lines, rows // MESSAGE_SHARE)
        write_workbook(book, rows // WORKBOOK_SHARE)

        scan = f"read_csv('{text}', header = false, all_varchar = true, delim = ',', quote = '\"')"
        count = f"SELECT count(COLUMNS(*)) FROM {scan}"
        copy = f"COPY (FROM {scan}) TO '{folder / 'o.parquet'}' (FORMAT parquet)"
        compare("CSV UTF-8", text, {"DuckDB 只读": duck(count), "DuckDB 读并写 Parquet": duck(copy)})
        compare("CSV GB18030", gbk, {"DuckDB 只读同样内容的 UTF-8": duck(count)})
        messages = f"SELECT count(input), max(input.setlinfo.setl_id) FROM read_json('{lines}')"
        whole = f"COPY (FROM read_json('{lines}')) TO '{folder / 'j.parquet'}' (FORMAT parquet)"
        compare("JSON 4101", lines, {"DuckDB 只读": duck(messages), "DuckDB 读并写 Parquet": duck(whole)})
        compare("Excel", book, {"calamine 只读": lambda: rows_of_workbook(book)})

        print("内存峰值（MiB），文件为一、二、四倍：")
        for label, write, size in (
            ("CSV UTF-8", lambda path, size: write_text(path, size, "utf-8"), rows // 2),
            ("CSV GB18030", lambda path, size: write_text(path, size, "gb18030"), rows // 2),
            ("JSON 4101", write_messages, rows // MESSAGE_SHARE // 2),
            ("Excel", write_workbook, rows // WORKBOOK_SHARE // 2),
        ):
            found = []
            for times in (1, 2, 4):
                write(folder / "grown", size * times)
                found.append(f"{peak(folder / 'grown'):.0f}")
            print(f"  {label}：{'，'.join(found)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        print_peak(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
