"""One quality check: what it looks at, how grave it is, how it is mended.

A check has one of five forms: ``bad``, an SQL scalar that is true where a row is wrong; ``sql``, a file of ``checks/``
that returns the places of wrong rows; ``law``, an identity of the data contract (a region may switch it off or give it
another tolerance); ``reference``, the table that rows refer to as the contract says; ``lacking``, the reason why a known
rule cannot be checked with the columns of the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from yiheng.engine.step import Step, read_step
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.problem import Severity
from yiheng.standards.table import Name, Words

CheckClass = Literal["completeness", "conformance", "plausibility"]
CLASS_NAMES: Mapping[CheckClass, str] = {
    "completeness": "完整性",
    "conformance": "规范性",
    "plausibility": "合理性",
}
SEVERITY_NAMES: Mapping[Severity, str] = {"error": "拒", "warning": "警", "information": "提示"}
FAMILIES = (
    "完整性", "值域", "时序", "主诊断", "诊断间", "手术间", "费用", "行为信号",
    "标识", "重复", "退费", "引用", "人员", "参保", "财务",
)  # fmt: skip
"""The eight families of list control, then ours."""

Value = int | str | tuple[str, ...]
PAGE = "docs/quality.md"


class Example(ContentModel):
    """Rows delivered and published by table, columns not given being null, and the numbers of the rows that fail.

    Rows are counted from 1 in the check's first table.
    """

    given: dict[str, tuple[dict[str, Any], ...]]
    published: dict[str, tuple[dict[str, Any], ...]] = {}
    fails: tuple[int, ...] = ()
    note: str = ""


class Check(ContentModel):
    """One check. ``where``: which rows it looks at; ``shows``: the columns whose values a finding quotes, the first at fault.

    ``whole_document``: its fault lies in a document as a whole, of which mending one row may mend all.
    ``threshold_ppm``: the share of the rows looked at that may fail before the delivery as a whole fails the check.
    ``parameters`` may be named in every expression, a list only inside ``IN``; files read lists from ``code_set``.
    """

    id: Name
    name: Words
    kind: CheckClass = Field(alias="class")
    family: Words
    tables: tuple[Name, ...] = Field(min_length=1)
    severity: Severity
    active: bool = True
    where: str = ""
    bad: str = ""
    sql: str = ""
    law: str = ""
    tolerance: int | None = Field(None, ge=0)
    reference: str = ""
    lacking: str = ""
    whole_document: bool = False
    parameters: dict[Name, Value] = {}
    shows: tuple[Name, ...] = ()
    expected: str = ""
    why: Words
    remedy: str = ""
    threshold_ppm: int = Field(0, ge=0, le=1_000_000)
    source: Source
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if len([one for one in (self.bad, self.sql, self.law, self.reference, self.lacking) if one]) != 1:
            raise ValueError("应只写 bad、sql、law、reference、lacking 之一")
        if self.family not in FAMILIES:
            raise ValueError(f"应是{'、'.join(FAMILIES)}之一")
        if not self.lacking and not (self.expected and self.remedy):
            raise ValueError("应写 expected（应为）和 remedy（改法）")
        if self.tolerance is not None and not self.law:
            raise ValueError("tolerance 只用于 law")
        return self

    @property
    def runs(self) -> bool:
        """Whether it looks at rows in this region."""
        return self.active and not self.lacking

    @property
    def sets(self) -> dict[str, tuple[str, ...]]:
        """Its own lists of codes."""
        return {name: value for name, value in self.parameters.items() if isinstance(value, tuple)}

    @property
    def values(self) -> dict[str, int | str]:
        """Its single parameters."""
        return {name: value for name, value in self.parameters.items() if isinstance(value, int | str)}

    @property
    def expected_words(self) -> str:
        """What would have been right, with the parameters in it."""
        words = {
            name: "、".join(value) if isinstance(value, tuple) else str(value)
            for name, value in self.parameters.items()
        }
        return self.expected.format_map(words) if words else self.expected


@cache
def check_step(name: str) -> Step | None:
    """The SQL file of a check; None where there is none of this name."""
    path = Path(str(files("yiheng.intake.quality"))) / "checks" / f"{name}.sql"
    return read_step(path) if path.is_file() else None
