"""The commands on content: what is shipped and held, its check, and the empty facts file that a profile asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yiheng.app.chinese_help import Commands
from yiheng.app.options import ContentOption, extra_layers, print_json

content_app = Commands(help="政策内容：检查、查看。")
facts_app = Commands(help="事实文件：生成空表。")


def subjects(content: ContentOption = None) -> None:
    """列出内置的评价对象。"""
    from yiheng.app import screen
    from yiheng.performance.library import library
    from yiheng.performance.subject import SUBJECTS

    entries = library(extra_layers(content)).of(SUBJECTS)
    rows = [
        [key, e.value.title, e.value.profile, str(len(e.value.facts))] for key, e in sorted(entries.items())
    ]
    screen.console().print(screen.table(("编号", "名称", "评分表", "事实数"), rows, right=(3,)))


def profiles(content: ContentOption = None) -> None:
    """列出评分表。"""
    from yiheng.app import screen
    from yiheng.performance.library import library
    from yiheng.performance.profile_check import PROFILES, resolved

    held = library(extra_layers(content))
    rows = []
    for key in held.keys(PROFILES):
        one = resolved(held, key)
        basis = "推定，非官方" if one.basis == "inferred" else "已公布"
        rows.append([key, one.title, one.version, basis, one.form, held.get(PROFILES, key).file])
    screen.console().print(screen.table(("编号", "名称", "版本", "依据", "版式", "文件"), rows))


@content_app.command("check")
def content_check(content: ContentOption = None) -> None:
    """检查全部政策内容：格式、引用、分值、算例；每个错误给出文件、行和改法。"""
    from yiheng.app import screen
    from yiheng.app.kinds import CONTENT_KINDS
    from yiheng.performance.library import layers
    from yiheng.policy.content import check, load
    from yiheng.policy.contract import contract_problems

    held = load(CONTENT_KINDS, layers(extra_layers(content)))
    problems = [*check(held, CONTENT_KINDS), *contract_problems(content=held)]
    rows = []
    for kind in CONTENT_KINDS:
        entries = [entry for entry in held.entries if entry.kind == kind.name]
        rows.append([kind.title, str(len(entries)), str(sum(kind.count_examples(e.value) for e in entries))])
    screen.console().print(screen.table(("内容", "条数", "算例"), rows, right=(1, 2)))
    screen.show_findings(problems)
    if problems:
        raise typer.Exit(2)


@content_app.command("show")
def content_show(
    key: Annotated[str, typer.Argument(help="指标、勾稽、评分表、等次表或参数的编号", show_default=False)],
    content: ContentOption = None,
) -> None:
    """查看一条政策内容和它所在的文件、行。"""
    from yiheng.app import screen
    from yiheng.performance.library import KINDS, library
    from yiheng.policy.content import nearest
    from yiheng.standards.problem import refuse

    held = library(extra_layers(content))
    found = [entry for entry in held.entries if entry.key == key]
    if not found:
        known = {key: name for kind in KINDS for key, name in held.names(kind).items()}
        raise refuse("content_unknown", field="内容", key=key, expected=nearest(key, known))
    for entry in found:
        place = f"　层 {entry.layer.name}　{entry.file} 第 {entry.line()} 行"
        screen.console().print(screen.styled((entry.key, "bold"), place))
        print_json(entry.value.model_dump(mode="json", by_alias=True, exclude_defaults=True))


@facts_app.command("new")
def facts_new(
    profile: Annotated[
        str,
        typer.Argument(
            help="评分表编号（见 yiheng profiles）；或内置评价对象的编号，导出为填好的样例",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option(help="存为（.xlsx）", show_default=False)],
    content: ContentOption = None,
) -> None:
    """按评分表生成空的事实文件（Excel），填好后即可 yiheng evaluate。"""
    from yiheng.app import screen
    from yiheng.app.faults import writing
    from yiheng.app.jobs.facts import new_facts
    from yiheng.performance.library import library

    held = library(extra_layers(content))
    with writing():
        new_facts(profile, held, out)
    screen.console().print(f"已写出 {out}，填好后执行：yiheng evaluate {out}")
