"""The contract run: the data dictionary, and the empty workbooks that a bureau fills in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from yiheng.performance.library import shipped_layers
from yiheng.policy.code_list import CODE_LISTS
from yiheng.policy.content import Content, Layer, load, nearest
from yiheng.policy.contract import contract, contract_problems
from yiheng.reports.contract_page import dictionary_page
from yiheng.reports.contract_words import Dictionary, dictionary
from yiheng.reports.contract_workbook import write_template
from yiheng.standards.problem import Refused, refuse
from yiheng.standards.table import Contract, Table


def open_dictionary(tables: Sequence[Path] = (), layers: Sequence[Path] = (), region: str = "") -> Dictionary:
    """The shipped contract with the tables of further folders, and the code lists of a region.

    Only code lists are read of the content. Refused with all faults of tables and code lists.
    """
    content = _code_lists(layers)
    problems = [*content.problems, *contract_problems(*tables, content=content)]
    if problems:
        raise Refused(problems[0], problems[1:])
    return dictionary(contract(*tables), content, region)


def _code_lists(layers: Sequence[Path]) -> Content:
    return load([CODE_LISTS], [*shipped_layers(), *(Layer(f"bureau:{path.name}", path) for path in layers)])


def table_named(name: str, declared: Contract) -> Table:
    """A table by its name or its Chinese name; refuses ``table_unknown``."""
    for table in declared.tables.values():
        if name in (table.table, table.name):
            return table
    raise refuse("table_unknown", found=name, expected=nearest(name, declared.names))


def write_page(words: Dictionary, path: Path) -> None:
    """Write the dictionary page."""
    path.write_text(dictionary_page(words), encoding="utf-8")


def write_templates(words: Dictionary, names: Sequence[str], folder: Path, as_of: date | None) -> list[Path]:
    """One empty workbook for each table named, without names for every table of facts; the files written.

    Nothing is written where one of them is there already: it may have been filled in.
    """
    facts = [table for members in words.contract.by_group().values() for table in members if table.is_fact]
    wanted = [table_named(name, words.contract) for name in names] or facts
    for table in wanted:
        if not table.is_fact:
            raise refuse("template_of_result", found=table.name)
    paths = {folder / f"{table.table}_{table.name}.xlsx": table for table in wanted}
    for path in paths:
        if path.exists():
            raise refuse("template_exists", file=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    for path, table in paths.items():
        write_template(table, words, path, as_of)
    return list(paths)
