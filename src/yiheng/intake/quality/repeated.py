"""Rows of one key more than once in a delivery: equal copies leave one, differing ones leave none.

Which of two differing rows is right nobody can know, so all are set aside; of equal ones (a file sent twice under two
names, a page exported twice) the first by file, sheet and line is kept.
"""

from __future__ import annotations

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import listed, literal, quoted
from yiheng.intake.quality.check_sql import FOUND_MOST, key_words
from yiheng.intake.quality.relations import ALL
from yiheng.intake.quality.setting_aside import COPIED, PROBLEM
from yiheng.intake.staged import PLACE
from yiheng.standards.table import Table

SUSPECT, COPY = "repeated_suspect", "repeated_copy"
_PLACES = ", ".join(PLACE)


def repeated_rows(database: DuckDatabase, table: Table) -> None:
    """Put the rows of repeated keys among the problems. Hashes only point: keys themselves decide."""
    name, key = quoted(table.table), listed(table.key)
    database.create_table(
        SUSPECT,
        f"SELECT key_print FROM (SELECT hash({key}) AS key_print FROM {name}) GROUP BY key_print HAVING count(*) > 1",
    )
    if not database.connection.execute(f"SELECT count(*) FROM {SUSPECT}").fetchall()[0][0]:
        return
    rest = [column for column in table.names if column not in table.key]
    content = f"hash({listed(rest)})" if rest else "0"
    rows = (
        f"SELECT {_PLACES}, {key}, {key_words(table)} AS key_text, {content} AS content_print FROM {name}"
        f" WHERE hash({key}) IN (SELECT key_print FROM {SUSPECT})"
    )
    database.create_table(
        COPY,
        f"SELECT {_PLACES}, key_text, count(*) OVER (PARTITION BY {key}) AS copies,"
        f" min(content_print) OVER (PARTITION BY {key}) <> max(content_print) OVER (PARTITION BY {key}) AS differing,"
        f" row_number() OVER (PARTITION BY {key} ORDER BY {_PLACES}) AS copy_no,"
        f" first_value(src_file) OVER (PARTITION BY {key} ORDER BY {_PLACES}) AS first_file,"
        f" first_value(src_line) OVER (PARTITION BY {key} ORDER BY {_PLACES}) AS first_line FROM ({rows})",
    )
    field = literal("、".join(table.key))
    for code, condition in (
        ("row_key_repeated", "differing"),
        (COPIED, "NOT differing AND copy_no > 1"),
    ):
        found = "'第 ' || first_file || ' 个文件第 ' || first_line || ' 行起共 ' || copies || ' 行'"
        database.connection.execute(
            f"INSERT INTO {PROBLEM} SELECT {literal(table.table)}, {_PLACES}, {literal(code)}, 'error', {field},"
            f" key_text, left({found}, {FOUND_MOST}), '' FROM {COPY} WHERE copies > 1 AND {condition}"
        ).fetchall()
    _without_copies(database, table)


def _without_copies(database: DuckDatabase, table: Table) -> None:
    """Other checks see a row once: its copies are no second settlement."""
    copied = (
        f"SELECT {_PLACES} FROM {PROBLEM} WHERE code = '{COPIED}' AND target_table = {literal(table.table)}"
    )
    database.create_view(
        table.table,
        f"SELECT * FROM {quoted(ALL + table.table)} ANTI JOIN ({copied}) AS copied USING ({_PLACES})",
    )
