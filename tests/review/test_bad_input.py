"""Whatever is not a report that can be read: one Chinese sentence, exit code 2, never a traceback."""

from __future__ import annotations

import os
import random
import stat
import sys
import zipfile
from pathlib import Path

import pytest
from tests.review.made_files import (
    LINES,
    REPORT,
    compound_file,
    locked_pdf,
    page_source,
    pdf_file,
    word_file,
)

from yiheng.app import cli
from yiheng.review import review_text
from yiheng.review.opening.file import Limits, open_report
from yiheng.review.review import review_source
from yiheng.standards.problem import Refused


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as caught:
        open_report(path, limits) if limits else open_report(path)
    return caught.value.problem.code


def run(monkeypatch, capsys, *words: str) -> tuple[int, str, str]:
    """The program as it is started: exit code, what it printed, what it complained of."""
    monkeypatch.setattr(sys, "argv", ["yiheng", "review", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    shown = capsys.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


def test_empty(tmp_path):
    path = tmp_path / "空.txt"
    path.touch()
    assert refusal(path) == "file_empty"
    path.write_text(" \n\u3000\n", encoding="utf-8")
    assert review_source(open_report(path)).note == "文件没有文字"


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".pdf", ".xls", ".doc", ".html"])
def test_binary_rubbish(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(random.Random(1).randbytes(50_000))
    assert refusal(path) == "review_file_binary"


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "review_picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "review_picture"),
        (b"MZ\x90\0\x03\0\0\0", "review_file_kind"),
        (b"Rar!\x1a\x07\0", "review_file_kind"),
        (b"PK\x03\x04\x14\0\0\0", "review_file_damaged"),
        (b"%PDF-1.7\n%%EOF", "review_file_damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "review_file_damaged"),
    ],
)
def test_other_kinds_are_named_and_damaged_ones_told(tmp_path, head, code):
    path = tmp_path / "报告.docx"
    path.write_bytes(head)
    assert refusal(path) == code


def test_truncated_package(tmp_path):
    path = word_file(tmp_path / "报告.docx")
    path.write_bytes(path.read_bytes()[:-300])
    assert refusal(path) == "review_file_damaged"


def test_a_zip_without_a_document(tmp_path):
    path = tmp_path / "报告.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("照片.jpg", b"1")
    assert refusal(path) == "review_file_kind"


@pytest.mark.parametrize("text", [True, False])
def test_too_large_is_refused_before_it_is_read(tmp_path, text):
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.write(REPORT.encode() if text else b"\0\1\2\3" * 100)
        stream.truncate(50 * 1024 * 1024)
    if text:
        path.write_bytes(REPORT.encode() * 40)
        assert refusal(path, Limits(text_bytes=4000)) == "review_file_large"
    else:
        assert refusal(path) == "review_file_binary"


def test_fifty_megabytes_of_text_are_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(REPORT.encode() * (50 * 1024 * 1024 // len(REPORT.encode())))
    assert refusal(path) == "review_file_large"


def test_too_many_characters(tmp_path):
    path = word_file(tmp_path / "报告.docx")
    assert refusal(path, Limits(characters=50)) == "review_file_large"


def test_a_bomb_of_zeros_is_not_unpacked(tmp_path):
    path = tmp_path / "报告.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 40 * 1024 * 1024)
    assert refusal(path, Limits(unpacked_bytes=8 * 1024 * 1024)) == "review_file_large"
    assert refusal(path, Limits(part_bytes=8 * 1024 * 1024)) == "review_file_large"


def test_a_bomb_of_entities_is_not_expanded(tmp_path):
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "基金">{levels}]><document><body><p><r><t>&a11;</t></r></p></body></document>'
    path = tmp_path / "报告.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", bomb)
    assert refusal(path) == "review_file_damaged"


def test_an_outer_entity_is_not_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密9.99亿元", encoding="utf-8")
    path = tmp_path / "报告.docx"
    with zipfile.ZipFile(path, "w") as package:
        outer = f'<!DOCTYPE d [<!ENTITY s SYSTEM "{secret.as_uri()}">]><document><body><p><r><t>&s;</t></r></p></body></document>'
        package.writestr("word/document.xml", outer)
    assert refusal(path) == "review_file_damaged"


def test_locked_files_are_told_to_be_unlocked(tmp_path):
    assert refusal(locked_pdf(tmp_path / "报告.pdf", "secret")) == "review_file_encrypted"
    assert refusal(compound_file(tmp_path / "报告.docx", "EncryptedPackage")) == "review_file_encrypted"
    assert refusal(compound_file(tmp_path / "表.xlsx", "EncryptedPackage")) == "review_file_encrypted"


def test_a_pdf_locked_only_against_editing_is_read(tmp_path):
    assert LINES[2] in open_report(locked_pdf(tmp_path / "报告.pdf", "")).text


def test_a_scanned_pdf_is_refused_with_its_reason(tmp_path):
    assert refusal(pdf_file(tmp_path / "扫描.pdf", ((), (), ("1",)))) == "review_pdf_scanned"


def test_too_many_pages(tmp_path):
    assert refusal(pdf_file(tmp_path / "a.pdf", (LINES,) * 4), Limits(pages=3)) == "review_file_large"


def test_old_word_files_without_libreoffice_say_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("yiheng.review.opening.office.office_program", lambda: None)
    path = compound_file(tmp_path / "报告.wps", "WordDocument")
    code, _, told = run(monkeypatch, capsys, str(path))
    assert code == 2 and "另存为 .docx" in told


def test_libreoffice_is_ended_when_the_time_is_up(tmp_path, monkeypatch):
    waiting = tmp_path / "soffice"
    waiting.write_text("#!/bin/sh\nsleep 30\n")
    waiting.chmod(waiting.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr("yiheng.review.opening.office.office_program", lambda: str(waiting))
    path = tmp_path / "报告.rtf"
    path.write_bytes(b"{\\rtf1 a}")
    assert refusal(path, Limits(office_seconds=1)) == "file_unreadable"


def test_places_that_are_no_files(tmp_path, monkeypatch, capsys):
    link = tmp_path / "链接.txt"
    link.symlink_to(tmp_path / "没有.txt")
    for path in (tmp_path / "没有.txt", link):
        assert refusal(path) == "file_not_found"
    assert refusal(tmp_path) == "file_is_folder"
    code, _, told = run(monkeypatch, capsys, str(tmp_path / "空文件夹"))
    assert code == 2 and "找不到" in told
    (tmp_path / "空").mkdir()
    code, _, told = run(monkeypatch, capsys, str(tmp_path / "空"))
    assert code == 2 and "没有可以复核的报告" in told


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read everything"
)
def test_without_permission(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    path.chmod(0)
    assert refusal(path) == "file_unreadable"


def test_a_fault_of_the_disk_is_a_sentence(tmp_path, monkeypatch):
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", fail)
    assert refusal(path) == "file_unreadable"


def test_no_figures_at_all():
    review = review_text("甲市医保局工作总结\n一年来，各项工作有序推进。\n")
    assert review.note.startswith("全文没有可以核对的数字") and not review.findings


def test_only_a_table():
    review = review_text(
        "项目\t预算数（万元）\t执行数（万元）\n住院\t100\t90\n门诊\t50\t50\n合计\t160\t140\n"
    )
    assert [one.relation.rule for one in review.of("inconsistent")] == ["R1"]


def test_one_line_of_many_characters_is_read():
    prose = "一年来各定点医药机构管理有待加强，经办力量不足，群众满意，"
    text = prose * 4000 + "基金收入24.47亿元，基金支出16.11亿元，当期结余8.54亿元"
    review = review_text(text)
    assert [one.relation.rule for one in review.of("inconsistent")] == ["R2"]
    assert all(
        text[quote.start : quote.end] == quote.text
        for one in review.findings
        for quote in one.relation.quotes
    )


@pytest.mark.parametrize(
    "text",
    [
        "\ud800收入1亿元",
        "\0收入1亿元\0",
        "收入" + "9" * 5000 + "亿元",
        "（" * 20_000,
        "1.1.1.1" * 2000,
        "%" * 9999,
    ],
)
def test_odd_characters_end_no_review(text):
    assert review_text(text).text == text


def test_a_page_nested_without_end(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(page_source("<div>" * 5000 + LINES[2]), encoding="utf-8")
    assert open_report(path).text in (LINES[2], "")


def test_exit_codes(tmp_path, monkeypatch, capsys):
    wrong, right = tmp_path / "错.txt", tmp_path / "对.txt"
    wrong.write_text(REPORT, encoding="utf-8")
    right.write_text(REPORT.replace("8.54", "8.36"), encoding="utf-8")
    assert run(monkeypatch, capsys, str(wrong))[0] == 0
    assert run(monkeypatch, capsys, str(wrong), "--strict")[0] == 1
    assert run(monkeypatch, capsys, str(right), "--strict")[0] == 0
    code, out, told = run(monkeypatch, capsys, str(tmp_path / "无.txt"), "--json")
    assert code == 2 and not out and "Traceback" not in told
