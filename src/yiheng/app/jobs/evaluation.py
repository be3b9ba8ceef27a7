"""The evaluation run: a subject in, its report, self-evaluation table and working paper out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from yiheng import __version__
from yiheng.performance.evaluation import Evaluation
from yiheng.performance.form_values import form_values
from yiheng.performance.goal_lint import goal_rules, lint
from yiheng.performance.library import evaluate, library, open_subject
from yiheng.performance.report import report
from yiheng.performance.review_workpaper import workpaper
from yiheng.performance.self_evaluation_form import form
from yiheng.policy.content import Content
from yiheng.reports.excel import FormSheet, write_forms
from yiheng.reports.form_fill import NotPlaced, Placed, fill_form
from yiheng.reports.form_layouts import grid
from yiheng.reports.word import write_word
from yiheng.reports.workpaper import write_workpaper
from yiheng.standards.problem import Problem, refuse


@dataclass(frozen=True)
class Run:
    """One evaluation with the content it was made under."""

    evaluation: Evaluation
    content: Content

    @cached_property
    def version(self) -> str:
        """The stamp on every page: software and policy version."""
        return (
            f"医衡 {__version__} · 评分表 {self.evaluation.profile.version} · 政策 {self.content.version()}"
        )

    @cached_property
    def findings(self) -> list[Problem]:
        """What the goal linter says."""
        subject = self.evaluation.subject
        return lint(self.evaluation, goal_rules(self.content, subject.region, subject.last_day))

    @property
    def dated(self) -> date:
        """The date in the files' properties: the end of the evaluated year, so that the same inputs give the
        same bytes."""
        return self.evaluation.subject.last_day


def run(subject: str, profile: str = "", extra: tuple[Path, ...] = ()) -> Run:
    """Evaluate a bundled subject or a facts file."""
    content = library(extra).sound()
    return Run(evaluate(open_subject(subject, content), content, profile), content)


def write_report(done: Run, path: Path, date_text: str = "") -> None:
    """The self-evaluation report in Word."""
    expect_suffix(path, ".docx")
    write_word(report(done.evaluation, done.content, date_text, done.version), path)


def write_table(done: Run, path: Path, layout: str = "") -> None:
    """The self-evaluation table in Excel, a sheet for each project of a composite subject.

    The layout is each profile's own unless another is asked for.
    """
    expect_suffix(path, ".xlsx")
    evaluations = [done.evaluation, *done.evaluation.projects]
    sheets = []
    for number, evaluation in enumerate(one for one in evaluations if one.results):
        filled = form(evaluation, done.version)
        laid_out = grid(filled, layout or evaluation.profile.form or "national")  # type: ignore[arg-type]
        sheets.append(FormSheet(laid_out, filled, f"自评表{number}" if number else "自评表"))
    if not sheets:
        raise refuse("form_without_indicators", key=done.evaluation.subject.title)
    write_forms(sheets, path, created=done.dated)


def fill_table(done: Run, received: Path, path: Path) -> tuple[list[Placed], list[NotPlaced]]:
    """The form that the user was sent, filled cell by cell."""
    expect_suffix(path, received.suffix.lower())
    return fill_form(received, form_values(done.evaluation), path)


def write_internal(done: Run, path: Path) -> None:
    """The 《校核底稿》, internal."""
    expect_suffix(path, ".xlsx")
    paper = workpaper(done.evaluation, done.findings, done.version)
    write_workpaper(paper, path, created=done.dated)


def expect_suffix(path: Path, suffix: str) -> None:
    """Refuse a file name of another kind and a folder that is not there."""
    if path.suffix.lower() != suffix:
        raise refuse("out_suffix", file=str(path), expected=suffix)
    if not path.parent.is_dir():
        raise refuse("out_not_writable", file=str(path), found=str(path.parent))
