"""The docx file itself: the same document gives the same bytes, and bound figures can be read back."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

from docx.document import Document as Package
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from yiheng.reports.document import Document
from yiheng.standards.problem import refuse

_EPOCH = datetime(1980, 1, 1)
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MAIN_PART = "word/document.xml"
_SIZE_LIMIT_BYTES = 200 * 1024 * 1024


def set_properties(package: Package, document: Document) -> None:
    """Title, organisation and dates as the document states them; nothing of this machine or hour.

    A document without a full date gets the earliest date that a zip file knows.
    """
    for rel_id, relation in list(package.part.package.rels.items()):
        if relation.reltype not in (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES):
            del package.part.package.rels[rel_id]
    properties = package.core_properties
    properties.title = document.title.replace("\n", "")
    properties.author = properties.last_modified_by = document.organisation
    properties.comments = document.banner
    properties.language = "zh-CN"
    properties.revision = 1
    properties.created = properties.modified = _date(document.date_text)


def _date(text: str) -> datetime:
    match = _DATE.search(text)
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3])) if match else _EPOCH
    except ValueError:
        return _EPOCH


def save(package: Package, path: Path) -> None:
    """Write the file with fixed zip times. Refuses ``out_not_writable``."""
    written = io.BytesIO()
    package.save(written)
    result = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # the byte says which system made the file; Word reads any
            target.writestr(member, source.read(name))
    try:
        path.write_bytes(result.getvalue())
    except OSError:
        raise refuse("out_not_writable", found=str(path)) from None


def read_controls(path: Path) -> list[tuple[str, str]]:
    """Tag and text of every tagged content control of a docx file, in order, as edited.

    Refuses ``file_not_found`` and ``word_unreadable`` (not a docx file, damaged, encrypted or far too large).
    """
    if not path.is_file():
        raise refuse("file_not_found", file=str(path))
    try:
        with zipfile.ZipFile(path) as file:
            if file.getinfo(_MAIN_PART).file_size > _SIZE_LIMIT_BYTES:
                raise refuse("word_unreadable", file=str(path))
            xml = file.read(_MAIN_PART)
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, etree.XMLSyntaxError):
        raise refuse("word_unreadable", file=str(path)) from None
    found = []
    for control in root.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None:
            text = "".join(part.text or "" for part in control.iter(qn("w:t")))
            found.append((tag.get(qn("w:val"), ""), text))
    return found
