"""How long the pieces of one evaluation take, as ratios in one run: ``uv run python benchmarks/evaluation.py``.

Times here are never asserted in a test; the machine decides them. Each figure is the median of nine runs in this
process, printed as a multiple of a plain reading of the same bytes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from statistics import median

import yaml

from yiheng.app.jobs import evaluation as job
from yiheng.performance.library import KINDS, library, shipped_layers
from yiheng.policy.content import load

SUBJECT = "panzhihua-2023-employee-fund"
RUNS = 9


def timed(action: Callable[[], object]) -> float:
    """Median seconds of an action."""
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


def main() -> None:
    """Print the table."""
    texts = [path.read_text("utf-8") for path in Path(str(files("yiheng"))).glob("content/**/*.yaml")]
    library()
    plain = timed(lambda: [yaml.compose(text, Loader=yaml.CSafeLoader) for text in texts])
    content = timed(lambda: load(KINDS, shipped_layers()))
    evaluated = timed(lambda: job.run(SUBJECT))
    done = job.run(SUBJECT)
    with tempfile.TemporaryDirectory() as folder:
        report = timed(lambda: job.write_report(done, Path(folder) / "report.docx"))
        table = timed(lambda: job.write_table(done, Path(folder) / "table.xlsx"))
    python = timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    command = [str(Path(sys.executable).with_name("yiheng")), "--help"]
    help_text = timed(lambda: subprocess.run(command, check=True, capture_output=True))
    size = sum(len(text.encode()) for text in texts)
    print(f"内容 {len(texts)} 个文件，{size:,} 字节；{RUNS} 次取中位数")
    print(f"读内容并校验 / 仅解析同样的 YAML        {content:.3f} s / {plain:.3f} s = {content / plain:.2f}")
    print(
        f"评价一个对象 / 读内容                   {evaluated:.3f} s / {content:.3f} s = {evaluated / content:.2f}"
    )
    print(
        f"写 Word 报告 / 评价                     {report:.3f} s / {evaluated:.3f} s = {report / evaluated:.2f}"
    )
    print(
        f"写 Excel 自评表 / 评价                  {table:.3f} s / {evaluated:.3f} s = {table / evaluated:.2f}"
    )
    print(
        f"yiheng --help / python 空启动           {help_text:.3f} s / {python:.3f} s = {help_text / python:.2f}"
    )


if __name__ == "__main__":
    main()
