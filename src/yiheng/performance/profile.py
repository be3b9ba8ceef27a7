"""Profiles: an indicator tree with primitives, parameters, points, grades and caps, as versioned content.

The official point tables of several systems are not published; every point or rule that is our own reading is
marked ``inferred`` and prints 推定评分表，非官方 wherever the profile is used. Source of the trees: 03 §1.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field

from yiheng.exact.printed import Printed
from yiheng.metrics.figure import number_text, unit_suffix
from yiheng.metrics.identity import FigureSelector
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.measure import measures

_YEAR = re.compile(r"（([0-9]{4})年度(?:，([^）]*))?）")
"""``（2023年度）``, ``（2021年度，预算准确性）`` in a title; an edition (``2017年版``) is no year."""
Basis = Literal["stated", "published", "inferred"]
EvidenceKind = Literal["ledger", "document", "survey", "declaration"]
FormLayout = Literal["national", "sichuan", "transfer"]
Sense = Literal["at_least", "at_most"]


class Standard(ContentModel):
    """A policy standard, used where a subject set no target of its own."""

    value: str
    unit: str
    source: Source

    @property
    def number(self) -> str:
        """The value as every page prints it."""
        return number_text(Printed.parse(self.value), measures()[self.unit])

    @property
    def text(self) -> str:
        """The number with its unit."""
        return f"{self.number}{unit_suffix(self.unit)}"


class LeafRule(ContentModel):
    """How one indicator is scored; also what a variant or a scenario replaces of it."""

    primitive: str = ""
    parameters: dict[str, Any] | None = None
    sense: Sense | Literal[""] = ""
    actual: FigureSelector | None = None
    target: FigureSelector | None = None
    standard: Standard | None = None
    fixed_standard: bool | None = None
    recompute: bool | None = None
    evidence: EvidenceKind | Literal[""] = ""
    basis: Basis | Literal[""] = ""
    guidance: str = ""
    source: Source | None = None


class LeafChange(LeafRule):
    """A replacement of some keys of a leaf."""

    name: str = ""
    full: str = ""


class LevelTwo(ContentModel):
    """A level-2 group of a goal-driven frame and its share."""

    name: str
    weight: str = "1"


class Node(LeafRule):
    """A node of the tree: a leaf has a primitive, an inner node has children or takes the subject's goals.

    ``qualitative``: the rule of 定性 goals under a goal-driven node, where it is not QUAL3.
    """

    code: str
    name: str
    full: str = ""
    bonus: bool = False
    children: tuple[Node, ...] = ()
    from_goals: bool = False
    level2: tuple[LevelTwo, ...] = ()
    qualitative: LeafRule | None = None

    @property
    def is_leaf(self) -> bool:
        """Whether it is scored itself."""
        return bool(self.primitive)


class Over(ContentModel):
    """Results far above the target: from ``threshold`` times the target a reason is asked, ``deduct`` points lost."""

    threshold: str
    deduct: str = "0"


class Cap(ContentModel):
    """The total is capped while the execution rate is in [from, to)."""

    lower: str = Field("0", alias="from")
    upper: str = Field(alias="to")
    cap: str


class Addition(ContentModel):
    """A node added by a variant under the node with this code (empty: at the top)."""

    under: str = ""
    node: Node


class Scenario(ContentModel):
    """The same year under another reading: replaced rules, or metrics recomputed under another caliber."""

    id: str
    name: str
    replace: dict[str, LeafChange] = {}
    calibers: dict[str, str] = {}


class ManagementRow(ContentModel):
    """A row of the transfer-grant form that is described, not scored."""

    code: str
    name: str
    guidance: str = ""


class Profile(ContentModel):
    """One evaluation system."""

    profile: str
    title: str
    version: str
    basis: Literal["published", "inferred"]
    source: Source
    form: FormLayout | Literal[""] = ""
    report: str = ""
    grades: str = "national-four"
    extends: str = ""
    replace: dict[str, LeafChange] = {}
    remove: tuple[str, ...] = ()
    add: tuple[Addition, ...] = ()
    over: Over | None = None
    execution_cap: tuple[Cap, ...] = ()
    bonus_cap: str = "0"
    unscored: bool = False
    management_rows: tuple[ManagementRow, ...] = ()
    tree: tuple[Node, ...] = Field(default=())
    scenarios: tuple[Scenario, ...] = ()

    @property
    def year(self) -> str:
        """The year that the title says the table was issued for; empty where it says none."""
        found = _YEAR.search(self.title)
        return found[1] if found else ""

    @property
    def heading(self) -> str:
        """The title without that year: a form prints the year that is evaluated, once."""
        return _YEAR.sub(lambda found: f"（{found[2]}）" if found[2] else "", self.title)
