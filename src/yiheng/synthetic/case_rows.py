"""Stays as rows: ``visit``, ``case_input`` and its lines ``case_dx`` and ``case_px``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.case_mix import RESPIRATORY_FAILURE, draw_from
from yiheng.synthetic.frame import Part
from yiheng.synthetic.people import RESIDENT
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.row_text import case_text, chosen, visit_text
from yiheng.synthetic.rows import month_name, table_of
from yiheng.synthetic.stay import Flags, Stays

NORMAL, TRANSFER, AGAINST_ADVICE, DIED = "1", "2", "4", "5"
NEWBORN_GRAMS = (1_300, 2_600)


@dataclass(frozen=True)
class Coding:
    """The codes of a mix of cases as tables."""

    city: CareCity

    @cached_property
    def main_codes(self) -> list[str]:
        """All main diagnoses, kind by kind."""
        return [code for kind in self.city.clinic.kinds for code in kind.dx]

    @cached_property
    def main_first(self) -> Integers:
        """The place of each kind's first."""
        counts = np.array([len(kind.dx) for kind in self.city.clinic.kinds], dtype=np.int64)
        return np.cumsum(counts) - counts

    @cached_property
    def others(self) -> list[str]:
        """All other diagnoses; respiratory failure is the last."""
        codes = {code for group in self.city.mix.comorbidities for code in group.dx}
        return [*sorted(codes - {RESPIRATORY_FAILURE}), RESPIRATORY_FAILURE]

    @cached_property
    def chances(self) -> npt.NDArray[np.float64]:
        """Chance at sixty of every other diagnosis, by sex (0 male) and kind; 0 beside the same main diagnosis."""
        place = {code: number for number, code in enumerate(self.others)}
        groups = {group.group: group for group in self.city.mix.comorbidities}
        table = np.zeros((2, len(self.city.clinic.kinds), len(self.others)))
        for number, kind in enumerate(self.city.clinic.kinds):
            for name in kind.also:
                for code in groups[name].dx:
                    sexes = [groups[name].sexes[code] - 1] if code in groups[name].sexes else [0, 1]
                    chance = groups[name].percent / 100 / len(groups[name].dx) * 2
                    if code not in kind.dx:
                        table[sexes, number, place[code]] = np.maximum(
                            table[sexes, number, place[code]], chance
                        )
        return table

    @cached_property
    def sets(self) -> list[str]:
        """All sets of procedures, joined; the first is none."""
        return ["", *(px.joined for kind in self.city.clinic.kinds for px in kind.px)]

    @cached_property
    def set_chances(self) -> npt.NDArray[np.float64]:
        """Cumulated chances of the sets by kind; what is left of 1 is none."""
        table = np.zeros((len(self.city.clinic.kinds), len(self.sets)))
        at = 1
        for number, kind in enumerate(self.city.clinic.kinds):
            for px in kind.px:
                table[number, at] = px.percent / 100
                at += 1
            table[number, 0] = 1 - table[number].sum()
        return np.cumsum(table, axis=1)


@dataclass(frozen=True)
class Coded:
    """The codes of some stays: which other diagnoses, which set of procedures, and the attending doctor."""

    main: Integers
    other: Flags
    px: Integers
    department: Integers
    doctor: Integers


def code_stays(city: CareCity, coding: Coding, stays: Stays, draw: np.random.Generator) -> Coded:
    """Other diagnoses by kind, sex and age; procedures by kind; the department and a doctor of it."""
    chance = coding.chances[stays.sex - 1, stays.kind]
    by_age = np.clip(0.25 + (stays.age - 30) / 40, 0.15, 1.3)[:, None]
    other = draw.uniform(size=chance.shape) < chance * by_age
    infant = stays.age == 0
    other |= (draw.uniform(size=chance.shape) < chance * 0.5) & infant[:, None]
    other[:, -1] = stays.supported | stays.unsupported
    main = coding.main_first[stays.kind] + stays.main
    other[:, -1] &= np.array([code != RESPIRATORY_FAILURE for code in coding.main_codes])[main]
    px = np.where(stays.examined_only, 0, draw_from(coding.set_chances, stays.kind, draw))
    department = city.department[stays.provider, stays.kind]
    return Coded(
        main, other, px, department, city.doctor(stays.provider, department, draw.uniform(size=stays.count))
    )


def discharge_way(stays: Stays) -> npt.NDArray[np.str_]:
    """离院方式; one in fifty leaves against advice."""
    against = stays.number * 7919 % 50 == 0
    return np.select(
        [stays.dead, stays.transferred_out, against & ~stays.planted],
        [DIED, TRANSFER, AGAINST_ADVICE],
        NORMAL,
    )


def visit_part(
    city: CareCity, stays: Stays, coding: Coding, coded: Coded, med_type: npt.NDArray[np.str_], psn_no: pa.Array,
    seconds: tuple[Integers, Integers],
) -> Part:  # fmt: skip
    """``visit`` of stays."""
    department = chosen(city.department_codes, coded.department)
    way = np.where(stays.emergency, "1", np.where(stays.transferred_in, "3", "2"))
    columns = {
        "mdtrt_id": visit_text(stays.number),
        "psn_no": psn_no,
        "fixmedins_code": chosen(city.provider_codes, stays.provider),
        "insutype": chosen(["310", "390"], (stays.group == RESIDENT).astype(np.int64)),
        "med_type": med_type,
        "begin_time": (stays.admitted * 86_400 + seconds[0]).astype("datetime64[s]"),
        "end_time": (stays.discharged * 86_400 + seconds[1]).astype("datetime64[s]"),
        "begin_dayno": stays.admitted.astype(np.int32),
        "end_dayno": stays.discharged.astype(np.int32),
        "stay_days": stays.days,
        "adm_dept": department,
        "dscg_dept": department,
        "adm_way": way,
        "dscg_way": discharge_way(stays),
        "main_diag_code": chosen(coding.main_codes, coded.main),
        "medcasno": pa.compute.replace_substring(visit_text(stays.number), "J", "ZY"),
    }
    return Part("visit", month_name(stays.month), table_of("visit", columns))


def case_parts(
    city: CareCity,
    stays: Stays,
    coding: Coding,
    coded: Coded,
    psn_no: pa.Array,
    setl_id: pa.Array,
    cost: Integers,
) -> Iterator[Part]:
    """``case_input``, ``case_dx`` and ``case_px`` of stays."""
    month = month_name(stays.month)
    others = [[] for _ in range(stays.count)]  # type: list[list[str]]
    row, place = np.nonzero(coded.other)
    for number, code in zip(row.tolist(), place.tolist(), strict=True):
        others[number].append(coding.others[code])
    main = [coding.main_codes[number] for number in coded.main.tolist()]
    newborn = stays.age == 0
    born = city.frame.people.birth_dayno(stays.person).astype(np.int64)
    critical = np.array([kind.mix == "critical" for kind in city.clinic.kinds])[stays.kind]
    ventilated = np.array(["96.72" in name for name in coding.sets])[coded.px]
    grams = NEWBORN_GRAMS[0] + stays.number % NEWBORN_GRAMS[1]
    age_days = np.clip(stays.admitted - born, 0, 365)
    columns = {
        "case_id": case_text(stays.number),
        "mdtrt_id": visit_text(stays.number),
        "setl_id": setl_id,
        "psn_no": psn_no,
        "fixmedins_code": chosen(city.provider_codes, stays.provider),
        "insutype": chosen(["310", "390"], (stays.group == RESIDENT).astype(np.int64)),
        "adm_dayno": stays.admitted.astype(np.int32),
        "dscg_dayno": stays.discharged.astype(np.int32),
        "gend": chosen(["1", "2"], stays.sex - 1),
        "age_years": pa.array(stays.age),
        "age_days": pa.array(age_days, mask=~newborn),
        "weight_g": pa.array(grams, mask=~(newborn & (age_days <= 28))),
        "dept": chosen(city.department_codes, coded.department),
        "los_days": stays.days,
        "dscg_way": discharge_way(stays),
        "icu_hours": np.where(critical, stays.days * 6 + stays.number % 24, 0),
        "vent_hours": np.where(ventilated, 96 + stays.number % 160, 0),
        "amount_fen": cost,
        "dx_codes": ["|".join([code, *more]) for code, more in zip(main, others, strict=True)],
        "px_codes": chosen(coding.sets, coded.px),
    }
    yield Part("case_input", month, table_of("case_input", columns))
    yield Part("case_dx", month, _dx_rows(stays, coding, coded))
    if coded.px.any():
        yield Part("case_px", month, _px_rows(city, stays, coding, coded))


def _dx_rows(stays: Stays, coding: Coding, coded: Coded) -> pa.Table:
    row, place = np.nonzero(coded.other)
    case = np.concatenate([np.arange(stays.count), row])
    code = np.concatenate([coded.main, len(coding.main_codes) + place])
    order = np.argsort(case, kind="stable")
    case, code = case[order], code[order]
    sequence = np.arange(len(case)) - np.searchsorted(case, np.arange(stays.count))[case] + 1
    texts = [*coding.main_codes, *coding.others]
    return table_of(
        "case_dx",
        {
            "case_id": case_text(stays.number[case]),
            "seq": sequence,
            "dscg_dayno": stays.discharged[case].astype(np.int32),
            "dx_code": chosen(texts, code),
            "diag_type": chosen(["1"], case * 0),
            "adm_cond_type": chosen(["1", "4"], ((sequence > 1) & ((stays.number[case] + sequence) % 40 == 0)).astype(np.int64)),
            "main_dx_code": chosen(coding.main_codes, coded.main[case]),
        },
    )  # fmt: skip


def _px_rows(city: CareCity, stays: Stays, coding: Coding, coded: Coded) -> pa.Table:
    case = np.flatnonzero(coded.px)
    codes = [coding.sets[number].split("|") for number in coded.px[case].tolist()]
    counts = np.array([len(own) for own in codes], dtype=np.int64)
    rows = np.repeat(case, counts)
    sequence = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    day = stays.admitted + np.minimum((stays.days - 1) // 3, 3)
    return table_of(
        "case_px",
        {
            "case_id": case_text(stays.number[rows]),
            "seq": sequence,
            "dscg_dayno": stays.discharged[rows].astype(np.int32),
            "px_code": [code for own in codes for code in own],
            "px_dayno": day[rows].astype(np.int32),
            "oper_dr_code": chosen(city.doctor_codes, coded.doctor[rows]),
        },
    )
