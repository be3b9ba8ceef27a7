"""Malformed archives: tricks in names, bombs, passwords, archives in archives."""

from __future__ import annotations

import io
import stat
import tarfile
import warnings
import zipfile

from tests.intake.malformed.case import malformed

SOUND = "编号,额\n1,2\n".encode()


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A ZIP of members."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


@malformed(4)
def an_archive_of_two() -> bytes:
    return packed(("甲.csv", SOUND), ("乙/丙.csv", SOUND))


@malformed(2, "intake_member_name")
def a_name_that_climbs_out() -> bytes:
    return packed(("../../../outside.csv", SOUND), ("sound.csv", SOUND))


@malformed(0, "intake_member_name", "intake_member_name", "intake_member_name")
def absolute_names() -> bytes:
    return packed(("/tmp/outside.csv", SOUND), ("C:\\outside.csv", SOUND), ("\\\\server\\share.csv", SOUND))


@malformed(0, "intake_member_name", "intake_member_name")
def names_of_devices() -> bytes:
    return packed(("CON", SOUND), ("data/nul.csv", SOUND))


@malformed(0, "intake_member_name")
def a_name_that_hides_its_ending() -> bytes:
    return packed(("report\u202evsc.exe", SOUND))


@malformed(0, "intake_member_name")
def a_symbolic_link() -> bytes:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return packed((link, b"/etc/hostname"))


@malformed(2)
def a_name_in_gbk() -> bytes:
    return packed(("XXXX.csv", SOUND)).replace(b"XXXX", "结算".encode("gbk"))


@malformed(4)
def two_members_of_one_name() -> bytes:
    return packed(("a.csv", SOUND), ("a.csv", SOUND))


@malformed(2)
def an_archive_in_an_archive() -> bytes:
    return packed(("inner.zip", packed(("a.csv", SOUND))))


@malformed(0, "intake_archive_nested")
def archives_three_deep() -> bytes:
    return packed(("b.zip", packed(("c.zip", packed(("a.csv", SOUND))))))


@malformed(0, "intake_package_bomb")
def a_bomb() -> bytes:
    return packed(("a.csv", b"0" * (65 << 20)))


@malformed(0, "intake_file_damaged")
def a_bomb_that_lies_about_its_size() -> bytes:
    sound = packed(("a.csv", b"0," * 50_000))
    return sound.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


@malformed(0, "intake_archive_empty")
def an_archive_of_nothing() -> bytes:
    return packed()


@malformed(0, "intake_archive_locked")
def an_archive_with_a_password() -> bytes:
    raw = bytearray(packed(("a.csv", SOUND)))
    raw[6] |= 1  # the mark of encryption in the member's head
    raw[raw.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    return bytes(raw)


@malformed(0, "intake_file_damaged")
def an_archive_cut_short() -> bytes:
    return packed(("a.csv", SOUND * 100))[:-30]


@malformed(2, "intake_file_damaged")
def one_damaged_member_of_two() -> bytes:
    raw = packed(("a.csv", b"".join(b"%d,%d\n" % (one, one * 7) for one in range(500))), ("b.csv", SOUND))
    return raw[:200] + b"\0\0\0\0\0\0" + raw[206:]


@malformed(2)
def what_systems_leave_behind() -> bytes:
    return packed(("__MACOSX/._a.csv", b"\0"), ("a.csv", SOUND), ("Thumbs.db", b"\0"), ("~$a.xlsx", b"\0"))


@malformed(2, "intake_kind")
def a_document_among_the_tables() -> bytes:
    return packed(("说明.pdf", b"%PDF-1.7 x"), ("a.csv", SOUND))


@malformed(0, "intake_packed")
def a_rar_archive() -> bytes:
    return b"Rar!\x1a\x07\x01\0" + b"x" * 50


@malformed(0, "intake_packed")
def a_7z_archive() -> bytes:
    return b"7z\xbc\xaf\x27\x1c\0\4" + b"x" * 50


@malformed(0, "intake_packed")
def a_gzip_file() -> bytes:
    return b"\x1f\x8b\x08\0" + b"x" * 50


@malformed(0, "intake_packed")
def a_tar_archive() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"))
    return out.getvalue()
