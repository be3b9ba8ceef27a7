"""Choose a printed layout of the self-evaluation table: one pure function from form to grid.

A layout decides places and words only; it computes no figure. A new printed table is one module like
:mod:`yiheng.reports.form_national` and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from yiheng.reports.form import Form
from yiheng.reports.form_grid import Grid
from yiheng.reports.form_national import national
from yiheng.reports.form_sichuan import sichuan
from yiheng.reports.form_transfer import transfer
from yiheng.standards.problem import refuse

Layout = Literal["national", "sichuan", "transfer"]

LAYOUTS: Mapping[str, Callable[[Form], Grid]] = MappingProxyType(
    {"national": national, "sichuan": sichuan, "transfer": transfer}
)


def grid(form: Form, layout: Layout) -> Grid:
    """Lay ``form`` out as the named printed table.

    Refuses (``layout_unknown``) a name that is no layout, and (``form_without_indicators``) a form without
    indicators: an empty table would look finished.
    """
    if layout not in LAYOUTS:
        raise refuse("layout_unknown", field="layout", found=layout, expected="、".join(LAYOUTS))
    if not form.rows:
        raise refuse("form_without_indicators", key=form.project_name)
    return LAYOUTS[layout](form)
