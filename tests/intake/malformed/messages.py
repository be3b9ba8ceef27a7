"""Malformed JSON: cut, broken in the middle, wrapped, mixed, deep, and with fields nobody knows."""

from __future__ import annotations

import json

from tests.intake.malformed.case import malformed


def message(number: int, **changes: object) -> dict:
    """A small message 4101 of an invented case."""
    return {
        "infno": "4101",
        "input": {
            "setlinfo": {"mdtrt_id": f"J{number}", "setl_id": f"S{number}", "psn_cashpay": 12.50, **changes},
            "diseinfo": [{"diag_code": "K35.800"}, {"diag_code": "I10.x00"}],
            "oprninfo": [],
        },
    }


def lines(*values: object) -> bytes:
    """JSON lines."""
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()


ONE = json.dumps(message(1))
ROWS_OF_ONE = 4
"""Envelope, setlinfo and two diagnoses."""


@malformed(ROWS_OF_ONE, holds=("4101", "J1", "12.5", "I10.x00"))
def one_message() -> bytes:
    return ONE.encode()


@malformed(3)
def a_bare_message_without_envelope() -> bytes:
    return json.dumps(message(1)["input"]).encode()


@malformed(2 * ROWS_OF_ONE, holds=("J2",))
def an_array_of_messages() -> bytes:
    return json.dumps([message(1), message(2)]).encode()


@malformed(2 * ROWS_OF_ONE)
def messages_one_after_the_other() -> bytes:
    return (ONE + ONE).encode()


@malformed(2 * ROWS_OF_ONE)
def messages_printed_with_indents() -> bytes:
    return json.dumps([message(1), message(2)], indent=2).encode()


@malformed(2 * ROWS_OF_ONE + 1)
def messages_wrapped_in_an_answer() -> bytes:
    return json.dumps({"code": 0, "data": [message(1), message(2)]}).encode()


@malformed(ROWS_OF_ONE, "intake_json_cut")
def cut_within_the_second_message() -> bytes:
    return (ONE + "\n" + ONE[:120]).encode()


@malformed(ROWS_OF_ONE, "intake_json_cut")
def cut_within_an_array() -> bytes:
    return ("[\n" + ONE + ",\n" + ONE[:-40]).encode()


@malformed(ROWS_OF_ONE, "intake_json_cut")
def an_array_never_closed() -> bytes:
    return ("[\n" + ONE).encode()


@malformed(0, "intake_json_cut")
def cut_within_the_only_message() -> bytes:
    return ONE[:100].encode()


@malformed(2 * ROWS_OF_ONE, "intake_json_broken", holds=("J1", "J3"))
def a_broken_line_among_sound_ones() -> bytes:
    broken = lines(message(2)).replace(b'"J2"', b'"J"2"')
    return lines(message(1)) + broken + lines(message(3))


@malformed(2 * ROWS_OF_ONE, "intake_json_broken")
def a_broken_element_among_sound_ones() -> bytes:
    return f"[\n{ONE},\n{ONE.replace(':', ';', 1)},\n{ONE}\n]".encode()


@malformed(ROWS_OF_ONE, "intake_json_rest")
def words_after_the_last_message() -> bytes:
    return (ONE + "\n以上共1条").encode()


@malformed(ROWS_OF_ONE)
def a_comma_after_the_last_element() -> bytes:
    return f"[{ONE},]".encode()


@malformed(0, "intake_json_rest")
def quotes_of_another_language() -> bytes:
    return b"{'infno': '4101'}"


@malformed(2 * ROWS_OF_ONE, holds=("新字段值",))
def a_field_that_only_the_second_has() -> bytes:
    return lines(message(1), message(2, new_field="新字段值"))


@malformed(ROWS_OF_ONE, holds=("12345678901234567890",))
def an_id_as_a_number() -> bytes:
    return ONE.replace('"J1"', "12345678901234567890").encode()


@malformed(ROWS_OF_ONE, holds=("1.10",))
def a_zero_at_the_end_of_a_number() -> bytes:
    return ONE.replace("12.5", "1.10").encode()


@malformed(ROWS_OF_ONE, holds=("NaN",))
def a_number_that_is_none() -> bytes:
    return ONE.replace("12.5", "NaN").encode()


@malformed(ROWS_OF_ONE, holds=("true",))
def a_truth_in_a_field_of_text() -> bytes:
    return ONE.replace("12.5", "true").encode()


@malformed(ROWS_OF_ONE, holds=("甲\n乙",))
def a_raw_line_break_in_a_string() -> bytes:
    return ONE.replace("J1", "甲\n乙").encode()


@malformed(ROWS_OF_ONE, holds=("?",))
def half_of_a_surrogate_pair() -> bytes:
    return ONE.replace("J1", "\\ud83d").encode()


@malformed(ROWS_OF_ONE, holds=("虚构医院",))
def a_message_in_gbk() -> bytes:
    return ONE.replace("J1", "虚构医院").encode("gb18030")


@malformed(ROWS_OF_ONE)
def a_message_with_a_mark() -> bytes:
    return b"\xef\xbb\xbf" + ONE.encode()


@malformed(ROWS_OF_ONE, holds=('["甲", "乙"]', "深"))
def arrays_and_objects_within_a_node() -> bytes:
    return lines(message(1, kinds=["甲", "乙"], inner={"more": {"deep": "深"}}))


@malformed(0, "intake_json_rest")
def nested_too_deeply() -> bytes:
    return (b'{"a":' * 100_000) + b"1" + b"}" * 100_000


@malformed(1)
def an_empty_object() -> bytes:
    return b'{"a": ""}'


@malformed(0, "intake_nothing")
def an_empty_array() -> bytes:
    return b"[]"


@malformed(0, "intake_nothing")
def an_object_without_fields() -> bytes:
    return b"{}"


@malformed(3, holds=("1.50", "x"))
def flat_rows_of_a_settlement_export() -> bytes:
    return b'[{"setl_id":"S1","amt":1.50},{"setl_id":"S2"},{"amt":2,"memo":"x"}]'


@malformed(2, holds=("S2",))
def flat_rows_line_by_line() -> bytes:
    return b'{"setl_id":"S1"}\n\n{"setl_id":"S2"}\n'


@malformed(3)
def an_array_of_plain_values() -> bytes:
    return b'[["a", "b"], ["c"]]'


@malformed(9_002, holds=("S8999",))
def a_long_answer_with_its_rows_inside() -> bytes:
    rows = [{"setl_id": f"S{number}", "memo": "备注" * 120} for number in range(9_000)]
    return json.dumps({"code": 0, "data": rows, "page": {"size": 1}}, ensure_ascii=False).encode()


@malformed(9_001, "intake_json_cut", holds=("S8999",))
def a_long_answer_cut_at_its_end() -> bytes:
    rows = [{"setl_id": f"S{number}", "memo": "备注" * 120} for number in range(9_000)]
    return json.dumps({"code": 0, "data": rows}, ensure_ascii=False).encode()[:-2]
