"""How codes are written: characters nobody sees, blanks, case, and codes that the code table does not have."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping

from yiheng.grouping.scheme.code_map import is_category
from yiheng.grouping.scheme.lint.finding import Finding
from yiheng.grouping.scheme.lint.view import View
from yiheng.grouping.scheme.scheme import Code
from yiheng.grouping.scheme.tables import Row

_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cn"}
"""Unicode categories of control, format and blank characters."""


def code_findings(view: View) -> Iterator[Finding]:
    """Everything that is wrong with how codes are written, in every table that holds codes."""
    diagnoses = _Table(view, "diagnosis", view.scheme.diagnoses)
    procedures = _Table(view, "procedure", view.scheme.procedures)
    kinds: Mapping[str, _Table] = {"dx": diagnoses, "px": procedures}
    seen: set[tuple[str, str]] = set()
    for row in view.rows("list"):
        table = kinds.get(view.list_kinds.get(row.values[0], ""))
        if table is not None and row.values[1]:
            yield from table.findings("list", row, row.values[1], row.values[0], seen)
    for name, table in (
        ("site", diagnoses),
        ("complication", diagnoses),
        ("exclusion", diagnoses),
        ("valid_procedure", procedures),
        ("diagnosis", diagnoses),
        ("procedure", procedures),
    ):
        for row in view.rows(name):
            yield from table.findings(name, row, row.values[0], "", seen)


class _Table:
    """One code table as a measure for how codes are written."""

    def __init__(self, view: View, name: str, codes: Mapping[str, Code]):
        self.view = view
        self.name = name
        self.codes = codes
        self.folded = {_folded(code): code for code in codes}
        self.sound: set[str] = set()
        self.kind = "dx" if name == "diagnosis" else "px"
        self.extent = view.entries_extent(codes, self.kind)

    def findings(
        self, table: str, row: Row, code: str, listed: str, seen: set[tuple[str, str]]
    ) -> Iterator[Finding]:
        """What is wrong with one code; an unknown code is told once for each table it stands in."""
        if code in self.sound or (code in self.codes and _plain(code)):
            self.sound.add(code)
            return
        finding = self._finding(table, row, listed)
        unseen = [char for char in code if unicodedata.category(char) in _UNSEEN]
        if unseen:
            marks = " ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(unseen))
            yield finding("lint_code_invisible", code, marks, "".join(c for c in code if c not in unseen))
            return
        if not self.codes or table == self.name or (table, code) in seen or self._has(code):
            return
        seen.add((table, code))
        near = self.folded.get(_folded(code))
        if near is not None:
            yield finding("lint_code_case", code, "", near)
        else:
            yield finding("lint_code_unknown", code, listed or table, "")

    def _has(self, code: str) -> bool:
        if is_category(code):
            return self.view.entries_extent([code], self.kind).meets(self.extent)
        return code in self.codes

    def _finding(self, table: str, row: Row, listed: str) -> Callable[[str, str, str, str], Finding]:
        def made(check: str, code: str, found: str, expected: str) -> Finding:
            """The finding on a code of this row, shown without signs that cannot be seen."""
            shown = "".join(char for char in code if unicodedata.category(char) not in _UNSEEN)
            return self.view.finding(
                check, row, table, shown, found=found, expected=expected, list_name=listed, code=code
            )

        return made


def _plain(code: str) -> bool:
    """Whether a code is of visible ASCII letters alone, as nearly all are."""
    return code.isascii() and code.isprintable() and " " not in code


def _folded(code: str) -> str:
    """A code without regard to case, width and blanks."""
    return "".join(unicodedata.normalize("NFKC", code).casefold().split())
