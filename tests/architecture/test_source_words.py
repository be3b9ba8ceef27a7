"""Words that may not stand in the sources: places, notes to oneself, hosts, and paths of somebody's machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import yiheng
from yiheng.performance.library import library
from yiheng.performance.subject import SUBJECTS

SOURCES = Path(yiheng.__file__).parent
PYTHON = sorted(SOURCES.rglob("*.py"))
TEXTS = sorted(path for kind in ("py", "yaml", "csv", "md") for path in SOURCES.rglob(f"*.{kind}"))

NAMESPACES = {"schemas.microsoft.com", "schemas.openxmlformats.org", "www.w3.org", "purl.org"}
"""Names of XML vocabularies look like hosts and are none: nothing is ever fetched from there."""


def place_names(region: str) -> set[str]:
    """The names in a region: 四川省攀枝花市 → 四川省, 四川, 攀枝花市, 攀枝花."""
    whole = re.findall(r".+?(?:自治区|自治州|省|市|州|县|区)(?!治)", region)
    kinds = r"(?:维吾尔|壮族|回族|藏族|彝族|蒙古)*(?:自治区|自治州|省|市|州|县|区)$"
    return {name for part in whole for name in (part, re.sub(kinds, "", part)) if len(name) >= 2}


PLACES = set().union(*(place_names(entry.value.region) for entry in library().of(SUBJECTS).values()))


def name(path: Path) -> str:
    return path.relative_to(SOURCES).as_posix()


def matches(path: Path, pattern: str) -> list[str]:
    return [
        f"line {number}: {line.strip()[:100]}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_regions_are_split_into_their_names():
    assert place_names("四川省攀枝花市") == {"四川省", "四川", "攀枝花市", "攀枝花"}
    assert place_names("重庆市丰都县") == {"重庆市", "重庆", "丰都县", "丰都"}
    assert place_names("新疆维吾尔自治区昌吉回族自治州") == {
        "新疆维吾尔自治区", "新疆", "昌吉回族自治州", "昌吉",
    }  # fmt: skip
    assert {"四川", "攀枝花", "丰都", "昌吉"} <= PLACES


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_no_place_is_named_in_code(path):
    """A city is a dataset: its name stands in content, in facts and in tests."""
    assert matches(path, "|".join(sorted(PLACES))) == []


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_no_notes_to_oneself(path):
    assert matches(path, r"\b(TODO|FIXME|XXX|HACK)\b") == []


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_no_hosts_no_addresses(path):
    hosts = set(re.findall(r"(?:https?|ftp|wss?)://([^/\s\"'）)}>]+)", path.read_text(encoding="utf-8")))
    assert hosts <= NAMESPACES
    assert matches(path, r"\b\d{1,3}(\.\d{1,3}){3}\b|\blocalhost\b") == []


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_no_path_of_somebodys_machine(path):
    assert matches(path, r"(?<![\w.])/(home|Users|work|tmp|root|mnt|var)/|[A-Z]:\\\\|\.\./shared|~/") == []


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_names_say_what_a_module_is_about(path):
    assert path.stem not in {
        "utils",
        "util",
        "helpers",
        "helper",
        "manager",
        "common",
        "misc",
        "stuff",
        "base",
    }
