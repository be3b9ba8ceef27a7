"""The catalogue: one number, one definition, and sides that belong together."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from yiheng.metrics.catalogue import ACCOUNT_NAMES, INSURANCE_NAMES, METRICS, ROLE_NAMES
from yiheng.standards.measure import measures


@pytest.fixture(scope="module")
def metrics(content):
    return {key: entry.value for key, entry in content.of(METRICS).items()}


def test_each_metric_has_its_own_name(metrics):
    assert [
        name for name, times in Counter(metric.name for metric in metrics.values()).items() if times > 1
    ] == []


def test_names_and_definitions_are_chinese(metrics):
    for code, metric in metrics.items():
        assert re.search(r"[一-鿿]", metric.name), code
        assert not metric.definition.endswith("。"), code


def test_a_definition_and_the_names_of_parts_hold_no_code(metrics):
    """They stand on pages that officials read and print."""
    for code, metric in metrics.items():
        for words in (metric.definition, *metric.items.values()):
            assert not re.search(r"[a-z]{2,}", words), (code, words)


def test_both_sides_of_a_ratio_are_given_or_none(metrics):
    assert [
        code for code, metric in metrics.items() if bool(metric.numerator) != bool(metric.denominator)
    ] == []


def test_a_ratio_of_like_things_is_a_ratio(metrics):
    for code, metric in metrics.items():
        if metric.numerator:
            numerator, denominator = metrics[metric.numerator], metrics[metric.denominator]
            like = measures()[numerator.unit].unit.dimension == measures()[denominator.unit].unit.dimension
            assert not like or measures()[metric.unit].family in {"ratio", "time"}, code


def test_calibers_of_a_metric_have_their_own_ids_and_names(metrics):
    for code, metric in metrics.items():
        assert len({caliber.id for caliber in metric.calibers}) == len(metric.calibers) != 1, code
        assert len({caliber.name for caliber in metric.calibers}) == len(metric.calibers), code


@pytest.mark.parametrize("names", [ROLE_NAMES, INSURANCE_NAMES, ACCOUNT_NAMES])
def test_dimensions_are_shown_by_different_words(names):
    assert len(set(names.values())) == len(names)
