"""What a whole import costs beside bare readers: ``uv run python benchmarks/intake.py [THOUSANDS] [--memory]``.

Settlements as one CSV file, from bytes to published rows, beside DuckDB reading the same bytes (all columns, as text, into
Parquet); interface messages beside DuckDB's ``read_json``; a workbook beside calamine's rows. All in one run on one
machine, so that ratios count and seconds do not. The phases of each import say where the time goes. ``--memory`` adds
the peak memory of importing files of one, two and four times the size, each in a process of its own.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb

from yiheng.app.jobs import intake
from yiheng.intake.delivery_load import Watch

REGION = "四川省攀枝花市"
NOW = datetime(2024, 1, 1)
MESSAGE_SHARE, WORKBOOK_SHARE = 4, 6
"""One message and one row of a workbook for so many rows of text."""

HEADS = [
    "结算ID",
    "就诊ID",
    "人员编号",
    "定点医药机构编号",
    "险种类型",
    "人员类别",
    "参保地区划",
    "医疗类别",
    "清算类别",
    "清算方式",
    "结算时间",
    "总费用",
    "全自费金额",
    "超限价自费费用",
    "先行自付金额",
    "范围内费用",
    "起付线",
    "统筹基金支出",
    "公务员医疗补助",
    "企业补充医疗保险",
    "大病保险支出",
    "大额医疗支出金额",
    "医疗救助支出",
    "伤残人员医疗保障",
    "其他基金支付",
    "基金支付总额",
    "医院负担金额",
    "个人负担总金额",
    "个人账户支付",
    "账户共济支付金额",
    "个人现金支付",
    "是否冲销",
    "原结算ID",
]


def yuan(fen: int) -> str:
    """分 as 元."""
    return f"{fen // 100}.{fen % 100:02d}"


def settlement(number: int, dice: random.Random) -> list[str]:
    """One invented settlement whose sums agree."""
    own, first, scope = dice.randrange(50_000), dice.randrange(20_000), dice.randrange(100, 3_000_000)
    pool = scope * 6 // 10
    part = own + first + scope - pool
    account = part // 3
    day = f"2023-{number % 12 + 1:02d}-{number // 12 % 28 + 1:02d} {number % 24:02d}:{number % 60:02d}:{number % 59:02d}"
    return [
        f"S2023{number:012d}", f"J2023{number:012d}", f"5104{number * 7919 % 600_000:020d}", f"H5104{number % 77:07d}",
        "310", "1101", "510402", "21", "21", "40", day, yuan(own + first + scope), yuan(own), "0.00", yuan(first), yuan(scope),
        "400.00", yuan(pool), "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", yuan(pool), "0.00", yuan(part),
        yuan(account), "0.00", yuan(part - account), "否", "",
    ]  # fmt: skip


def write_text(path: Path, rows: int) -> None:
    """A CSV file of settlements."""
    dice = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(",".join(HEADS) + "\n")
        for number in range(rows):
            out.write(",".join(settlement(number, dice)) + "\n")


def write_workbook(path: Path, rows: int) -> None:
    """A workbook of settlements, all cells text but the amounts."""
    import xlsxwriter

    dice = random.Random(1)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("结算明细")
    sheet.write_row(0, 0, HEADS)
    for number in range(rows):
        for place, cell in enumerate(settlement(number, dice)):
            if "." in cell and place > 10:
                sheet.write_number(number + 1, place, float(cell))
            else:
                sheet.write_string(number + 1, place, cell)
    book.close()


def write_messages(path: Path, rows: int) -> None:
    """Messages 4101, one a line."""
    dice = random.Random(1)
    with path.open("w", encoding="utf-8") as out:
        for number in range(rows):
            setlinfo = {
                "mdtrt_id": f"J{number:012d}", "setl_id": f"S{number:012d}", "hi_no": f"P{number:020d}", "fixmedins_code": "H51040200001",
                "hi_type": "310", "gend": "1", "age": number % 90 + 1, "nwb_age": None, "adm_time": "2023-05-01 08:00:00",
                "dscg_time": f"2023-05-{number % 20 + 5:02d} 08:00:00", "dscg_caty": "A03", "act_ipt_days": number % 20 + 4, "dscg_way": "1",
                "vent_used_dura": "0/0/0", **{f"field_{place}": None for place in range(60)},
            }  # fmt: skip
            body = {
                "setlinfo": setlinfo,
                "diseinfo": [
                    {"diag_type": "1", "diag_code": f"K{dice.randrange(10, 99)}.800", "adm_cond_type": "1"}
                    for _ in range(4)
                ],
                "iteminfo": [
                    {"med_chrgitm": f"{item:02d}", "amt": dice.randrange(10**6) / 100}
                    for item in range(1, 11)
                ],
                "icuinfo": [],
            }
            line = {"infno": "4101", "input": body, "output": {"setl_list_id": f"B{number:012d}"}}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that some work takes, and seconds of processor time, also of processes it started; other work on the
    machine disturbs these less."""
    start, busy = time.perf_counter(), processor_time()
    work()
    return time.perf_counter() - start, processor_time() - busy


def processor_time() -> float:
    """Seconds of processor time so far, of this process and of those it started that have ended."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def take(path: Path, city: Path) -> dict[str, float]:
    """Import a file into a new city; seconds by phase."""
    shutil.rmtree(city, ignore_errors=True)
    phases: dict[str, float] = {}
    last = ["读取", time.perf_counter()]

    def doing(step: str, _what: str) -> None:
        now = time.perf_counter()
        phases[str(last[0])] = phases.get(str(last[0]), 0) + now - float(last[1])
        last[:] = [step, now]

    done = intake.run([path], city, lambda _: True, region=REGION, now=NOW, watch=Watch(doing=doing))
    doing("", "")
    aside = sum(one.set_aside for one in done.counts.values())
    rows = sum(one.accepted for one in done.counts.values())
    print(
        f"    {rows:,} rows accepted, {aside:,} set aside; "
        + ", ".join(f"{k} {v:.1f}" for k, v in phases.items())
    )
    return phases


def bare_text(path: Path, folder: Path) -> None:
    """DuckDB alone: every column as text into Parquet."""
    out = folder / "bare.parquet"
    duckdb.connect().execute(
        f"COPY (SELECT * FROM read_csv('{path}', all_varchar = true, header = true, delim = ',', quote = '\"')) TO '{out}'"
    )


def bare_json(path: Path, folder: Path) -> None:
    """DuckDB alone: objects as it infers them, into Parquet."""
    out = folder / "bare.parquet"
    duckdb.connect().execute(
        f"COPY (SELECT * FROM read_json('{path}', format = 'newline_delimited')) TO '{out}'"
    )


def bare_workbook(path: Path, _folder: Path) -> None:
    """Calamine alone: all rows."""
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def compare(name: str, path: Path, folder: Path, bare: Callable[[Path, Path], None]) -> None:
    """One kind of file: the bare reader and the whole import, side by side."""
    alone, alone_busy = min(timed(lambda: bare(path, folder)) for _ in range(2))
    whole, busy = timed(lambda: take(path, folder / "city"))
    print(
        f"{name}: {path.stat().st_size / 2**20:,.0f} MiB, alone {alone:.1f} s, import {whole:.1f} s,"
        f" ratio {whole / alone:.1f}, of processor time {busy / alone_busy:.1f}"
    )


def peak(thousands: int) -> None:
    """Import settlements in this process and print its peak memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_text(folder / "a.csv", thousands * 1_000)
        take(folder / "a.csv", folder / "city")
    print(f"    peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def main() -> None:
    """Compare, and with ``--memory`` show that memory does not grow with the file."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    thousands = int(words[0]) if words else 300
    if "--peak" in sys.argv:
        peak(thousands)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_text(folder / "a.csv", thousands * 1_000)
        compare("CSV", folder / "a.csv", folder, bare_text)
        write_messages(folder / "a.jsonl", thousands * 1_000 // MESSAGE_SHARE)
        compare("JSON 4101", folder / "a.jsonl", folder, bare_json)
        write_workbook(folder / "a.xlsx", thousands * 1_000 // WORKBOOK_SHARE)
        compare("xlsx", folder / "a.xlsx", folder, bare_workbook)
    if "--memory" in sys.argv:
        for times in (1, 2, 4):
            print(f"{times * thousands:,}000 settlements")
            subprocess.run([sys.executable, __file__, str(times * thousands), "--peak"], check=True)


if __name__ == "__main__":
    main()
