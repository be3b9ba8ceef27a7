"""Figures in the texts of an Excel facts file: 【基金收入·预算·统筹基金】 instead of ``{{ fig("fund_income", …) }}``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from yiheng.performance.facts_layout import ACCOUNTS, INSURANCES, ROLES, plain

_MARK = re.compile(r"【([^【】]+)】")
_DIMENSIONS = (("role", ROLES), ("account", ACCOUNTS), ("insurance", INSURANCES))


def bound_figures(text: str, codes_by_name: Mapping[str, Sequence[str]]) -> str:
    """The text with every mark that begins with a metric's name or code bound to its figure.

    After the metric stand, in any order, a role, an account, an insurance and an item, parted by ·. A mark that
    begins with anything else is text and stays.
    """
    codes = {code for found in codes_by_name.values() for code in found}

    def replaced(match: re.Match[str]) -> str:
        """The template's call for a mark; the mark itself where its first word names no metric, or several."""
        first, *rest = (part.strip() for part in re.split("[·・|]", match[1]))
        named = codes_by_name.get(plain(first), [first] if first in codes else [])
        if len(named) != 1:
            return match[0]
        words = {}
        for part in rest:
            for dimension, known in _DIMENSIONS:
                code = known.code(part)
                if code is not None and dimension not in words:
                    words[dimension] = code
                    break
            else:
                words["item"] = re.sub(r'["\\]', "", part)
        given = "".join(f', {key}="{value}"' for key, value in words.items())
        return f'{{{{ fig("{named[0]}"{given}) }}}}'

    return _MARK.sub(replaced, text)
