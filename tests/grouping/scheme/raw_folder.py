"""A raw scheme folder as a city hands it over, small and invented."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

TABLES: Mapping[str, str] = {
    "mdc": "ord,mdc,cond\n1,MDCA,main_sx:VALID\n2,MDCF,main_dx:mdc\n",
    "mdc_dx": "mdc,code,site\nMDCF,I21.000,\nMDCF,I21.000,\nMDCF,I50.000,\n",
    "step": "mdc,ord,kind,target\nMDCF,1,rule,FM1\nMDCF,2,qy:main_sx:VALID,FQY\nMDCF,3,rule,FR1\n",
    "rule": (
        "rule,adrg,mdc,cond,fallback\nFM1,FM1,F,main_dx:zd & any_sx:ss & any_sx:ss1,\n"
        "FR1,FR1,F,main_dx:zd,FR1\n"
    ),
    "rule_list": "rule,slot,list_id,n\nFM1,zd,L1,1\nFM1,ss,L2,1\nFR1,zd,L3,2\nFM1@EX,ss,L2,1\n",
    "list": "list_id,code,tag\nL1,I21.000,\nL2,36.0600,1\nL3,I21.000,\nL3,I50.000,\n",
    "drg": (
        "rule,ord,drg,cond,ex_rule\nFM1,1,FM1X,main_sx:ss,FM1@EX\nFM1,2,FM11,mcc,\nFM1,3,FM13,or(mcc|cc),\n"
        "FM1,4,FM15,always,\nFR1,1,FR14,age<17,\n"
    ),
    "drg_name": "drg,name\nFM11,心肌梗死介入治疗\n",
}
SHARED: Mapping[str, str] = {
    "mcc": "code,excl\nA41.900,1\n",
    "cc": "code,excl\nJ18.900,2\n",
    "cce": "code,excl\nI21.000,1\n",
    "ss_valid": "code\n36.0600\n37.2200\n",
    "dx": "code,name,maps_to\nI21.000,急性前壁心肌梗死,I21.000\nI50.000,心力衰竭,I50.000\n",
    "sx": "code,name,maps_to\n36.0600,支架置入,36.0600\n",
}
SETTINGS: Mapping[str, object] = {
    "scheme": "somewhere_2023",
    "retry_each_other_procedure": False,
    "sex_check": "strict_str",
    "fail_drg": "0000",
    "notes": [],
    "shared": {name: f"{name}_1.csv.gz" for name in SHARED},
}


def write_raw(
    root: Path, settings: Mapping[str, object] = SETTINGS, tables: Mapping[str, str] = TABLES
) -> Path:
    """Write the folder (and the shared tables beside it); its path."""
    folder = root / "somewhere_2023"
    folder.mkdir()
    (root / "_shared").mkdir()
    (folder / "scheme.json").write_text(json.dumps(settings), encoding="utf-8")
    for name, text in tables.items():
        (folder / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    for name, text in SHARED.items():
        (root / "_shared" / f"{name}_1.csv.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    return folder
