"""The demonstration: every bundled subject evaluated, documents written, results on under a screen."""

from __future__ import annotations

from pathlib import Path

from yiheng.app import screen
from yiheng.app.jobs import evaluation as job
from yiheng.exact.interval import Verdict
from yiheng.performance.library import library
from yiheng.performance.subject import SUBJECTS

SHOWN_FIRST = "panzhihua-2023-employee-fund"


def run_demo(out: Path) -> None:
    """Evaluate all bundled subjects into ``out``: one report, table and working paper each."""
    from rich.progress import track

    out.mkdir(parents=True, exist_ok=True)
    names = library().keys(SUBJECTS)
    runs = []
    for name in track(names, description="评价中", console=screen.console(stderr=True), transient=True):
        done = job.run(name)
        job.write_report(done, out / f"{name}-自评报告.docx")
        job.write_table(done, out / f"{name}-自评表.xlsx")
        job.write_internal(done, out / f"{name}-校核底稿.xlsx")
        runs.append(done)
    screen.show_totals([done.evaluation for done in runs])
    relations = [
        r for done in runs for one in (done.evaluation, *done.evaluation.projects) for r in one.relations
    ]
    bad = sum(relation.verdict is Verdict.INCONSISTENT for relation in relations)
    findings = sum(len(done.findings) for done in runs)
    print_line = screen.console().print
    print_line(f"核对勾稽关系 {len(relations)} 条，不一致 {bad} 条；目标体检发现 {findings} 条。")
    print_line(f"报告、自评表、校核底稿共 {len(runs) * 3} 份，在 {out.resolve()}")
    print_line(f"接着看：uv run yiheng evaluate {SHOWN_FIRST}　|　uv run yiheng trace {SHOWN_FIRST} C1")
