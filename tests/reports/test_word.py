import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from word_samples import REPORT, W, part, value, writer

from yiheng.reports import word_xml
from yiheng.reports.document import Paragraph, Span, figure_ids
from yiheng.reports.word import read_controls, write_word
from yiheng.standards.problem import Refused


@pytest.fixture
def write(tmp_path):
    return writer(tmp_path)


def test_every_figure_is_a_control_with_its_id_and_text_in_reading_order(write):
    path = write(REPORT)
    assert read_controls(path) == [
        ("income/actual/employee", "245,774.82万元"),
        ("income/actual/employee", "245,774.82万元"),
        ("rate", "88.56%"),
        ("score/1", "0"),
        ("collected", "98.89%"),
        ("score/2", "5"),
        ("total", "94"),
    ]
    assert tuple(tag for tag, _ in read_controls(path)) == figure_ids(REPORT)


def test_control_ids_are_unique_and_do_not_depend_on_the_rest_of_the_document(write):
    def ids(document):
        found = part(write(document), "document").iter(W + "sdtPr")
        return [(value(control, "tag"), value(control, "id")) for control in found]

    whole = ids(REPORT)
    assert len({number for _, number in whole}) == len(whole)
    assert all(0 < int(number) < 2**31 for _, number in whole)
    assert ids(replace(REPORT, attachments=())) == whole[:2]


def test_controls_whose_hashes_collide_still_have_different_ids(write, monkeypatch):
    monkeypatch.setattr(word_xml, "_hash", lambda text: len(text) % 7 if "#" in text else int(text) + 1)
    found = [value(control, "id") for control in part(write(REPORT), "document").iter(W + "sdtPr")]
    assert len(set(found)) == 7
    assert "0" not in found


def test_a_control_is_titled_by_the_name_of_its_figure(write):
    path = write(REPORT, names={"rate": "参保率" * 30})
    titles = {
        value(found, "tag"): value(found, "alias") for found in part(path, "document").iter(W + "sdtPr")
    }
    assert titles["rate"] == ("参保率" * 30)[:64]
    assert titles["total"] == "total"


@pytest.mark.parametrize("length", [64, 65])
def test_a_figure_id_that_word_would_cut_is_refused(write, length):
    document = replace(REPORT, blocks=(Paragraph((Span("5", "x" * length),)),), attachments=())
    if length == 64:
        assert read_controls(write(document)) == [("x" * 64, "5")]
        return
    with pytest.raises(Refused) as caught:
        write(document)
    assert caught.value.problem.code == "figure_id_too_long"
    assert caught.value.problem.key == "x" * 65


def test_an_edited_figure_is_read_as_edited(write, tmp_path):
    path = write(REPORT)
    edited = docx.Document(str(path))
    control = next(edited.element.body.iter(W + "sdt"))
    next(control.iter(W + "t")).text = "245,774.28万元"
    edited.save(tmp_path / "edited.docx")
    assert read_controls(tmp_path / "edited.docx")[0] == ("income/actual/employee", "245,774.28万元")


def test_the_same_document_gives_the_same_bytes(tmp_path):
    write_word(REPORT, tmp_path / "a.docx")
    write_word(REPORT, tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_no_clock_and_no_machine_shows_in_the_file(write):
    path = write(REPORT)
    with zipfile.ZipFile(path) as file:
        assert {member.date_time for member in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(str(path)).core_properties
    assert properties.created == properties.modified == datetime(2024, 3, 5, tzinfo=UTC)
    assert properties.title == "2023年职工医保基金绩效自评报告"
    assert properties.author == "甲市医疗保障局"


@pytest.mark.parametrize("date_text", ["", "2024年3月", "2024年2月30日"])
def test_without_a_date_the_file_has_the_earliest_one(write, date_text):
    properties = docx.Document(str(write(replace(REPORT, date_text=date_text)))).core_properties
    assert properties.created == datetime(1980, 1, 1, tzinfo=UTC)


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(Refused) as caught:
        write_word(REPORT, tmp_path / "missing" / "report.docx")
    assert caught.value.problem.code == "out_not_writable"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "file_not_found"),
        (b"", "word_unreadable"),
        (b"PK not a zip", "word_unreadable"),
    ],
)
def test_what_is_not_a_word_file_is_refused(tmp_path, content, code):
    path = tmp_path / "x.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused) as caught:
        read_controls(path)
    assert caught.value.problem.code == code


@pytest.mark.parametrize("members", [{"xl/workbook.xml": "<x/>"}, {"word/document.xml": "<broken"}])
def test_another_or_a_damaged_package_is_refused(tmp_path, members):
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as file:
        for name, body in members.items():
            file.writestr(name, body)
    with pytest.raises(Refused) as caught:
        read_controls(path)
    assert caught.value.problem.code == "word_unreadable"
