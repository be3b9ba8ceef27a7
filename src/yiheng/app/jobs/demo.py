"""The demonstration: every bundled subject evaluated, and a small invented city from its senders' files to its score."""

from __future__ import annotations

import shutil
from pathlib import Path

from yiheng.app import city_screen, grouping_command, grouping_screen, intake_screen, screen
from yiheng.app.jobs import city_build, city_evaluation, city_trace, grouping, intake
from yiheng.app.jobs import evaluation as job
from yiheng.exact.interval import Verdict
from yiheng.performance.library import library
from yiheng.performance.subject import SUBJECTS
from yiheng.synthetic.national.national_files import DELIVERIES
from yiheng.synthetic.profile import CITY_PROFILES
from yiheng.synthetic.profile_library import city_content

SHOWN_FIRST = "panzhihua-2023-employee-fund"
CITY_YEAR, CITY_SCALE, CITY_SEED, CITY_SCORED_BY = 2023, "0.005", 7, "sc-employee-fund-2023"
CITY_SCHEME = "demo"
CITY_TRACED = "inpatient_policy_reimbursement_rate"


def run_demo(out: Path) -> None:
    """Evaluate all bundled subjects into ``out``, then build a city's files there, take them in, group, evaluate and trace."""
    out.mkdir(parents=True, exist_ok=True)
    _run_subjects(out)
    _run_city(out)
    print_line = screen.console().print
    print_line(f"接着看：uv run yiheng evaluate {SHOWN_FIRST}　|　uv run yiheng trace {SHOWN_FIRST} C1")
    asked = f"--city {out / 'city'} --year {CITY_YEAR}"
    print_line(f"　　　　uv run yiheng evaluate {asked} --profile {CITY_SCORED_BY}")
    print_line(
        f"　　　　uv run yiheng intake status {out / 'city'} --month {CITY_YEAR}-05　|　uv run yiheng scheme show {CITY_SCHEME}"
    )
    print_line(f"　　　　uv run yiheng trace payable_months {asked}　|　uv run yiheng contract")


def _run_subjects(out: Path) -> None:
    from rich.progress import track

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


def _run_city(out: Path) -> None:
    """The folders of an earlier demonstration are replaced."""
    files, folder = out / "city-files", out / "city"
    for earlier in (files, folder):
        shutil.rmtree(earlier, ignore_errors=True)
    content = city_content()
    name = content.keys(CITY_PROFILES)[0]
    region = content.get(CITY_PROFILES, name).value.region
    print_line = screen.console().print
    built = city_build.build_city(name, str(CITY_YEAR), CITY_SCALE, CITY_SEED, files, form="national")
    sent = next(files.rglob(DELIVERIES))
    count = sum(path.is_file() for path in sent.rglob("*"))
    print_line(
        f"虚构城市 {sum(built.rows.values()):,} 行，规模 {CITY_SCALE}，各单位报来的文件 {count:,} 个，在 {sent}"
    )
    with intake_screen.Meter() as meter:
        done = intake.run([sent], folder, lambda _: True, region=region, watch=meter.watch)
    intake_screen.show_loaded(done, folder)
    grouped = grouping.group_city(folder, [CITY_SCHEME], CITY_YEAR, "peer")
    grouping_screen.show_tally(
        grouped.tally, f"已按 {CITY_SCHEME} 方案分组，发布快照 {grouped.snapshot.number}"
    )
    grouping_command.quality(
        folder,
        CITY_YEAR,
        scheme=CITY_SCHEME,
        out=out / "虚构城市-分组质量.xlsx",
        html=out / "虚构城市-分组质量.html",
    )
    scored = city_evaluation.run(folder, CITY_YEAR, CITY_SCORED_BY)
    screen.show_totals([scored.evaluation])
    city_screen.show(city_trace.run(folder, CITY_YEAR, CITY_TRACED))
