"""What the linter finds: one row of the scheme that is wrong, or deserves a look, and the class it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from yiheng.policy.content import Content, Entry, Kind
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.message import messages
from yiheng.standards.problem import Problem, Severity
from yiheng.standards.table import Name, Words

SEVERITY_NAMES: Mapping[Severity, str] = {"error": "错误", "warning": "警告", "information": "提示"}


class SchemeCheck(ContentModel):
    """A class of defects: its name, how grave it is, what goes wrong, how to mend it. ``id`` names its sentence too.

    ``error``: cases go into a wrong group or none; ``warning``: they may; ``information``: the order or the tables say
    something that is easily missed. A region may give another severity or switch a class off.
    """

    id: Name
    name: Words
    family: Words
    severity: Severity
    active: bool = True
    meaning: Words
    remedy: Words
    source: Source = Field(...)


def _check(entry: Entry[SchemeCheck], content: Content) -> Iterator[Problem]:  # noqa: ARG001 - the shape of a check
    """A class that no check reports would be switched on in vain."""
    if entry.key not in messages() or not entry.key.startswith("lint_"):
        yield entry.problem("scheme_check_unknown", found=entry.key)


SCHEME_CHECKS: Kind[SchemeCheck] = Kind(
    "scheme_checks", "分组方案体检", SchemeCheck, "id", list_key="checks", check=_check
)


def scheme_checks(content: Content, region: str = "") -> dict[str, SchemeCheck]:
    """The classes that hold for a region, by id, in the order of the content."""
    return {key: entry.value for key, entry in content.of(SCHEME_CHECKS, region, None).items()}


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that a check names. ``problem`` carries file, line and values; the rest is for lists and tables.

    ``code`` is a diagnosis or procedure code and ``name`` its name, where the finding is about one.
    """

    check: str
    problem: Problem
    mdc: str = ""
    rule: str = ""
    list_name: str = ""
    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Lint:
    """All findings of a scheme, by class in the order of the content; only classes that found something."""

    scheme: str
    checks: Mapping[str, SchemeCheck]
    found: Mapping[str, Sequence[Finding]]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, class after class."""
        return tuple(one for each in self.found.values() for one in each)

    def count(self, severity: Severity) -> int:
        """How many rows are found of one severity."""
        return sum(len(each) for check, each in self.found.items() if self.checks[check].severity == severity)
