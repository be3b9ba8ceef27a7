"""The facts run: an Excel facts file to fill in for a profile, or a bundled subject as a filled example."""

from __future__ import annotations

from pathlib import Path

from yiheng.app.jobs.evaluation import expect_suffix
from yiheng.performance.facts_book import empty_book, filled_book
from yiheng.performance.facts_workbook import write_facts_workbook
from yiheng.performance.subject import SUBJECTS, SubjectBody
from yiheng.policy.content import Content, Entry


def new_facts(name: str, content: Content, out: Path) -> None:
    """What ``yiheng facts new`` writes: a subject of that name as it is filled in, else an empty file for a profile."""
    if name in content.keys(SUBJECTS):
        write_facts(content.get(SUBJECTS, name), content, out)
    else:
        write_empty_facts(name, content, out)


def write_empty_facts(profile_id: str, content: Content, out: Path) -> None:
    """An empty facts file (.xlsx) with a row for every number and piece of evidence the profile asks for."""
    expect_suffix(out, ".xlsx")
    write_facts_workbook(empty_book(profile_id, content), out)


def write_facts(entry: Entry[SubjectBody], content: Content, out: Path) -> None:
    """A subject as a filled facts file (.xlsx); reading it back gives the same evaluation."""
    expect_suffix(out, ".xlsx")
    write_facts_workbook(filled_book(entry, content), out)
