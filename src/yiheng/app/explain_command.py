"""The command ``yiheng explain``: why a case is in its group."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yiheng.app.group_command import ModeOption
from yiheng.app.options import CityOption, JsonOption, print_json

if TYPE_CHECKING:
    from yiheng.app.jobs.explain import Published
    from yiheng.grouping.case import Case


def explain(
    scheme: Annotated[
        str,
        typer.Option("--scheme", help="分组方案的文件夹，或内置方案的名称，如 demo", show_default=False),
    ],
    case: Annotated[
        str,
        typer.Option(
            "--case", help="一个病例的 JSON 文件；或病例号，与 --city 或 --cases 合用", show_default=False
        ),
    ] = "",
    city: CityOption = None,
    cases: Annotated[
        Path | None, typer.Option("--cases", help="病例文件（.parquet），从中取病例号", show_default=False)
    ] = None,
    dx: Annotated[
        str,
        typer.Option(
            "--dx", help="诊断编码，竖线、顿号或空格隔开，首个为主，如 J18.900|J96.000", show_default=False
        ),
    ] = "",
    px: Annotated[
        str, typer.Option("--px", help="手术操作编码，写法同上，首个为主", show_default=False)
    ] = "",
    sex: Annotated[
        str | None, typer.Option("--sex", help="性别：1 或男，2 或女（与 --dx 合用）", show_default=False)
    ] = None,
    age: Annotated[
        int | None, typer.Option("--age", help="年龄，周岁（与 --dx 合用）", show_default=False)
    ] = None,
    age_days: Annotated[
        int | None, typer.Option("--age-days", help="不足一岁的日龄", show_default=False)
    ] = None,
    weight: Annotated[
        int | None, typer.Option("--weight", help="新生儿入院体重，克", show_default=False)
    ] = None,
    los: Annotated[int | None, typer.Option("--los", help="住院天数", show_default=False)] = None,
    icu_hours: Annotated[
        int | None, typer.Option("--icu-hours", help="重症监护小时", show_default=False)
    ] = None,
    dept: Annotated[str, typer.Option("--dept", help="出院科别代码", show_default=False)] = "",
    leave: Annotated[str, typer.Option("--leave", help="离院方式代码", show_default=False)] = "",
    mode: ModeOption = "peer",
    as_json: JsonOption = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="写出说明页（.html）", show_default=False)
    ] = None,
) -> None:
    """说明一个病例为什么入这个病组：路径、并发症、相邻病组差什么、改一个编码会怎样。结果为模拟，非结算依据。"""
    from yiheng.app import explain_screen
    from yiheng.app.faults import writing
    from yiheng.app.jobs import explain as job
    from yiheng.grouping.case import Case
    from yiheng.grouping.scheme.library import open_scheme
    from yiheng.standards.problem import refuse

    if html is not None and html.suffix.lower() != ".html":
        raise refuse("out_suffix", file=str(html), expected=".html")
    published: tuple[Published, ...] = ()
    if dx:
        if case or city or cases:
            raise refuse("explain_both")
        opened = open_scheme(scheme)
        rest = Case("", sex, age, age_days, weight, los, icu_hours, dept, leave)
        patient = job.case_as_typed(rest, dx, px, opened)
    else:
        patient, published = _given(case, city, cases)
        opened = open_scheme(scheme)
    done = job.explain_case(patient, opened, mode, published)
    if as_json:
        print_json(job.plain(done))
    else:
        explain_screen.show(done)
    if html is not None:
        with writing():
            job.write_page(done, html)
        if not as_json:
            typer.echo(f"已写出 {html}")


def _given(case: str, city: Path | None, cases: Path | None) -> tuple[Case, tuple[Published, ...]]:
    """The case that the options name, and the groups its city has published for it."""
    from yiheng.app.jobs import explain as job
    from yiheng.standards.problem import refuse

    if not case:
        raise refuse("explain_what")
    if city is not None and cases is not None:
        raise refuse("explain_both")
    if city is not None:
        return job.case_from_city(city, case)
    if cases is not None:
        return job.case_from_file(cases, case), ()
    if not case.lower().endswith(".json") and not Path(case).is_file():
        raise refuse("explain_where", found=case)
    return job.case_from_json(Path(case)), ()
