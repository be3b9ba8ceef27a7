"""Cases of the heart scheme that a reader can check by hand, each with its DRG."""

from __future__ import annotations

from yiheng.grouping.case import Case

VIGNETTES = [
    (Case("1", "1", 60, dx=("I21.000", "A41.900"), px=("36.0600",)), "FM11"),
    (Case("2", "1", 60, dx=("I21.000", "I21.001"), px=("36.0600",)), "FM15"),
    (Case("3", "1", 60, dx=("I21.000",), px=("37.2200", "36.0600")), "FM15"),
    (Case("4", "1", 60, dx=("I50.000",), px=("37.2200",)), "FQY"),
    (Case("5", "1", 16, dx=("I50.900x001", "A41.900")), "FR14"),
    (Case("6", "2", 17, dx=("I51.900",)), "FR15"),
    (Case("7", "2", 17, dx=("I52.000",)), "0000"),
    (Case("8", None, 17, dx=("I50.000",)), "0000"),
    (Case("9", "2", 0, 28, 3000, dx=("I50.000",), px=("37.5200",)), "AA19"),
    (Case("10", "2", 60, dx=("i50.000", " I50.000")), "0000"),
    (Case("11", "2", 60, dx=("I50.000", *["I50.000"] * 200, "A41.900")), "FR11"),
]
