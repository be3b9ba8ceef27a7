"""Small cases for the evaluation tests: a profile and a subject as a bureau would type them, evaluated.

Nothing here computes a score: builders only write the YAML that the product reads.
"""

from __future__ import annotations

from functools import cache

import yaml

from yiheng.performance.goal_lint import goal_rules, lint
from yiheng.performance.library import KINDS, evaluate, library
from yiheng.performance.profile_check import PROFILES
from yiheng.performance.subject import SUBJECTS
from yiheng.policy.content import Content, Layer, check, load, one_entry
from yiheng.policy.source_file import parse_document

INFERRED = {"status": "inferred"}
FILE = "案例.yaml"


def target(metric, value, unit, **more):
    """A goal's number."""
    return {"metric": metric, "role": "target", "value": value, "unit": unit, **more}


def budget(metric, value, unit, **more):
    """A budget's number."""
    return {"metric": metric, "role": "budget", "value": value, "unit": unit, **more}


def actual(metric, value, unit, **more):
    """A result."""
    return {"metric": metric, "value": value, "unit": unit, **more}


def leaf(primitive, full="100", code="X1", name="指标", **more):
    """A scored node."""
    return {"code": code, "name": name, "full": full, "primitive": primitive, **more}


def profile(*nodes, key="case", **more):
    """A profile whose level-1 nodes are given; a lone leaf is wrapped in one."""
    tree = [node if _is_inner(node) else _wrapped(node) for node in nodes]
    head = {"profile": key, "title": "案例表", "version": "1", "basis": "inferred", "source": INFERRED}
    return head | {"tree": tree} | more


def _is_inner(node):
    return bool(node.get("children") or node.get("from_goals"))


def _wrapped(node):
    inner = {"code": f"L{node['code']}", "name": "一级", "children": [node]}
    if "full" in node:
        inner["full"] = node["full"]
    return inner


def subject(*facts, **more):
    """A fund of 2023 with these facts."""
    head = {"subject": "case", "title": "案例", "report_type": "fund", "profile": "case", "period": "2023"}
    return head | {"insurance": "employee", "facts": list(facts)} | more


def goal(code, name="目标", level1="产出指标", **more):
    """A goal, by default of the output part of the frame."""
    return {"code": code, "name": name, "level1": level1, **more}


def written(data):
    """Data as a YAML text."""
    return yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)


@cache
def shipped():
    """The shipped content, read once."""
    return library()


def with_layer(folder, *contents, kind="profiles", region=""):
    """The shipped content with a bureau's folder above it; each content becomes a file of this kind."""
    place = folder / kind
    place.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(contents):
        place.joinpath(f"{kind}{number}.yaml").write_text(
            data if isinstance(data, str) else written(data), encoding="utf-8"
        )
    own = load(KINDS, [Layer("bureau", folder, region)])
    return Content(shipped().entries + own.entries, shipped().problems + own.problems)


def with_profiles(*profiles):
    """The shipped content and these profiles, without a file."""
    if not profiles:
        return shipped()
    entries = [
        one_entry(PROFILES, parse_document(written(one), f"{one['profile']}.yaml")) for one in profiles
    ]
    return Content(shipped().entries + tuple(entries))


def evaluated(facts_of, *profiles):
    """The evaluation of a subject under these profiles (or a shipped one)."""
    content = with_profiles(*profiles)
    entry = one_entry(SUBJECTS, parse_document(written(facts_of), FILE))
    return evaluate(entry, content)


def one_result(facts_of, node, **more):
    """The result of a single indicator that is worth all points."""
    return evaluated(facts_of, profile(node, **more)).results[0]


@cache
def bundled(name, profile_id=""):
    """A bundled subject, evaluated once."""
    return evaluate(shipped().get(SUBJECTS, name), shipped(), profile_id)


def by_code(evaluation):
    """Results by the indicator's code."""
    return {result.code: result for result in evaluation.results}


def findings(evaluation):
    """What the goal linter says of a subject."""
    return lint(evaluation, goal_rules(shipped(), evaluation.subject.region, evaluation.subject.last_day))


def faults(*profiles):
    """(code, found) of every problem of these profiles."""
    content = with_profiles(*profiles)
    keys = {one["profile"] for one in profiles}
    return [(p.code, p.found) for p in check(content, [PROFILES]) if p.key in keys]
