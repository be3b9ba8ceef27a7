"""The loop: one case after another, a few integers each.

It says what :func:`yiheng.grouping.reason.reading.group_case` says, and is tested against it. Codes are found by their
bytes; the codes of a case name the rules that may take it (their ranks); these are tried in order until one holds and
gives a DRG. Everything a case needs lies in arrays that the scheme's compilation made.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from yiheng.grouping.case import SEPARATOR, GroupStatus
from yiheng.grouping.case_check import (
    AGE_YEARS_MAX,
    DAYS_IN_FIRST_YEAR_MAX,
    NEWBORN_DAYS_MAX,
    NEWBORN_WEIGHT_G,
)
from yiheng.grouping.loop.arrays import (
    AGE,
    AGE_DAYS,
    ANY_FIRST,
    ANY_LAST,
    CC_SHIFT,
    ENTRY,
    EXCLUSION,
    FIRST_BRANCH,
    FIRST_DECIDING,
    LAST_BRANCH,
    LAST_DECIDING,
    MAIN_FIRST,
    MAIN_LAST,
    MCC_SHIFT,
    MISSING,
    NO_DRG,
    NUMBER,
    SEX,
    SEXES,
    SITES,
    TABLE_MASK,
    TRIGGERS_ANYWHERE,
    VALID,
    VALID_DX,
    VALID_PX,
    WEIGHT,
)
from yiheng.grouping.loop.byte_hash import KEY_BYTES, WORD_BYTES, find_code
from yiheng.grouping.loop.compiled import MDC_OUTCOMES
from yiheng.grouping.loop.decision import (
    ANY_DX,
    ANY_PX,
    ATTRIBUTE,
    COMPARE,
    COMPLICATED,
    EQUAL,
    GREATER,
    HOLDS,
    KIND,
    LESS,
    LESS_EQUAL,
    MAIN_DX,
    MAIN_PX,
    NO,
    OPERATION,
    OTHER_DX,
    OTHER_PX,
    SUBJECT,
    TRAUMA_SITES,
    VALUE,
    YES,
)

NEWBORN_WEIGHT_MIN_G, NEWBORN_WEIGHT_MAX_G = NEWBORN_WEIGHT_G
PIPE, COMMA = ord(SEPARATOR), ord(",")

GROUPED = int(GroupStatus.GROUPED)
UNGROUPED = int(GroupStatus.UNGROUPED)
UNCHECKED = int(GroupStatus.UNCHECKED)
DX_INVALID = int(GroupStatus.DX_INVALID)
PX_INVALID = int(GroupStatus.PX_INVALID)
SEX_CONFLICT = int(GroupStatus.SEX_CONFLICT)
DX_NOWHERE = int(GroupStatus.DX_NOWHERE)
NEWBORN_INVALID = int(GroupStatus.NEWBORN_INVALID)

# numba keeps what it compiled beside this file and looks only at this file's date: after a change of ``byte_hash`` or of the
# columns in ``arrays`` and ``decision``, delete the ``*.nbi`` in ``__pycache__`` (`make clean` does).
#
# Arrays are handed to functions one by one: taking them out of a tuple inside the loop would count references there,
# which cost four fifths of the time. ``codes`` are the marks of a case's codes, ``[:dx]`` diagnoses, ``[first:last]`` procedures.


@njit(cache=True, nogil=True)
def most_codes(starts):  # type: ignore[no-untyped-def]
    """More codes than any cell can hold: its bytes, each a separator, and one."""
    most = 0
    for case in range(len(starts) - 1):
        most = max(most, starts[case + 1] - starts[case])
    return most + 1


@njit(cache=True, nogil=True, forceinline=True)
def read_codes(data, start, stop, slots, pool, starts, codes, count):  # type: ignore[no-untyped-def]
    """Append the marks of the codes of one cell to a buffer; how many it holds."""
    if stop == start:
        return count
    begin, first, second = start, np.uint64(0), np.uint64(0)
    for at in range(start, stop + 1):
        byte = PIPE if at == stop else data[at]
        if byte in (PIPE, COMMA):
            codes[count] = find_code(data, begin, at, first, second, slots, pool, starts)
            count += 1
            begin, first, second = at + 1, np.uint64(0), np.uint64(0)
        elif at - begin < WORD_BYTES:
            first |= np.uint64(byte) << np.uint64(8 * (at - begin))
        elif at - begin < KEY_BYTES:
            second |= np.uint64(byte) << np.uint64(8 * (at - begin - WORD_BYTES))
    return count


@njit(cache=True, nogil=True, forceinline=True)
def member_code(kind, column, member, codes, dx, first, last):  # type: ignore[no-untyped-def]
    """The first code that makes a membership true; -1 where none does."""
    if kind == MAIN_DX:
        start, stop = 0, min(dx, 1)
    elif kind == OTHER_DX:
        start, stop = 1, dx
    elif kind == ANY_DX:
        start, stop = 0, dx
    elif kind == MAIN_PX:
        start, stop = first, min(last, first + 1)
    elif kind == OTHER_PX:
        start, stop = first + 1, last
    else:
        start, stop = first, last
    word, bit = column >> 6, np.uint64(column & 63)
    for at in range(start, stop):
        number = codes[at] & NUMBER
        if (member[number, word] >> bit) & np.uint64(1):
            return number
    return np.int64(-1)


@njit(cache=True, nogil=True, forceinline=True)
def complicated(shift, facts, codes, dx):  # type: ignore[no-untyped-def]
    """Whether some other diagnosis is a complication that the main one does not exclude."""
    excluded = facts[codes[0] & NUMBER, EXCLUSION] if dx else 0
    for at in range(1, dx):
        table = ((codes[at] >> shift) & TABLE_MASK) - 1
        if table >= 0 and not (excluded > 0 and table == excluded):
            return True
    return False


@njit(cache=True, nogil=True)
def trauma_sites(facts, codes, dx):  # type: ignore[no-untyped-def]
    """How many body sites the diagnoses of a case touch."""
    touched = np.int64(0)
    for at in range(dx):
        touched |= facts[codes[at] & NUMBER, SITES]
    count = np.int64(0)
    while touched:
        touched &= touched - 1
        count += 1
    return count


@njit(cache=True, nogil=True, forceinline=True)
def compares(found, operation, value):  # type: ignore[no-untyped-def]
    """A measure against a value; a missing measure satisfies nothing."""
    if found == MISSING:
        return False
    if operation == LESS:
        return found < value
    if operation == LESS_EQUAL:
        return found <= value
    if operation == EQUAL:
        return found == value
    if operation == GREATER:
        return found > value
    return found >= value


@njit(cache=True, nogil=True)
def holds(node, nodes, member, facts, records, case, codes, dx, first, last):  # type: ignore[no-untyped-def]
    """Whether the condition entered at ``node`` holds for the case."""
    while node >= 0:
        kind, subject = nodes[node, KIND], nodes[node, SUBJECT]
        if kind <= ANY_PX:
            true = member_code(kind, subject, member, codes, dx, first, last) >= 0
        elif kind == COMPLICATED:
            true = complicated(MCC_SHIFT if subject == 0 else CC_SHIFT, facts, codes, dx)
        elif kind == COMPARE:
            if subject == TRAUMA_SITES:
                found = trauma_sites(facts, codes, dx)
            else:
                found = np.int64(records[case, subject])
            true = compares(found, nodes[node, OPERATION], nodes[node, VALUE])
        elif kind == ATTRIBUTE:
            word = records[case, SEX + subject]
            true = word >= 0 and (nodes[node, VALUE] >> word) & 1 == 1
        else:
            true = last == first
        node = nodes[node, YES] if true else nodes[node, NO]
    return node == HOLDS


@njit(cache=True, nogil=True, forceinline=True)
def add_ranks(found, count, ranks, start, stop):  # type: ignore[no-untyped-def]
    """Insert ranks into the sorted buffer, each once; how many it holds."""
    for at in range(start, stop):
        rank = ranks[at]
        place = count
        while place > 0 and found[place - 1] > rank:
            place -= 1
        if place > 0 and found[place - 1] == rank:
            continue
        for move in range(count, place, -1):
            found[move] = found[move - 1]
        found[place] = rank
        count += 1
    return count


@njit(cache=True, nogil=True)
def candidates(found, free_ranks, spans, ranks, codes, dx, first, last):  # type: ignore[no-untyped-def]
    """Put the ranks that may take the case into the buffer, sorted; how many."""
    count = add_ranks(found, 0, free_ranks, 0, len(free_ranks))
    for at in range(last):
        if dx <= at < first:
            continue
        number = codes[at] & NUMBER
        if at in (0, first):
            count = add_ranks(found, count, ranks, spans[number, MAIN_FIRST], spans[number, MAIN_LAST])
        if codes[at] & TRIGGERS_ANYWHERE:
            count = add_ranks(found, count, ranks, spans[number, ANY_FIRST], spans[number, ANY_LAST])
    return count


@njit(cache=True, nogil=True)
def first_outcome(found, count, rules, branches, nodes, member, facts, records, case, codes, dx, first, last):  # type: ignore[no-untyped-def]
    """The outcome and rank of the first candidate that gives a DRG; -1 and -1 where none does."""
    for at in range(count):
        rank = found[at]
        if not holds(rules[rank, ENTRY], nodes, member, facts, records, case, codes, dx, first, last):
            continue
        for branch in range(rules[rank, FIRST_BRANCH], rules[rank, LAST_BRANCH]):
            if holds(branches[branch, 0], nodes, member, facts, records, case, codes, dx, first, last):
                return branches[branch, 1], rank
        if rules[rank, NO_DRG] >= 0:
            return rules[rank, NO_DRG], rank
    return np.int32(-1), np.int32(-1)


@njit(cache=True, nogil=True, forceinline=True)
def check(accepted_sex, strict, facts, records, case, codes, dx, last):  # type: ignore[no-untyped-def]
    """The status of a record that may not be grouped; GROUPED where it may (``case_check`` says it in words)."""
    sex, age = records[case, SEX], records[case, AGE]
    days, weight = records[case, AGE_DAYS], records[case, WEIGHT]
    if sex < 0 or (accepted_sex >> sex) & 1 == 0 or age == MISSING:
        return UNCHECKED
    newborn = age == 0 and days != MISSING and days <= NEWBORN_DAYS_MAX
    if age == 0 and (days == MISSING or (newborn and weight == MISSING)):
        return UNCHECKED
    if not strict:
        return GROUPED
    if dx == 0 or age < 0 or age > AGE_YEARS_MAX or (days != MISSING and days < 0):
        return UNCHECKED
    if age == 0 and days > DAYS_IN_FIRST_YEAR_MAX:
        return NEWBORN_INVALID
    if newborn and not NEWBORN_WEIGHT_MIN_G <= weight <= NEWBORN_WEIGHT_MAX_G:
        return NEWBORN_INVALID
    for at in range(dx):
        if facts[codes[at] & NUMBER, VALID] & VALID_DX == 0:
            return DX_INVALID
    for at in range(dx, last):
        if facts[codes[at] & NUMBER, VALID] & VALID_PX == 0:
            return PX_INVALID
    return SEX_CONFLICT if (facts[codes[0] & NUMBER, SEXES] >> sex) & 1 == 0 else GROUPED


@njit(cache=True, nogil=True)
def strict_outcome(gates, nodes, member, facts, records, case, codes, dx, last):  # type: ignore[no-untyped-def]
    """The outcome of a sound record that no rule took: it keeps the first MDC whose gate it passes."""
    for mdc in range(len(gates)):
        if holds(gates[mdc], nodes, member, facts, records, case, codes, dx, dx, last):
            return MDC_OUTCOMES + 2 * mdc + (1 if last > dx else 0)
    return DX_NOWHERE


@njit(cache=True, nogil=True)
def deciding_code(rank, rules, deciding, member, codes, dx, first, last):  # type: ignore[no-untyped-def]
    """The code that decided; 0 where the rule asked for none."""
    for at in range(rules[rank, FIRST_DECIDING], rules[rank, LAST_DECIDING]):
        code = member_code(deciding[at, 0], deciding[at, 1], member, codes, dx, first, last)
        if code > 0:
            return code
    return np.int64(0)


@njit(cache=True, nogil=True)
def group_batch(cells, manner, scheme, known, outcomes, decided):  # type: ignore[no-untyped-def]
    """Group every case of a batch: its outcome's number and its deciding code (``Cells``, ``Manner``, ``Rules``, ``Codes``)."""
    dx_data, dx_starts, px_data, px_starts, records = cells
    accepted_sex, strict, retry = manner
    nodes, rules, branches, deciding, free_ranks, gates = scheme
    slots, pool, starts, member, facts, spans, ranks = known
    codes = np.empty(most_codes(dx_starts) + most_codes(px_starts), np.int64)
    found = np.empty(len(rules), np.int32)
    for case in range(len(outcomes)):
        dx = read_codes(dx_data, dx_starts[case], dx_starts[case + 1], slots, pool, starts, codes, 0)
        last = read_codes(px_data, px_starts[case], px_starts[case + 1], slots, pool, starts, codes, dx)
        decided[case] = 0
        outcomes[case] = check(accepted_sex, strict, facts, records, case, codes, dx, last)
        if outcomes[case] != GROUPED:
            continue
        first, stop = dx, last
        count = candidates(found, free_ranks, spans, ranks, codes, dx, first, stop)
        outcome, rank = first_outcome(
            found, count, rules, branches, nodes, member, facts, records, case, codes, dx, first, stop
        )
        if retry and outcome < 0:
            for one in range(dx + 1, last):
                first, stop = one, one + 1
                count = candidates(found, free_ranks, spans, ranks, codes, dx, first, stop)
                outcome, rank = first_outcome(
                    found, count, rules, branches, nodes, member, facts, records, case, codes, dx, first, stop
                )
                if outcome >= 0:
                    break
        if outcome >= 0:
            outcomes[case] = outcome
            decided[case] = deciding_code(rank, rules, deciding, member, codes, dx, first, stop)
        elif strict:
            outcomes[case] = strict_outcome(gates, nodes, member, facts, records, case, codes, dx, last)
        else:
            outcomes[case] = UNGROUPED
