"""What a scheme changed, in words: for the screen, for Excel, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from yiheng.grouping.scheme.diff import Change, Section
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.reports.list_workbook import ListSheet, Value, write_lists
from yiheng.standards.problem import refuse

SECTION_WORDS: dict[Section, str] = {
    "head": "总开关",
    "mdc": "MDC",
    "rule": "ADRG规则",
    "branch": "DRG分支",
    "list": "编码列表",
    "drg_name": "DRG名称",
    "complication": "合并症",
    "exclusion": "排除表",
    "valid_procedure": "有效手术",
    "site": "创伤部位",
    "diagnosis": "诊断编码表",
    "procedure": "手术编码表",
}
KIND_WORDS = {"added": "新增", "removed": "取消", "changed": "改变", "moved": "移动"}
FIELD_WORDS = {
    "accepted_sex": "认可的性别写法",
    "ungrouped": "无法入组时给出的编码",
    "unchecked": "校验不通过时给出的编码",
    "retry_procedures": "逐个手术重试",
    "valid_from": "起用日期",
    "valid_to": "停用日期",
    "condition": "条件",
    "name": "名称",
    "mdc": "所属MDC",
    "adrg": "ADRG",
    "kind": "歧义步骤",
    "no_drg": "分支都不成立时",
    "order": "先后",
    "table": "排除表号",
    "code": "编码",
    "maps_to": "转换目标",
}
SHOWN = 5
"""Codes named in a line; the workbook has all."""
CREATED = date(2000, 1, 1)


def change_words(change: Change, shown: int = SHOWN) -> str:
    """What changed, in one line."""
    field = FIELD_WORDS.get(change.field, "")
    if change.kind == "moved":
        return f"移到{_behind(change.after)}（原在{_behind(change.before)}）"
    if change.added or change.removed:
        what = field if change.field not in ("", "code") else "编码"
        if change.field in ("table", "name", "maps_to"):
            return f"{len(change.added):,} 个编码的{what}改变：{_first(change.added, shown)}"
        parts = [f"+{len(change.added):,}（{_first(change.added, shown)}）" if change.added else ""]
        parts.append(f"−{len(change.removed):,}（{_first(change.removed, shown)}）" if change.removed else "")
        return f"{KIND_WORDS[change.kind] if change.kind != 'changed' else ''}{what} {'，'.join(filter(None, parts))}"
    if change.kind == "added":
        return f"新增：{change.after}"
    if change.kind == "removed":
        return f"取消：{change.before}"
    old, new = change.before or "（空）", change.after or "（空）"
    return f"{field}{'：' if field else ''}{old} → {new}"


def _behind(name: str) -> str:
    return f"{name} 之后" if name else "最前"


def _first(codes: Sequence[str], shown: int) -> str:
    text = "、".join(codes[:shown])
    return f"{text} 等" if len(codes) > shown else text


def subject_words(change: Change) -> str:
    """What the change is about."""
    return FIELD_WORDS.get(change.subject, change.subject) if change.section == "head" else change.subject


def diff_json(changes: Sequence[Change]) -> list[dict[str, object]]:
    """The differences as plain data, each with its sentence."""
    return [{**asdict(change), "words": change_words(change)} for change in changes]


def write_diff(before: Scheme, after: Scheme, changes: Sequence[Change], path: Path) -> None:
    """A workbook: every change a row, and every code that came or went."""
    if path.suffix.lower() != ".xlsx":
        raise refuse("out_suffix", file=str(path), expected=".xlsx")
    title = f"{after.head.title} 对 {before.head.title} 的改动"
    rows: list[tuple[Value, ...]] = [
        (
            SECTION_WORDS[one.section],
            one.mdc,
            subject_words(one),
            KIND_WORDS[one.kind],
            change_words(one),
            one.before,
            one.after,
            len(one.added),
            len(one.removed),
        )
        for one in changes
    ]
    codes: list[tuple[Value, ...]] = [
        (SECTION_WORDS[one.section], one.mdc, one.subject, sign, code, _name(code, before, after))
        for one in changes
        for sign, each in (("+", one.added), ("−", one.removed))
        for code in each
    ]
    sheets = [
        ListSheet(
            "改动",
            title,
            "一行一处改动",
            ("类别", "MDC", "对象", "改法", "说明", "原来", "现在", "增加编码", "减少编码"),
            (11, 8, 20, 7, 60, 60, 60, 10, 10),
            rows,
        ),
        ListSheet(
            "编码",
            title,
            "+ 为增加，− 为减少",
            ("类别", "MDC", "对象", "增减", "编码", "名称"),
            (12, 8, 22, 7, 22, 40),
            codes,
        ),
    ]
    write_lists(sheets, path, title=title, created=CREATED)


def _name(code: str, before: Scheme, after: Scheme) -> str:
    bare = code.partition("#")[0].partition("=")[0]
    for scheme in (after, before):
        known = scheme.diagnoses.get(bare) or scheme.procedures.get(bare)
        if known is not None:
            return known.name
    return ""
