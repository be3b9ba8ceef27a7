"""Invented patients, coded by hand, each with the group it belongs to in the scheme ``demo``."""

from __future__ import annotations

from typing import NamedTuple

from yiheng.grouping.case import Case


class Patient(NamedTuple):
    """A story, its coding, and the group a coder expects."""

    story: str
    case: Case
    drg: str


def _patient(
    story: str, dx: str, px: str, drg: str, *, sex: str = "1", age: int = 60, days: int | None = None,
    weight: int | None = None, los: int = 8,
) -> Patient:  # fmt: skip
    codes = tuple(dx.split()), tuple(px.split())
    case = Case(story, sex, age, days, weight, los, 0, "A03", "1", *codes)
    return Patient(story, case, drg)


PATIENTS = (
    _patient("脑梗死，无合并症", "I63.900 I10.x00x002", "", "BR25"),
    _patient("脑梗死并发呼吸衰竭", "I63.900 J96.000", "", "BR21"),
    _patient("脑梗死伴房颤", "I63.300 I48.900", "", "BR23"),
    _patient("脑梗死，其他诊断脑出血同属脑血管病，被排除", "I63.300 I61.900", "", "BR25"),
    _patient("脑出血开颅清除血肿", "I61.900 R57.900", "01.3900x009", "BB11"),
    _patient("心肌梗死急诊支架，主手术为造影", "I21.100 N17.900", "88.5500 36.0700 00.4500", "FM11"),
    _patient("不稳定性心绞痛支架", "I20.000", "88.5500 36.0700 00.4500", "FM25"),
    _patient("不稳定性心绞痛只做造影", "I20.000 I50.900", "88.5500", "FN13"),
    _patient("心力衰竭伴肾功能不全", "I50.900 N18.900", "", "FR13"),
    _patient("肺炎并发败血症", "J18.900 A41.900", "", "ES21", age=72),
    _patient("肺炎伴胸腔积液", "J15.900 J90.x00", "", "ES23"),
    _patient("慢阻肺急性加重，短时呼吸机", "J44.100 J96.000", "96.7101", "EK11"),
    _patient("肺癌胸腔镜肺叶切除", "C34.100", "32.4100", "EB15"),
    _patient("阑尾炎腹腔镜切除", "K35.800", "47.0100", "GD15", age=20),
    _patient("结肠息肉内镜切除", "K63.500", "45.4200x003", "GK15"),
    _patient("胃溃疡出血并发失血性贫血", "K25.400 D62.x00", "", "GS13"),
    _patient("胆囊结石腹腔镜切除", "K80.100 E11.400", "51.2300", "HC13", sex="2"),
    _patient("肝硬化，其他诊断肝衰竭同属一族，被排除", "K74.607 K72.900", "", "HS25"),
    _patient("股骨颈骨折半髋置换", "S72.000", "81.5200", "IC15", sex="2", age=84),
    _patient("胫骨骨折内固定", "S82.200", "79.3600x010", "IF15", age=30),
    _patient("乳腺癌手术", "C50.900", "85.4301", "JA15", sex="2", age=48),
    _patient("糖尿病伴酮症的另一编码，同族被排除", "E11.400 E10.100", "", "KS15"),
    _patient("终末期肾病血液透析", "N18.001 E87.500", "39.9500x007", "LL13"),
    _patient("前列腺电切", "N40.x00", "60.2900", "MC15", age=71),
    _patient("子宫肌瘤剥除", "D25.900", "68.2904", "NC15", sex="2", age=40),
    _patient("剖宫产", "O82.000", "74.1x01", "OB15", sex="2", age=29),
    _patient("早产儿不足1500克", "P07.100", "", "PR19", age=0, days=2, weight=1320),
    _patient("新生儿黄疸并发脓毒症", "P59.900 P36.900", "99.8301", "PT11", age=0, days=5, weight=3100),
    _patient("新生儿肺炎，呼吸衰竭同属一族，被排除", "P23.900 P28.500", "", "PS15", age=0, days=3, weight=3300),
    _patient("出生四十天的新生儿黄疸", "P59.900", "", "PX19", age=0, days=40, weight=4100),
    _patient("肿瘤化疗", "Z51.103 C78.000", "99.2500", "RE13"),
    _patient("肿瘤放疗三周", "Z51.003", "92.2900x003", "RC11", los=21),
    _patient("败血症", "A41.900 R57.900", "", "SR11"),
    _patient("精神分裂症", "F20.900", "", "TR15", age=33, los=60),
    _patient("酒精依赖", "F10.200", "", "UR15", age=45),
    _patient("有机磷中毒洗胃", "T60.000", "96.3300", "VK15", age=37),
    _patient("烧伤清创", "T30.000", "86.2200x011", "WC19", age=26),
    _patient("取除骨折内固定", "Z47.001", "78.6700", "XJ19", age=35),
    _patient("艾滋病伴感染", "B20.900", "", "YR15", age=41),
    _patient("颅脑与股骨多发伤，股骨内固定", "S06.500 S72.000", "79.3500x016", "ZC19", age=38),
    _patient("气管切开并长期呼吸机", "J96.000", "31.1x00 96.7201", "AH19", age=77),
    _patient("肺炎病人做椎间盘手术：歧义", "J18.900", "80.5100x023", "EQY"),
)  # fmt: skip
