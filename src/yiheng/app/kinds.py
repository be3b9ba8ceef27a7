"""Every kind of content there is: what evaluations read, and what invented cities are made of."""

from __future__ import annotations

from yiheng.grouping.quality.rules import GROUPING_QUALITY
from yiheng.grouping.scheme.lint.finding import SCHEME_CHECKS
from yiheng.grouping.scheme.sheet_heads import SCHEME_SHEETS
from yiheng.grouping.table_heads import GROUPING_HEADS
from yiheng.intake.person.mask import MASKS
from yiheng.intake.quality.catalogue import QUALITY_CHECKS
from yiheng.intake.recognition.alias import INTAKE_ALIASES, INTAKE_VALUES
from yiheng.intake.recognition.saved_mapping import INTAKE_MAPPINGS
from yiheng.intake.register.duty import DELIVERY_DUTIES
from yiheng.intake.register.handover import HANDOVER_FORMS
from yiheng.performance.library import KINDS
from yiheng.policy.content import Kind
from yiheng.synthetic.case_mix import CASE_MIX
from yiheng.synthetic.case_profile import CARE_PROFILES
from yiheng.synthetic.national.layout import EXPORT_MESSAGES, EXPORT_SENDERS, EXPORTS
from yiheng.synthetic.profile import CITY_PROFILES

CONTENT_KINDS: tuple[Kind, ...] = (
    *KINDS,
    CITY_PROFILES,
    CARE_PROFILES,
    CASE_MIX,
    EXPORTS,
    EXPORT_SENDERS,
    EXPORT_MESSAGES,
    QUALITY_CHECKS,
    SCHEME_CHECKS,
    SCHEME_SHEETS,
    GROUPING_QUALITY,
    GROUPING_HEADS,
    HANDOVER_FORMS,
    DELIVERY_DUTIES,
    MASKS,
    INTAKE_ALIASES,
    INTAKE_VALUES,
    INTAKE_MAPPINGS,
)
