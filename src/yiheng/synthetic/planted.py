"""What these tables hold on purpose for somebody to find: the truth that a test or an exercise compares with."""

from __future__ import annotations

from yiheng.synthetic.frame import Frame
from yiheng.synthetic.rows import day_of


def planted(frame: Frame) -> list[dict[str, str]]:
    """One mapping a planted thing: kind, table, where, from, to, and how much or many."""
    found = [
        {
            "kind": "duplicate_enrolment",
            "table": "coverage",
            "where": "end_reason = duplicate",
            "from": str(move.year - 1),
            "to": str(move.year),
            "count": str(frame.scaled(move.persons.base)),
        }
        for move in frame.profile.people.moves
        if move.kind == "duplicate"
    ]
    event = frame.profile.unswept
    if event is not None:
        late = sum(frame.scaled(one.amount.base) for one in event.deposits)
        found.append(
            {
                "kind": "income_account_unswept",
                "table": "bank_line",
                "where": "、".join(one.district for one in event.deposits),
                "from": event.swept,
                "to": event.returned,
                "amount_fen": str(late),
            }
        )
    cut = frame.providers.suspension()
    if cut is not None:
        found.append(
            {
                "kind": "agreement_suspended",
                "table": "agreement",
                "where": str(frame.providers.code[cut.provider]),
                "from": day_of(cut.begin_dayno).isoformat(),
                "to": day_of(cut.end_dayno).isoformat(),
            }
        )
    found.append(
        {
            "kind": "contribution_arrears",
            "table": "contribution_due",
            "where": "payer_type = employer",
            "from": str(frame.years[0]),
            "to": str(frame.years[-1]),
            "amount_fen": str(frame.figure(frame.profile.employers.arrears, frame.years[-1])),
        }
    )
    return found
