"""Old office files (.doc, .wps, .rtf, .odt and web forms of them) through LibreOffice, where it is installed.

It runs in a folder of its own with a profile of its own, so that several may run at once beside an open one, and is
ended with all it started when the time is up.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from yiheng.standards.problem import refuse

SECONDS_LIMIT = 120
_BESIDE_PATH = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_BOOKS = frozenset({".xls", ".ods"})


def office_program() -> str | None:
    """LibreOffice's program, or None."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _BESIDE_PATH if Path(place).is_file()), None)


def converted(raw: bytes, suffix: str, file: str, seconds_limit: int = SECONDS_LIMIT) -> bytes:
    """The file as .docx, or as .xlsx where it is a workbook.

    Refuses review_file_office without LibreOffice, file_unreadable when the time is up, review_file_damaged.
    """
    program = office_program()
    if program is None:
        raise refuse("review_file_office", file=file, found=Path(file).suffix or suffix)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        given = Path(folder) / f"report{suffix}"
        given.write_bytes(raw)
        target = "xlsx" if suffix in _BOOKS else "docx"
        profile = (Path(folder) / "profile").as_uri()
        command = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            target,
        ]
        _run([*command, "--outdir", str(Path(folder) / "out"), str(given)], file, seconds_limit)
        made = Path(folder) / "out" / f"report.{target}"
        if not made.is_file():
            raise refuse("review_file_damaged", file=file)
        return made.read_bytes()


def _run(command: list[str], file: str, seconds_limit: int) -> None:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    )
    try:
        process.wait(seconds_limit)
    except subprocess.TimeoutExpired:
        _end(process)
        raise refuse(
            "file_unreadable",
            file=file,
            found=f"LibreOffice {seconds_limit} 秒内没有转换完",
            remedy="请用 WPS 或 Word 打开后另存为 .docx",
        ) from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with the programs it started."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
