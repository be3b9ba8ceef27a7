"""The gate: all shipped content is sound, all its examples hold, and its numbers are what their sources say."""

from __future__ import annotations

import re
from datetime import date

import pytest
from layers import LIMITS, layer, limits, read

from yiheng.app.kinds import CONTENT_KINDS
from yiheng.grouping.scheme.library import shipped_schemes
from yiheng.metrics.identity_check import IDENTITIES
from yiheng.performance.library import KINDS, library, shipped_layers
from yiheng.policy.content import Kind, check, load
from yiheng.policy.parameter import PARAMETERS
from yiheng.policy.provenance import Source, Status
from yiheng.standards.message import sentence
from yiheng.standards.problem import Problem, Refused

READ_ELSEWHERE = {"review"}
"""Folders of rooms on the same floor, which read their own content."""


@pytest.fixture(scope="module")
def everything():
    return load(CONTENT_KINDS, shipped_layers())


def test_the_shipped_content_has_no_problem(everything):
    assert [sentence(problem) for problem in check(everything, CONTENT_KINDS)] == []


def test_the_gate_is_not_empty(content):
    kinds = {entry.kind for entry in content.entries}
    assert {kind.name for kind in KINDS} - {"report_templates"} <= kinds
    assert len(content.of(IDENTITIES)) >= 70
    assert sum(IDENTITIES.count_examples(entry.value) for entry in content.of(IDENTITIES).values()) >= 120


def test_every_kind_has_its_own_folder_and_title():
    assert len({kind.name for kind in CONTENT_KINDS}) == len(CONTENT_KINDS)
    assert all(re.fullmatch(r"[一-鿿]+", kind.title) for kind in CONTENT_KINDS)


def test_layers_go_from_the_nation_over_the_regions_to_the_subjects():
    layers = shipped_layers()
    assert [layers[0].name, layers[-1].name] == ["national", "bundled"]
    assert all(layer.region for layer in layers[1:-1])
    assert not layers[0].region
    assert not layers[-1].region


def test_every_file_of_the_content_is_read(everything, package):
    """A file in a folder that no kind knows would be policy that nobody follows."""
    read_files = {
        entry.layer.root / entry.kind / entry.file.rsplit("/", 1)[1] for entry in everything.entries
    }
    written = {
        path for path in (package / "content").rglob("*.yaml") if path.parent.name not in READ_ELSEWHERE
    }
    schemes = {folder / "scheme.yaml" for folder in shipped_schemes().values()}
    assert {path.name for path in written - read_files - schemes} <= {"region.yaml"}


def test_the_check_runs_the_checks_of_the_kinds(tmp_path):
    def fault(entry, content):
        yield entry.problem(
            "unit_unknown", "value", found=entry.value.value, expected=str(len(content.entries))
        )

    strict = Kind("limits", "限额", LIMITS.model, "code", list_key="limits", check=fault)
    content = read(layer(tmp_path, "national", a=limits("code: a, value: x"), b="limits: [\n"))
    assert [(problem.code, problem.file, problem.found) for problem in check(content, [strict])] == [
        ("yaml_broken", "national/limits/b.yaml", problem_words(content)),
        ("unit_unknown", "national/limits/a.yaml", "x"),
    ]
    assert len(check(content, [LIMITS])) == 1


def problem_words(content) -> str:
    return content.problems[0].found


def test_a_bureaus_folder_lies_above_all(tmp_path):
    folder = tmp_path / "parameters"
    folder.mkdir()
    (folder / "own.yaml").write_text(
        "parameters:\n  - {key: feedback, name: 反馈时限, valid_from: 2018-01-01,"
        " value: {notice_days: 10, measures_days: 15}, source: {doc: 本市办法, status: verified}}\n",
        encoding="utf-8",
    )
    own = library((tmp_path,))
    assert check(own, KINDS) == []
    assert str(own.get(PARAMETERS, "feedback").value.value["notice_days"]) == "10"
    assert own.version() != library().version()


def test_a_parameter_is_asked_for_by_its_day(content):
    assert content.get(PARAMETERS, "feedback", as_of=date(2023, 1, 1)).value.unit == "天"
    with pytest.raises(Refused) as caught:
        content.get(PARAMETERS, "feedback", as_of=date(2017, 12, 31))
    assert caught.value.problem.code == "content_not_dated"


def test_days_of_a_parameter_in_the_wrong_order(tmp_path):
    folder = tmp_path / "parameters"
    folder.mkdir()
    (folder / "own.yaml").write_text(
        "parameters:\n  - key: k\n    name: 名\n    valid_from: 2024-01-01\n    valid_to: 2023-01-01\n"
        "    value: x\n    source: {status: verified}\n",
        encoding="utf-8",
    )
    (problem,) = check(library((tmp_path,)), KINDS)
    assert problem == Problem(
        "dates_reversed", file=f"bureau:{tmp_path.name}/parameters/own.yaml", line=5, field="valid_to", key="k",
        found="2023-01-01",
    )  # fmt: skip


def test_a_plain_number_of_a_parameter_is_a_number(content):
    """``rounds: [6, 7, 8, 9]`` are months to count with; numbers of policy with meaning are quoted."""
    assert content.get(PARAMETERS, "monitoring").value.value["rounds"] == [6, 7, 8, 9]
    assert content.get(PARAMETERS, "goal_lint").value.value["deviation_percent"] == "30"


def test_a_source_says_document_clause_and_how_sure_we_are():
    assert Source(doc="《办法》", clause="第三条", status=Status.VERIFIED).text == "《办法》 第三条（已核）"
    assert Source(doc="《办法》", status=Status.TO_CONFIRM).text == "《办法》（待核）"
    assert Source(status=Status.INFERRED).text == "（推定）"


def test_what_was_read_names_the_document_it_was_read_in(content):
    """verified means read in the document named; to_confirm means a known rule, which has a name or a clause too."""
    for entry in content.entries:
        source = getattr(entry.value, "source", None)
        if isinstance(source, Source) and source.status is not Status.INFERRED:
            assert source.doc or source.clause, (entry.kind, entry.key)
