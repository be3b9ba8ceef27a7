"""Reading a YAML document with the line of every value, so that each fault can name its place.

YAML is composed by PyYAML's C parser and read here under YAML 1.2 core rules: a quoted scalar is text; a plain
one is ``true``/``false``, an integer, ``null`` or else text. A decimal is never a float: numbers of policy are
quoted as printed. A key given twice is a fault, not a silent overwrite. Faults of keys are told together: what is
YAML at all is read to its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from yiheng.policy.user_file import read_bytes
from yiheng.standards.problem import Problem, Refused, refuse

VALUE_LIMIT = 500_000
NESTING_LIMIT = 200
_OPENERS_LIMIT = 500
_DEEP_INDENT = re.compile(r"[ \t\-?:]{200}")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}", re.ASCII)
_LEGACY_ENCODING = "gb18030"

PathKey = tuple[str | int, ...]


@dataclass(frozen=True)
class SourceDocument:
    """One parsed YAML file: plain data, and the 1-based line of each value by its path."""

    file: str
    data: Any
    lines: Mapping[PathKey, int]

    def line(self, path: PathKey) -> int:
        """The line of the value at ``path``, or of the nearest enclosing value that has one."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1

    def file_at(self, path: PathKey) -> str:
        """How messages call the place of ``path``: the file; a workbook adds the sheet."""
        del path
        return self.file


def read_text(path: Path) -> str:
    """Read a text file that a user wrote; refuse what is missing, a folder, closed to us, empty, too large, binary
    or not UTF-8."""
    raw = read_bytes(path)
    if b"\0" in raw[:4096]:
        raise refuse("file_not_text", file=str(path))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            raw.decode(_LEGACY_ENCODING)
        except UnicodeDecodeError:
            raise refuse("file_not_text", file=str(path)) from None
        raise refuse("encoding_not_utf8", file=str(path), found="GBK") from None
    if not text.strip():
        raise refuse("file_empty", file=str(path))
    return text


def read_document(path: Path, name: str = "") -> SourceDocument:
    """Read one YAML file; ``name`` is how messages call it (default: its path). Refuses all faulty keys together."""
    return parse_document(read_text(path), name or str(path))


def read_with_faults(path: Path, name: str = "") -> tuple[SourceDocument, list[Problem]]:
    """One YAML file without what stands under faulty keys, and these faults, for a reader that tells others too."""
    return _parsed(read_text(path), name or str(path))


def parse_document(text: str, name: str) -> SourceDocument:
    """Parse YAML text; refuse what is not YAML, naming the line, and all faulty keys together."""
    document, faults = _parsed(text, name)
    if faults:
        raise Refused(faults[0], faults[1:])
    return document


def _parsed(text: str, name: str) -> tuple[SourceDocument, list[Problem]]:
    try:
        _refuse_deep(text, name)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise refuse(
            "yaml_broken",
            file=name,
            line=mark.line + 1 if mark else 0,
            found=_fault(error),
        ) from None
    if node is None:
        raise refuse("file_empty", file=name)
    construction = _Construction(name)
    try:
        data = construction.value(node, ())
    except RecursionError:
        raise refuse("yaml_broken", file=name, found="嵌套过深") from None
    return SourceDocument(name, data, construction.lines), construction.faults


def _refuse_deep(text: str, name: str) -> None:
    """Refuse nesting on which the C composer, which recurses, would run out of stack and end the process.

    Few brackets and narrow indents bound the depth, so that nearly every file is let through without a second
    parse; only the others have their depth counted, over events, which do not recurse.
    """
    if text.count("[") + text.count("{") <= _OPENERS_LIMIT and not _DEEP_INDENT.search(text):
        return
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > NESTING_LIMIT:
                mark = event.start_mark
                raise refuse("yaml_broken", file=name, line=mark.line + 1 if mark else 0, found="嵌套过深")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


_YAML_FAULTS = {
    "cannot start any token": "有不允许的字符（常见的是制表符，请用空格缩进）",
    "did not find expected": "括号、逗号或引号没有成对",
    "mapping values are not allowed": "缩进或冒号的位置不对",
    "end of stream": "引号没有配对",
    "undefined alias": "引用了没有定义的别名（*）",
    "found another document": "出现了第二个文档（---）",
}


def _fault(error: yaml.YAMLError) -> str:
    """What the parser found, in Chinese."""
    words = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    return next((chinese for english, chinese in _YAML_FAULTS.items() if english in words), "写法不合规则")


@dataclass
class _Construction:
    """Plain data from the nodes of one file, with the line of every value and the faults of keys."""

    name: str
    lines: dict[PathKey, int] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)

    def value(self, node: yaml.Node, path: PathKey) -> Any:
        """The data of a node. Refuses what no line can be mended in: too much, or a node that is no value."""
        self.lines[path] = node.start_mark.line + 1
        if len(self.lines) > VALUE_LIMIT:  # aliases of aliases grow without bound
            raise refuse("yaml_broken", file=self.name, found=f"内容超过 {VALUE_LIMIT} 项")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        if not isinstance(node, yaml.ScalarNode):
            raise refuse("yaml_broken", file=self.name, line=node.start_mark.line + 1, found=str(node.tag))
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: PathKey) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.faults.append(Problem("yaml_broken", file=self.name, line=line, found="键应是一个词"))
                continue
            key = str(key_node.value)
            if key in found:
                self.faults.append(Problem("key_duplicate", file=self.name, line=line, field=key))
                continue
            found[key] = self.value(value_node, (*path, key))
            self.lines[(*path, key)] = line
        return found


_PLAIN_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


def _scalar(node: yaml.ScalarNode) -> str | int | bool | None:
    text: str = node.value
    if node.style:  # quoted or block; the C parser gives a plain scalar an empty style
        return text
    if text in _PLAIN_WORDS:
        return _PLAIN_WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return text
