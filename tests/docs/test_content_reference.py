"""docs/content.md names every key that content may have, and its examples are sound content."""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from yiheng.exact.interval import Verdict
from yiheng.metrics.primitives import PRIMITIVES
from yiheng.performance import report_view
from yiheng.performance.award import AWARDS
from yiheng.performance.evaluation import Evaluation
from yiheng.performance.library import KINDS, evaluate, library, open_subject, shipped_layers
from yiheng.performance.profile import Node
from yiheng.performance.report import context
from yiheng.performance.report_view import EvaluationView, Figures
from yiheng.policy.content import Content, Layer, check, load
from yiheng.policy.parameter import PARAMETERS
from yiheng.policy.source_file import parse_document
from yiheng.reports.document import Heading, loose_digits
from yiheng.reports.text_template import REPORT_TEMPLATES, render
from yiheng.standards.measure import measures

TEXT = Path(__file__).parents[2].joinpath("docs/content.md").read_text(encoding="utf-8")
_HEADING = re.compile(r"^#{2,3} (.+)$", re.MULTILINE)
_YAML = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _sections() -> dict[str, str]:
    parts = _HEADING.split(TEXT)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


SECTIONS = _sections()


def _section(word: str) -> str:
    """The text under all headings that have the word."""
    found = [
        text for heading, text in SECTIONS.items() if re.search(rf"(?<!\w){word}(?!\w)", heading, re.ASCII)
    ]
    assert found, f"no heading names {word}"
    return "\n".join(found)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in typing.get_args(annotation):
        yield from _models_in(part)


def _literals_in(annotation: Any) -> Iterator[str]:
    if typing.get_origin(annotation) is typing.Literal:
        yield from (str(word) for word in typing.get_args(annotation) if word)
        return
    for part in typing.get_args(annotation):
        yield from _literals_in(part)


@cache
def _models() -> tuple[type[BaseModel], ...]:
    """Every model of content, with its bases: they are documented under their own headings."""
    found: dict[str, type[BaseModel]] = {}
    waiting: list[type[BaseModel]] = [kind.model for kind in KINDS]
    waiting += [primitive.parameters for primitive in AWARDS.values()]
    while waiting:
        model = waiting.pop()
        if model.__name__ in found or not model.model_fields:
            continue
        found[model.__name__] = model
        waiting += [base for base in model.__bases__ if issubclass(base, BaseModel) and base is not BaseModel]
        for field in model.model_fields.values():
            waiting += _models_in(field.annotation)
    return tuple(found.values())


def _own_keys(model: type[BaseModel]) -> list[str]:
    return [
        field.alias or name for name, field in model.model_fields.items() if name in model.__annotations__
    ]


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_every_key_of_a_model_is_named_in_its_section(model: type[BaseModel]) -> None:
    text = _section(model.__name__)
    missing = [key for key in _own_keys(model) if f"`{key}`" not in text]
    assert not missing, f"docs/content.md, {model.__name__}: {missing}"


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_every_word_that_a_key_allows_is_named(model: type[BaseModel]) -> None:
    words = [word for field in model.model_fields.values() for word in _literals_in(field.annotation)]
    missing = [word for word in words if f"`{word}`" not in TEXT and f"{word} `" not in TEXT]
    assert not missing, f"docs/content.md, {model.__name__}: {missing}"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_its_section(kind: Any) -> None:
    assert f"`{kind.name}/" in "\n".join(SECTIONS)
    if kind.list_key:
        assert f"`{kind.list_key}`" in TEXT


@pytest.mark.parametrize("name", AWARDS)
def test_every_scoring_primitive_has_defaults_and_a_sound_example(name: str) -> None:
    text = _section(f"`{name}`")
    parameters = AWARDS[name].parameters
    assert parameters.__name__ in next(heading for heading in SECTIONS if f"`{name}`" in heading)
    for key, field in parameters.model_fields.items():
        for default in _plain_values(field.default):
            assert f"`{default}`" in text or f'`"{default}"`' in text, f"{name}.{key} defaults to {default}"
    (example,) = _YAML.findall(text)
    node = Node.model_validate(parse_document(example, name).data)
    assert node.primitive == name
    given = parameters.model_validate(node.parameters or {})
    required = {key for key, field in parameters.model_fields.items() if field.is_required()}
    assert required <= given.model_fields_set
    assert bool(node.actual) == AWARDS[name].numeric


def _plain_values(default: Any) -> Iterator[str]:
    if default is PydanticUndefined:
        return
    if isinstance(default, BaseModel):
        yield from _plain_values(default.model_dump())
    elif isinstance(default, dict):
        for value in default.values():
            yield from _plain_values(value)
    elif isinstance(default, tuple):
        for value in default:
            yield from _plain_values(value)
    else:
        yield str(default)


@pytest.mark.parametrize("name", PRIMITIVES)
def test_every_identity_primitive_is_named_with_formula_and_operands(name: str) -> None:
    (row,) = re.findall(rf"^\| `{name}` \|.*$", _section("勾稽算法"), re.MULTILINE)
    primitive = PRIMITIVES[name]
    assert primitive.formula in row
    for operand in (*primitive.operands, *(f"{stem}1" for stem in primitive.numbered)):
        assert f"`{operand}`" in row


def test_every_unit_is_named() -> None:
    named = set(re.split(r"[：、。\n]", SECTIONS["单位"]))
    assert {measure.unit.name for measure in measures().values()} <= named


def test_every_key_of_the_shipped_parameters_is_named() -> None:
    text = SECTIONS["参数（Parameter）"]
    for key, entry in library().of(PARAMETERS).items():
        words = {key, *(word for word in _keys(entry.value.value) if word.isascii())}
        assert not [word for word in words if f"`{word}`" not in text], key


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


VIEWS = [view for name, view in vars(report_view).items() if name.endswith("View")]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_every_word_of_a_view_is_named_and_bound_ones_are_marked(view: type) -> None:
    (row,) = re.findall(rf"^\| {view.__name__}\b.*$", TEXT, re.MULTILINE)
    for field in dataclasses.fields(view):
        assert f"`{field.name}`" in row, field.name
        if re.search(r"\bBound(Figure)?\b", str(field.type)) and "tuple" not in str(field.type):
            assert f"`{field.name}`*" in row, f"{field.name} is bound"
    for name, member in vars(view).items():
        if isinstance(member, property) or (callable(member) and not name.startswith("_")):
            assert f"`{name}" in row, name


# --- the examples, read as a bureau's own layer


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    root = tmp_path_factory.mktemp("bureau")
    for block in _YAML.findall(TEXT):
        first, _, text = block.partition("\n")
        if first.startswith("# 本单位/"):
            path = root / first.removeprefix("# 本单位/")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return load(KINDS, (*shipped_layers(), Layer("bureau", root)))


@pytest.fixture(scope="module")
def evaluation(content: Content) -> Evaluation:
    return evaluate(open_subject("window-frame-2024", content), content)


def test_the_examples_pass_the_content_check(content: Content) -> None:
    assert check(content, KINDS) == []
    own = {entry.kind for entry in content.entries if entry.layer.name == "bureau"}
    assert own == {kind.name for kind in KINDS} - {"calendar"}


def test_the_example_subject_is_scored_by_the_example_profile(evaluation: Evaluation) -> None:
    points = {result.code: result.computed_e2 for result in evaluation.results}
    # 10 × 49/50; two level-2 groups at 2 : 1; 达成 read as 优; S1 has lost its target
    assert points == {"E1": 980, "O1": 3333, "O2": 1667, "B1": 3000, "S1": 0, "X1": 0}
    assert evaluation.totals.computed_e2 == 8980
    assert {relation.verdict for relation in evaluation.relations} == {Verdict.CONSISTENT}


def test_the_example_template_is_filled(content: Content, evaluation: Evaluation) -> None:
    template = content.get(REPORT_TEMPLATES, "window")
    words = context(evaluation, "", "")
    document = render(template.value, words, Figures(evaluation.facts), source=template)
    assert loose_digits(document) == []
    assert document.title == "示例市医疗保障局\n2024年窗口服务绩效自评报告"
    assert [block.number for block in document.blocks if isinstance(block, Heading)] == ["一、", "二、"]
    assert [attachment.title for attachment in document.attachments] == ["绩效指标表"]


def test_every_word_of_the_context_is_named(evaluation: Evaluation) -> None:
    text = SECTIONS["文字里可以写什么"]
    assert not [word for word in context(evaluation, "", "") if f"`{word}`" not in text]
    assert EvaluationView.__name__ in text
