"""What rows with lines are made from: sheets of one layout, the nodes of their messages, and other tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yiheng.intake.conversion.lookup import Known
from yiheng.intake.conversion.node_values import Nodes
from yiheng.intake.recognition.dictionary import Dictionary
from yiheng.intake.recognition.layout import Recognised


@dataclass(frozen=True)
class Hung:
    """Sheets of one layout with what their rows need from elsewhere."""

    sheets: Sequence[Recognised]
    nodes: Nodes
    beside: Known
    known: Dictionary
