"""The entry of reading: folders, archives, missing files, numbers and names of files, progress, equal grids."""

from __future__ import annotations

import hashlib
import zipfile

from tests.intake.reading.grids import read_one, rows_of

from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.read import read_files


def test_a_folder_is_walked_in_the_order_of_names_and_files_are_numbered(tmp_path):
    folder = tmp_path / "五月"
    (folder / "甲院").mkdir(parents=True)
    for name in ("乙院.csv", "甲院/结算.csv", ".DS_Store", "~$结算.xlsx"):
        (folder / name).write_bytes(b"a,b\n1,2\n")

    reading = read_files([folder], tmp_path / "staging")

    assert [(file.number, file.name) for file in reading.files] == [
        (1, "五月/乙院.csv"),
        (2, "五月/甲院/结算.csv"),
    ]
    assert [sheet.file for sheet in reading.sheets] == list(reading.files)
    assert reading.problems == ()


def test_one_file_that_cannot_be_read_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "b.docx").write_bytes(b"%PDF-1.7")

    reading = read_files(
        [tmp_path / "没有.csv", tmp_path / "b.docx", tmp_path / "a.csv"], tmp_path / "staging"
    )

    assert [(problem.file, problem.code) for problem in reading.problems] == [
        ("没有.csv", "intake_file_missing"),
        ("b.docx", "intake_kind"),
    ]
    assert [sheet.file.name for sheet in reading.sheets] == ["a.csv"]


def test_a_source_file_says_what_it_is_and_what_it_was(tmp_path):
    raw = "编号,额\n1,2\n".encode("gb18030")
    file = read_one(raw, tmp_path).files[0]
    assert (file.medium, file.encoding, file.size) == ("CSV", "GB18030", len(raw))
    assert file.sha256 == hashlib.sha256(raw).hexdigest()


def test_members_of_an_archive_follow_it_and_are_named_after_it(tmp_path):
    path = tmp_path / "五月.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("结算.csv", "a,b\n1,2\n")
    (tmp_path / "后.csv").write_bytes(b"a,b\n")

    reading = read_files([path, tmp_path / "后.csv"], tmp_path / "staging")

    assert [(file.number, file.name) for file in reading.files] == [
        (1, "五月.zip"),
        (2, "五月.zip/结算.csv"),
        (3, "后.csv"),
    ]
    assert all(file.path.is_relative_to(tmp_path / "staging") for file in reading.files[1:2])


def test_progress_never_goes_back_and_ends_at_all(tmp_path):
    for name, size in (("a.csv", 200_000), ("b.csv", 10)):
        (tmp_path / name).write_bytes(b"a,b\n" + b"1,2\n" * size)
    told: list[tuple[int, int, str]] = []

    read_files(
        [tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "staging", progress=lambda *one: told.append(one)
    )

    done = [one[0] for one in told]
    assert done == sorted(done)
    assert told[-1][0] == told[-1][1] == sum((tmp_path / name).stat().st_size for name in ("a.csv", "b.csv"))
    assert {one[2] for one in told} == {"a.csv", "b.csv"}


def test_the_same_bytes_give_the_same_grid(tmp_path):
    raw = b"a,b\n" + b"".join(b"%d,x\n" % number for number in range(100_000))
    grids = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        grids.append(read_one(raw, tmp_path / name).sheets[0].path.read_bytes())
    assert grids[0] == grids[1]


def test_archives_together_unpack_no_more_than_the_limit(tmp_path):
    paths = []
    for name in ("a.zip", "b.zip"):
        paths.append(tmp_path / name)
        with zipfile.ZipFile(paths[-1], "w") as archive:
            archive.writestr("a.csv", b"a,b\n" * 2_000)

    reading = read_files(paths, tmp_path / "staging", limits=Limits(packed=10_000))

    assert [problem.code for problem in reading.problems] == ["intake_package_large"]
    assert [sheet.file.name for sheet in reading.sheets] == ["a.zip/a.csv"]
    assert len(rows_of(reading.sheets[0])) == 2_000
