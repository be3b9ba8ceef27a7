"""Small schemes and cases for tests: tables written as rows, and strategies that draw whole schemes."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from yiheng.grouping.case import Case
from yiheng.grouping.scheme.build import build_scheme
from yiheng.grouping.scheme.condition import (
    All,
    Any,
    Compare,
    Complicated,
    Condition,
    Constant,
    Member,
    NoProcedure,
    Not,
    OneOf,
    condition_text,
)
from yiheng.grouping.scheme.scheme import Scheme, SchemeHead
from yiheng.grouping.scheme.tables import Row, Tables
from yiheng.policy.provenance import Source, Status

DX = ("I21.000", "I21.001", "I50.000", "J18.900", "A41.900", "S06.000", "S72.000", "P07.100", "C61.x00")
PX = ("36.0600", "37.2200", "81.5100", "96.7201", "45.2300")
UNKNOWN = ("X99.999", "i21.000", "")
SITES = ("头颈部", "下肢", "躯干")
DEPTS, LEAVES = ("ICU", "0301"), ("1", "2", "5")
SOURCE = Source(doc="测试方案", status=Status.INFERRED)


def head(**changes: object) -> SchemeHead:
    """The head of a test scheme."""
    return SchemeHead.model_validate(
        {"scheme": "test", "title": "测试方案", "version": "1", "source": SOURCE.model_dump(), **changes}
    )


def rows(*lines: Sequence[object]) -> list[Row]:
    """Rows of a table, each value as text, with line numbers as in a file with a header."""
    return [Row(tuple(map(str, line)), "测试.csv", number) for number, line in enumerate(lines, start=2)]


def scheme_of(tables: dict[str, list[Row]], **changes: object) -> Scheme:
    """The scheme of some tables."""
    return build_scheme(Tables(head(**changes), tables), "测试方案")


def heart_tables() -> dict[str, list[Row]]:
    """A scheme of two MDCs that a reader can hold in mind: hearts with and without a catheter, and the rest."""
    return {
        "mdc": rows(
            (1, "MDCA", "先期分组", "主手术 属于 A-手术"), (2, "MDCF", "循环系统", "主诊断 属于 F-诊断")
        ),
        "rule": rows(
            ("MDCA", 1, "AA1", "AA1", "人工心脏", "", "主手术 属于 A-手术 且 日龄 <= 28", ""),
            (
                "MDCF",
                1,
                "FM1",
                "FM1",
                "心肌梗死介入治疗",
                "",
                "主诊断 属于 F-梗死 且 任一手术 属于 F-介入",
                "",
            ),
            ("MDCF", 2, "FQY", "QY", "", "歧义", "主手术 属于 有效手术", "FQY"),
            ("MDCF", 3, "FR1", "FR1", "心力衰竭", "", "主诊断 属于 F-诊断", ""),
        ),
        "drg": rows(
            ("AA1", 1, "AA19", 9, "任意"),
            ("FM1", 1, "FM11", 1, "有MCC"),
            ("FM1", 2, "FM13", 3, "有CC"),
            ("FM1", 3, "FM15", 5, "任意"),
            ("FR1", 1, "FR14", 4, "年龄 < 17"),
            ("FR1", 2, "FR11", 1, "有MCC"),
            ("FR1", 3, "FR15", 5, "任意"),
        ),
        "drg_name": rows(("FM11", "心肌梗死介入治疗，伴严重合并症"), ("FR15", "心力衰竭，不伴合并症")),
        "list": rows(
            ("A-手术", "37.5200", ""),
            ("F-诊断", "I21%", ""),
            ("F-诊断", "I50~I51", ""),
            ("F-梗死", "I21.000", ""),
            ("F-梗死", "I21.001", ""),
            ("F-介入", "36.0600", ""),
        ),
        "complication": rows(("A41.900", "MCC", "1"), ("J18.900", "CC", "2"), ("I21.001", "MCC", "3")),
        "exclusion": rows(("I21.000", "3"), ("I50.000", "2")),
        "valid_procedure": rows(("37.2200",), ("36.0600",)),
    }


def _members() -> st.SearchStrategy[Condition]:
    dx, px = (
        st.sampled_from(("诊断甲", "诊断乙", "诊断丙")),
        st.sampled_from(("手术甲", "手术乙", "手术乙#1")),
    )
    roles = st.sampled_from(("main", "other", "any"))
    return st.one_of(
        st.builds(lambda role, name: Member(f"{role}_dx", name), roles, dx),  # type: ignore[arg-type]
        st.builds(lambda role, name: Member(f"{role}_px", name), roles, px),  # type: ignore[arg-type]
        st.builds(lambda role: Member(f"{role}_px", "有效手术"), roles),  # type: ignore[arg-type]
        st.builds(
            lambda role, codes: Member(f"{role}_px", codes=tuple(codes)),  # type: ignore[arg-type]
            roles,
            st.lists(st.sampled_from(PX), min_size=1, max_size=2, unique=True),
        ),
    )


def _others() -> st.SearchStrategy[Condition]:
    comparison = st.sampled_from(("<", "<=", "=", ">", ">="))
    measure = st.sampled_from(
        (("age_years", 17), ("age_days", 28), ("weight_g", 1500), ("los_days", 5), ("icu_hours", 120))
    )
    return st.one_of(
        st.builds(lambda one, how: Compare(one[0], how, one[1]), measure, comparison),  # type: ignore[arg-type]
        st.just(Compare("trauma_sites", ">=", 2)),
        st.sampled_from((OneOf("sex", ("1",)), OneOf("sex", ("2",)), OneOf("dept", ("ICU",)))),
        st.just(OneOf("leave", ("2", "5"))),
        st.sampled_from((Complicated("MCC"), Complicated("CC"), NoProcedure())),
        st.sampled_from((Constant(True), Constant(False))),
    )


def conditions() -> st.SearchStrategy[Condition]:
    """Conditions of every atom, joined in every way, as deep as a published one."""
    leaf = st.one_of(_members(), _others())
    return st.recursive(
        leaf,
        lambda part: st.one_of(
            st.lists(part, min_size=2, max_size=3).map(lambda some: All(tuple(some))),
            st.lists(part, min_size=2, max_size=3).map(lambda some: Any(tuple(some))),
            part.map(Not),
        ),
        max_leaves=4,
    )


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Whole schemes: two or three MDCs, each with some rules, some of them ambiguous, some without a last branch."""
    mdcs, rules, drgs = [], [], []
    for number in range(draw(st.integers(2, 3))):
        mdc = f"MDC{number}"
        mdcs.append((number, mdc, "", condition_text(draw(conditions()))))
        for order in range(draw(st.integers(1, 4))):
            rule = f"R{number}{order}"
            ambiguous = draw(st.booleans()) and draw(st.booleans())
            no_drg = draw(st.sampled_from(("", rule))) if not ambiguous else f"{number}QY"
            kind, text = "歧义" if ambiguous else "", condition_text(draw(conditions()))
            rules.append((mdc, order, rule, "QY" if ambiguous else rule, "", kind, text, no_drg))
            for branch in range(0 if ambiguous else draw(st.integers(0, 3))):
                drgs.append((rule, branch, f"{rule}{branch}", branch, condition_text(draw(conditions()))))
    codes = {
        name: draw(st.lists(st.sampled_from((*DX, "I21%", "I20~I50")), max_size=4, unique=True))
        for name in ("诊断甲", "诊断乙", "诊断丙")
    }
    codes["手术甲"] = draw(st.lists(st.sampled_from((*PX, "36%")), max_size=3, unique=True))
    tagged = [("手术乙", "37.2200", "1"), ("手术乙", "36.0600", "")]
    listed = [(name, code, "") for name, some in codes.items() for code in (*some, "")]
    table = st.sampled_from(("1", "2", "999"))
    return scheme_of(
        {
            "mdc": rows(*mdcs),
            "rule": rows(*rules),
            "drg": rows(*drgs),
            "list": rows(*listed, *tagged),
            "site": rows(("S06.000", SITES[0]), ("S72.000", SITES[1]), ("S06.000", SITES[2])),
            "complication": rows(
                *((code, draw(st.sampled_from(("MCC", "CC"))), draw(table)) for code in DX[:5])
            ),
            "exclusion": rows(*((code, draw(st.sampled_from(("1", "2")))) for code in DX[2:6])),
            "valid_procedure": rows(*((code,) for code in PX[:3])),
            "diagnosis": rows(*((code, "", code) for code in DX)) if draw(st.booleans()) else [],
            "procedure": rows(*((code, "", code) for code in PX)) if draw(st.booleans()) else [],
        },
        retry_procedures=draw(st.booleans()),
        accepted_sex=draw(st.sampled_from((["1", "2"], ["1", "2", "男", "女"]))),
    )


def _known(values: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), values)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Cases that such schemes can tell apart, dirty ones among them."""
    dx = draw(st.lists(st.sampled_from((*DX, *UNKNOWN)), max_size=5))
    px = draw(st.lists(st.sampled_from((*PX, *UNKNOWN)), max_size=4))
    return Case(
        case_id="1",
        sex=draw(st.sampled_from(("1", "2", "男", "9", None))),
        age_years=draw(_known(st.sampled_from((-1, 0, 16, 17, 80, 151)))),
        age_days=draw(_known(st.sampled_from((-1, 0, 28, 29, 400)))),
        weight_g=draw(_known(st.sampled_from((0, 99, 1499, 1500, 10_000)))),
        los_days=draw(_known(st.sampled_from((0, 4, 5, 6)))),
        icu_hours=draw(_known(st.sampled_from((0, 120, 121)))),
        dept=draw(st.sampled_from(DEPTS)),
        leave=draw(st.sampled_from(LEAVES)),
        dx=() if dx == [""] else tuple(dx),
        px=() if px == [""] else tuple(px),
    )
