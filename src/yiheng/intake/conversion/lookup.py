"""What stands in another table: of this delivery first, else published. The delivered row supersedes the published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yiheng.engine.city import City
from yiheng.engine.snapshot import Snapshot
from yiheng.engine.sql_text import listed, parquet, quoted
from yiheng.intake.recognition.alias import Lookup
from yiheng.standards.table import Contract, Table


@dataclass(frozen=True)
class Known:
    """Rows that lookups may find: staged files and extras of this delivery by table, and the published snapshot."""

    contract: Contract
    staged: Mapping[str, Sequence[Path]]
    extras: Mapping[str, Sequence[Path]]
    city: City | None = None
    snapshot: Snapshot | None = None


def lookup_relation(rule: Lookup, known: Known) -> str | None:
    """SELECT of the key column and what is taken, one row a key; None where no such row is known at all."""
    table = known.contract.tables[rule.table]
    own = list(dict.fromkeys(name for name in rule.take.values() if name in table.names))
    needed = list(dict.fromkeys([*table.key, rule.on, *own, *filter(None, [rule.refunds])]))
    pieces = []
    if known.staged.get(rule.table):
        pieces.append(f"SELECT {listed(needed)}, 0 AS older FROM {parquet(known.staged[rule.table])}")
    published = _published(table, known)
    if published:
        pieces.append(f"SELECT {listed(needed)}, 1 AS older FROM {parquet(published)}")
    if not pieces:
        return None
    rows = (
        f"SELECT {listed(needed)} FROM ({' UNION ALL '.join(pieces)})"
        f" QUALIFY row_number() OVER (PARTITION BY {listed(table.key)} ORDER BY older) = 1"
    )
    found = _net(rows, rule, own) if rule.refunds else f"SELECT {listed([rule.on, *own])} FROM ({rows})"
    beside = [name for name in rule.take.values() if name not in table.names]
    return _with_extras(found, rule, beside, known)


def _net(rows: str, rule: Lookup, own: Sequence[str]) -> str:
    """Rows with amounts less what was refunded of them later."""
    money = [name for name in own if name.endswith("_fen")]
    sums = "".join(f", CAST(sum({quoted(name)}) AS BIGINT) AS {quoted(name + _BACK)}" for name in money)
    shown = [
        f"r.{quoted(name)} + coalesce(b.{quoted(name + _BACK)}, 0) AS {quoted(name)}"
        if name in money
        else f"r.{quoted(name)}"
        for name in own
    ]
    return (
        f"SELECT r.{quoted(rule.on)}, {', '.join(shown)} FROM ({rows}) r"
        f" LEFT JOIN (SELECT {quoted(rule.refunds)} AS refunded{sums} FROM ({rows})"
        f" WHERE {quoted(rule.refunds)} IS NOT NULL GROUP BY ALL) b ON b.refunded = r.{quoted(rule.on)}"
    )


_BACK = "#back"


def _published(table: Table, known: Known) -> list[Path]:
    if known.city is None or known.snapshot is None or table.table not in known.snapshot.tables:
        return []
    return [known.city.root / part.file for part in known.snapshot.tables[table.table].parts]


def _with_extras(rows: str, rule: Lookup, beside: Sequence[str], known: Known) -> str:
    """Add the columns that only files carry (sex and birthday on a settlement); null where none of them came."""
    if not beside:
        return rows
    files = known.extras.get(rule.table, ())
    if not files:
        nothing = ", ".join(f"NULL AS {quoted(name)}" for name in beside)
        return f"SELECT *, {nothing} FROM ({rows})"
    own = ", ".join(f"any_value({quoted(name)}) AS {quoted(name)}" for name in beside)
    scan = parquet(files).removesuffix(")") + ", union_by_name = true)"
    return (
        f"SELECT * FROM ({rows}) LEFT JOIN (SELECT {quoted(rule.on)}, {own} FROM {scan} GROUP BY {quoted(rule.on)})"
        f" USING ({quoted(rule.on)})"
    )
