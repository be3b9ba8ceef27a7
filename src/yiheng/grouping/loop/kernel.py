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
    CC,
    ENTRY,
    EXCLUSION,
    FIRST_BRANCH,
    FIRST_DECIDING,
    LAST_BRANCH,
    LAST_DECIDING,
    MAIN_FIRST,
    MAIN_LAST,
    MCC,
    MISSING,
    NO_DRG,
    SEX,
    SEXES,
    SITES,
    VALID,
    VALID_DX,
    VALID_PX,
    WEIGHT,
)
from yiheng.grouping.loop.byte_hash import find_code
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

# Arrays are handed to functions one by one: taking them out of a tuple inside the loop would count references there,
# which cost four fifths of the time. ``codes`` are a case's code numbers, ``[:dx]`` diagnoses, ``[first:last]`` procedures.


@njit(cache=True, nogil=True, forceinline=True)
def wider(numbers):  # type: ignore[no-untyped-def]
    """A buffer of twice the size with the same beginning."""
    grown = np.empty(2 * len(numbers), dtype=np.int32)
    grown[: len(numbers)] = numbers
    return grown


@njit(cache=True, nogil=True, forceinline=True)
def read_codes(data, start, stop, slots, hashes, pool, starts, codes, count):  # type: ignore[no-untyped-def]
    """Append the numbers of the codes of one cell to a buffer, which grows where it must."""
    if stop > start:
        first = start
        for at in range(start, stop + 1):
            if at == stop or data[at] == PIPE or data[at] == COMMA:
                if count == len(codes):
                    codes = wider(codes)
                codes[count] = find_code(data, first, at, slots, hashes, pool, starts)
                count += 1
                first = at + 1
    return codes, count


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
        if (member[codes[at], word] >> bit) & np.uint64(1):
            return codes[at]
    return np.int32(-1)


@njit(cache=True, nogil=True, forceinline=True)
def complicated(level, facts, codes, dx):  # type: ignore[no-untyped-def]
    """Whether some other diagnosis is a complication that the main one does not exclude."""
    excluded = facts[codes[0], EXCLUSION] if dx else 0
    for at in range(1, dx):
        table = facts[codes[at], level]
        if table >= 0 and not (excluded > 0 and table == excluded):
            return True
    return False


@njit(cache=True, nogil=True)
def trauma_sites(facts, codes, dx):  # type: ignore[no-untyped-def]
    """How many body sites the diagnoses of a case touch."""
    touched = np.int64(0)
    for at in range(dx):
        touched |= facts[codes[at], SITES]
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
            true = complicated(MCC if subject == 0 else CC, facts, codes, dx)
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
    """Insert ranks into the sorted buffer, each once."""
    for at in range(start, stop):
        rank = ranks[at]
        if count == len(found):
            found = wider(found)
        place = count
        while place > 0 and found[place - 1] > rank:
            place -= 1
        if place > 0 and found[place - 1] == rank:
            continue
        for move in range(count, place, -1):
            found[move] = found[move - 1]
        found[place] = rank
        count += 1
    return found, count


@njit(cache=True, nogil=True)
def candidates(found, free_ranks, spans, ranks, codes, dx, first, last):  # type: ignore[no-untyped-def]
    """The ranks that may take the case, sorted; the buffer, and how many."""
    found, count = add_ranks(found, 0, free_ranks, 0, len(free_ranks))
    for at in range(dx):
        number = codes[at]
        if at == 0:
            found, count = add_ranks(found, count, ranks, spans[number, MAIN_FIRST], spans[number, MAIN_LAST])
        found, count = add_ranks(found, count, ranks, spans[number, ANY_FIRST], spans[number, ANY_LAST])
    for at in range(first, last):
        number = codes[at]
        if at == first:
            found, count = add_ranks(found, count, ranks, spans[number, MAIN_FIRST], spans[number, MAIN_LAST])
        found, count = add_ranks(found, count, ranks, spans[number, ANY_FIRST], spans[number, ANY_LAST])
    return found, count


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
        if facts[codes[at], VALID] & VALID_DX == 0:
            return DX_INVALID
    for at in range(dx, last):
        if facts[codes[at], VALID] & VALID_PX == 0:
            return PX_INVALID
    return SEX_CONFLICT if (facts[codes[0], SEXES] >> sex) & 1 == 0 else GROUPED


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
    return np.int32(0)


@njit(cache=True, nogil=True)
def group_batch(cells, manner, scheme, known, outcomes, decided):  # type: ignore[no-untyped-def]
    """Group every case of a batch: its outcome's number and its deciding code (``Cells``, ``Manner``, ``Rules``, ``Codes``)."""
    dx_data, dx_starts, px_data, px_starts, records = cells
    accepted_sex, strict, retry = manner
    nodes, rules, branches, deciding, free_ranks, gates = scheme
    slots, hashes, pool, starts, member, facts, spans, ranks = known
    codes, found = np.empty(64, np.int32), np.empty(64, np.int32)
    for case in range(len(outcomes)):
        codes, dx = read_codes(
            dx_data, dx_starts[case], dx_starts[case + 1], slots, hashes, pool, starts, codes, 0
        )
        codes, last = read_codes(
            px_data, px_starts[case], px_starts[case + 1], slots, hashes, pool, starts, codes, dx
        )
        decided[case] = 0
        outcomes[case] = check(accepted_sex, strict, facts, records, case, codes, dx, last)
        if outcomes[case] != GROUPED:
            continue
        first, stop = dx, last
        found, count = candidates(found, free_ranks, spans, ranks, codes, dx, first, stop)
        outcome, rank = first_outcome(
            found, count, rules, branches, nodes, member, facts, records, case, codes, dx, first, stop
        )
        if retry and outcome < 0:
            for one in range(dx + 1, last):
                first, stop = one, one + 1
                found, count = candidates(found, free_ranks, spans, ranks, codes, dx, first, stop)
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
