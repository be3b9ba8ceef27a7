"""The zip package that an .xlsx or .xlsm file is (ECMA-376 part 2): parts, relationships, a faithful copy.

A copy keeps every entry that was not changed: its bytes, its place in the order, its time and marks.
"""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from yiheng.standards.problem import refuse

UNPACKED_LIMIT_BYTES = 300 * 1024 * 1024

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    NotImplementedError,
    EOFError,
    OSError,
    OverflowError,
    LookupError,
    ValueError,
)
"""What reading a damaged package raises, here and in the walks over its trees."""


def open_package(content: bytes, file: str) -> zipfile.ZipFile:
    """Open the zip; refuse form_too_large (300 MB unpacked, as its directory declares) and form_encrypted.

    Raises one of :data:`DAMAGE` where the bytes are no sound zip.
    """
    package = zipfile.ZipFile(io.BytesIO(content))
    infos = package.infolist()
    unpacked_bytes = sum(info.file_size for info in infos)
    if unpacked_bytes > UNPACKED_LIMIT_BYTES:
        raise refuse(
            "form_too_large",
            file=file,
            found=f"{unpacked_bytes // 1024 // 1024} MB（解压后）",
            expected=f"{UNPACKED_LIMIT_BYTES // 1024 // 1024} MB",
        )
    if any(info.flag_bits & 1 for info in infos):
        raise refuse("form_encrypted", file=file)
    return package


def relationships(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part (the package itself: ``""``) refers to, by id: (last word of the type, part name)."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in package.namelist():
        return {}
    found = {}
    for element in tree(package, source).iter("{*}Relationship"):
        if element.get("TargetMode") == "External":
            continue
        target = element.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = element.get("Type", "").rsplit("/", 1)[-1]
        found[element.get("Id", "")] = (kind, posixpath.normpath(path))
    return found


def repacked(package: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The package again, with new bytes for the changed parts only."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as result:
        result.comment = package.comment
        for info in package.infolist():
            content = changed.get(info.filename)
            content = package.read(info) if content is None else content
            result.writestr(copy.copy(info), content, info.compress_type)
    return target.getvalue()


def tree(package: zipfile.ZipFile, part: str) -> etree._Element:
    """The root of an XML part; entities are not resolved and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(package.read(part), parser)


def serialized(root: etree._Element) -> bytes:
    """The part again, with the declaration that office programs write."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def tag(element: etree._Element, name: str) -> str:
    """``name`` in the namespace of the element: transitional and strict files differ only in that."""
    namespace = etree.QName(element).namespace
    return f"{{{namespace}}}{name}" if namespace else name


def local_name(element: etree._Element | None) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return "" if element is None or not isinstance(element.tag, str) else etree.QName(element).localname
