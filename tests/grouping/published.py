"""The published schemes and their conformance cases, which are kept apart from the code; tests that need them skip."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("YIHENG_SHARED", Path(__file__).resolve().parents[3] / "shared"))
SCHEMES, CASES = ROOT / "schemes", ROOT / "cases"

needs_schemes = pytest.mark.skipif(
    not SCHEMES.is_dir(), reason=f"没有公开分组方案的原始表（{SCHEMES}）；用 YIHENG_SHARED 指明所在文件夹"
)


def scheme_names() -> list[str]:
    """All schemes that are there."""
    return sorted(path.parent.name for path in SCHEMES.glob("*/scheme.json"))


def answered_names() -> list[str]:
    """Those with answers."""
    return sorted(path.stem for path in CASES.glob("*.parquet"))
