"""The dictionary page: every table, column, code and law of the data contract. One HTML file, no network."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from yiheng.reports import contract_words
from yiheng.reports.contract_words import Dictionary
from yiheng.standards.table import storage_units

_INLINE_CODES = 16
"""Up to so many codes are also shown where a column names the list."""


def dictionary_page(words: Dictionary) -> str:
    """The page as one HTML text."""
    source = Path(str(files("yiheng"))) / "content" / "national" / "contract" / "page.html"
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.globals.update(
        {
            function.__name__: function
            for function in (
                contract_words.days_words,
                contract_words.expression_text,
                contract_words.identity_words,
                contract_words.owner_words,
                contract_words.referring,
                contract_words.source_words,
                contract_words.type_words,
                contract_words.unit_meaning,
            )
        }
    )
    tables = words.contract.tables.values()
    return environment.from_string(source.read_text(encoding="utf-8")).render(
        words=words,
        groups=words.contract.by_group(),
        tables=len(tables),
        columns=sum(len(table.columns) for table in tables),
        type_names=contract_words.TYPE_NAMES,
        type_meanings=contract_words.TYPE_MEANINGS,
        units=storage_units().values(),
        inline=_INLINE_CODES,
    )
