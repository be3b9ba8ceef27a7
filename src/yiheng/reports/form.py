"""One filled self-evaluation form (自评表) as plain data: what every printed layout is made from.

The form knows nothing of where its figures come from: performance fills it,
:mod:`yiheng.reports.form_layouts` lays it out and :mod:`yiheng.reports.excel` writes it. It carries the
computed score (得分) and, where the source document printed one, the score that the unit gave itself
(自评得分). The score left after unproven results are withheld belongs to the working paper
(:mod:`yiheng.reports.workpaper`). Sources of the fields: 03 §1c (transfer grants), §1e (national table and
the Sichuan 2023 table), 06 §3.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

FigureStyle = Literal["money", "percent", "score", "count", "text"]

NOT_APPLICABLE = "—"


@dataclass(frozen=True, slots=True)
class FigureText:
    """One figure as it is shown, with the number behind it.

    ``text`` is what a reader sees; a layout may add an operator or unit, never change it. ``number`` is in
    the unit of the text (万元, 人次 …); for the style ``percent`` it is the ratio, so 93.18% has 0.9318.
    ``decimals`` counts the decimals of the text. ``figure_id`` is empty where the text is not bound to a
    figure.
    """

    text: str
    figure_id: str = ""
    number: Fraction | None = None
    decimals: int = 0
    style: FigureStyle = "text"


NO_FIGURE = FigureText(NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    """One line of the money block: the year's total, or one source of it.

    ``name`` carries no 其中：, the layout adds it. The printed rule asks for a ``reason`` when the rate is
    under 90% or the budget was adjusted (03 §1e). ``stated`` is the score that the source document
    printed.
    """

    name: str
    budget_initial: FigureText = NO_FIGURE
    budget_adjusted: FigureText = NO_FIGURE
    executed: FigureText = NO_FIGURE
    full: FigureText = NO_FIGURE
    rate: FigureText = NO_FIGURE
    score: FigureText = NO_FIGURE
    reason: str = ""
    stated: FigureText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One indicator. Neighbouring rows with equal ``level1`` (and ``level2``) share one merged cell.

    ``nature`` is the operator (≥ ≤ = > <) or 定性; ``target`` and ``actual`` carry neither it nor ``unit``.
    ``full`` is the full marks, ``score`` the computed score, ``stated`` the score that the source printed.
    ``inferred`` says that the points or the scoring rule are inferred and not published by an authority; ``backfilled`` that
    the target is its result to the last digit.
    """

    code: str
    level1: str
    level2: str
    level3: str
    nature: str
    target: FigureText
    unit: str
    actual: FigureText
    full: FigureText
    score: FigureText
    reason: str = ""
    inferred: bool = False
    stated: FigureText | None = None
    backfilled: bool = False


@dataclass(frozen=True, slots=True)
class ManagementRow:
    """One line of 资金管理情况 in the transfer-grant table: 分配科学性, 下达及时性 … (03 §1c)."""

    name: str
    description: str
    problem_and_measure: str


@dataclass(frozen=True, slots=True)
class FigureNote:
    """What a figure id means: printed on the sheet 口径说明与数据版本."""

    figure_id: str
    name: str
    definition: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One filled form; every layout prints the fields it has a place for.

    ``money_rows``: the first is 年度资金总额, the others split it; in the transfer-grant table
    ``funds_by_source`` (中央 / 彩票公益金 / 地方 / 其他) takes the place of that split. ``process``,
    ``conclusion``, ``problems``, ``measures`` and ``finance_officer`` have places in the Sichuan table,
    ``management_rows`` and ``central_department`` in the transfer-grant table. ``form_code`` is the
    printed number of the form, ``banner`` a warning that stands on every page (such as
    推定评分表，非官方). ``figure_notes`` and ``filters`` (name, value) fill the sheets behind the form.
    """

    title: str
    project_name: str
    department: str
    implementer: str
    period: str
    money_unit: str
    rows: tuple[FormRow, ...]
    total_full: FigureText
    total_score: FigureText
    organisation: str = ""
    central_department: str = ""
    form_code: str = ""
    money_rows: tuple[MoneyRow, ...] = ()
    goal_expected: str = ""
    goal_achieved: str = ""
    process: str = ""
    bonus_rows: tuple[FormRow, ...] = ()
    total_stated: FigureText | None = None
    conclusion: str = ""
    problems: str = ""
    measures: str = ""
    management_rows: tuple[ManagementRow, ...] = ()
    funds_by_source: tuple[MoneyRow, ...] = ()
    banner: str = ""
    data_status: str = ""
    version: str = ""
    prepared_by: str = ""
    reviewed_by: str = ""
    responsible: str = ""
    finance_officer: str = ""
    note: str = ""
    figure_notes: tuple[FigureNote, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def all_rows(self) -> tuple[FormRow, ...]:
        """Indicators in printed order, bonus last."""
        return self.rows + self.bonus_rows

    @property
    def shows_stated(self) -> bool:
        """Whether the source printed any score of its own, so that 自评得分 stands beside 系统复算得分."""
        scored = (*(row.stated for row in self.all_rows), *(row.stated for row in self.money_rows))
        return self.total_stated is not None or any(stated is not None for stated in scored)
