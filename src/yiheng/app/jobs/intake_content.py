"""The content that intake's runs read: the shipped layers, then the city's own."""

from __future__ import annotations

from yiheng.engine.city import City
from yiheng.intake.person.mask import MASKS
from yiheng.intake.quality.catalogue import QUALITY_CHECKS
from yiheng.intake.recognition.alias import INTAKE_ALIASES, INTAKE_VALUES
from yiheng.intake.register.duty import DELIVERY_DUTIES
from yiheng.intake.register.handover import HANDOVER_FORMS
from yiheng.performance.library import layers
from yiheng.policy.code_list import CODE_LISTS
from yiheng.policy.content import Content, load
from yiheng.policy.parameter import PARAMETERS

KINDS = (
    PARAMETERS,
    CODE_LISTS,
    INTAKE_ALIASES,
    INTAKE_VALUES,
    QUALITY_CHECKS,
    DELIVERY_DUTIES,
    HANDOVER_FORMS,
    MASKS,
)


def intake_content(city: City) -> Content:
    """Heads, checks, duties, hand-over forms, masks and codes as they hold for a city; refused with all faults."""
    return load(KINDS, layers(city.content_layers)).sound()
