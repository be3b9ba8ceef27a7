"""The conversion of codes: chains, cycles, and targets that are no codes of the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yiheng.grouping.scheme.lint.finding import Finding
from yiheng.grouping.scheme.lint.view import View
from yiheng.grouping.scheme.scheme import Code


def conversion_findings(view: View) -> Iterator[Finding]:
    """Conversion is one step and no more: whoever repeats it gets another code (01 §1 step 0a)."""
    for table, codes in (("diagnosis", view.scheme.diagnoses), ("procedure", view.scheme.procedures)):
        converts = converting(codes)
        for row in view.rows(table):
            code, _, target = row.values
            if target in ("", code):
                continue
            known = codes.get(target)
            if known is None or (converts and not known.maps_to):
                yield view.finding(
                    "lint_conversion_target_unknown", row, table, code, found=target, code=code
                )
                continue
            path = _path(code, codes)
            if path[-1] == code:
                if code == min(path):  # once for the whole cycle
                    yield view.finding(
                        "lint_conversion_cycle", row, table, code, found=" → ".join(path), code=code
                    )
            elif len(path) > 2:
                yield view.finding(
                    "lint_conversion_chain", row, table, code, found=" → ".join(path), code=code
                )


def converting(codes: Mapping[str, Code]) -> bool:
    """Whether a code table is a conversion table too: then a code that may be converted says what it becomes."""
    return any(known.maps_to for known in codes.values())


def _path(code: str, codes: Mapping[str, Code]) -> list[str]:
    """The codes one meets by converting again and again, up to a code that stays or was met before."""
    path = [code]
    while True:
        known = codes.get(path[-1])
        target = known.maps_to if known else ""
        if target in ("", path[-1]):
            return path
        path.append(target)
        if target in path[:-1]:
            return path
