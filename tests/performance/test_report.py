"""The six report templates: every bundled subject becomes a report that says what its results say."""

import re

import pytest
from evaluation_cases import actual, bundled, evaluated, goal, leaf, profile, shipped, subject, target

from yiheng.performance.report import report, report_type
from yiheng.performance.report_making import view
from yiheng.performance.scheme import points_text
from yiheng.performance.subject import SUBJECTS
from yiheng.reports.document import Heading, Paragraph, Span, Table, loose_digits, placed_cells
from yiheng.reports.text_template import REPORT_TEMPLATES
from yiheng.reports.word import read_controls, write_word
from yiheng.standards.problem import Refused

BUNDLED = sorted(shipped().keys(SUBJECTS))
OTHER_PROFILES = [
    ("fengdu-2023-capacity", "sc-project-2023"),
    ("fengdu-2023-capacity", "national-10-50-30-10-accuracy"),
    ("changji-2021-employee", "fund-spending-2021-accuracy"),
    ("changji-2021-resident", "transfer-2024"),
]
CASES = [(name, "") for name in BUNDLED] + OTHER_PROFILES

SECTIONS = {
    "fund": [
        "预算绩效管理概况",
        "预算编制及执行情况",
        "基金预算实施及管理情况",
        "预算绩效指标完成情况",
        "下一步改进措施",
    ],
    "department_work": [
        "项目基本概况",
        "绩效目标完成情况分析",
        "存在问题",
        "下一步改进措施",
        "绩效自评结果拟应用和公开情况",
        "其他需要说明的问题",
    ],
    "department": [
        "部门概况",
        "部门资金基本情况",
        "绩效目标完成情况分析",
        "偏离绩效目标的原因和下一步改进措施",
        "绩效自评结果拟应用和公开公示情况",
    ],
    "project": ["项目概况", "项目资金申报及使用情况", "项目实施及管理情况", "项目绩效情况", "评价结论及建议"],
    "fund_spending": [
        "基金收支余总体情况",
        "基金预算完成及运行情况",
        "基金支出组织实施情况和绩效管理情况",
        "其他需要说明的问题",
    ],
    "transfer_grant": [
        "基本情况",
        "绩效评价工作开展情况",
        "绩效评价结论",
        "绩效评价指标分析",
        "存在的问题",
        "有关建议",
    ],
}
"""Level-1 headings in the order of 03 §5."""

BARE_GRANT = subject(report_type="transfer_grant", profile="transfer-2024", insurance="assistance")


def made(name, under=""):
    return report(bundled(name, under), shipped())


def drafted(facts_of):
    return report(evaluated(facts_of), shipped())


def text_of(spans):
    return "".join(span.text for span in spans)


def all_blocks(document):
    yield from document.blocks
    for attachment in document.attachments:
        yield from attachment.blocks


def spans_of(block):
    if isinstance(block, Table):
        return [span for placed in placed_cells(block) for span in placed.cell.spans]
    return list(block.spans)


def bound_spans(document):
    return [span for block in all_blocks(document) for span in spans_of(block) if span.figure_id]


def paragraphs(document):
    return [text_of(block.spans) for block in all_blocks(document) if isinstance(block, Paragraph)]


def prose(document):
    return "\n".join(paragraphs(document))


def headings(document, level):
    return [
        text_of(block.spans)
        for block in document.blocks
        if isinstance(block, Heading) and block.level == level
    ]


def section(document, heading):
    """The paragraphs under a heading, as one text."""
    found, inside = [], 0
    for block in document.blocks:
        if isinstance(block, Heading):
            if text_of(block.spans) == heading:
                inside = block.level
            elif block.level <= inside:
                inside = 0
        elif inside and isinstance(block, Paragraph):
            found.append(text_of(block.spans))
    return "\n".join(found)


# --- every report


@pytest.mark.parametrize(("name", "under"), CASES)
def test_every_number_of_a_report_has_an_origin(name, under):
    assert loose_digits(made(name, under)) == []


@pytest.mark.parametrize(("name", "under"), CASES)
def test_an_id_stands_for_one_text_and_fits_a_content_control(name, under):
    texts = {}
    for span in bound_spans(made(name, under)):
        assert len(span.figure_id) <= 64
        assert texts.setdefault(span.figure_id, span.text) == span.text


@pytest.mark.parametrize(("name", "under"), CASES)
def test_the_verified_score_stays_in_the_working_paper(name, under):
    document = made(name, under)
    assert not [span for span in bound_spans(document) if "verified" in span.figure_id]
    assert "待补佐证后" not in prose(document)


@pytest.mark.parametrize(("name", "under"), CASES)
def test_the_punctuation_is_that_of_a_finished_text(name, under):
    for paragraph in paragraphs(made(name, under)):
        assert paragraph.endswith("。"), paragraph
        assert not re.search(
            r"[。；，、：][。；，、：]|（[\s，；]*）|《》|“”|None|\{|\s{2}|^[。；，、：]", paragraph
        ), paragraph


@pytest.mark.parametrize(("name", "under"), CASES)
def test_no_heading_stands_over_nothing(name, under):
    document = made(name, under)
    for blocks in (document.blocks, *(attachment.blocks for attachment in document.attachments)):
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            if isinstance(block, Heading):
                assert following is not None, text_of(block.spans)
                assert not isinstance(following, Heading) or following.level > block.level, text_of(
                    block.spans
                )


@pytest.mark.parametrize(("name", "under"), CASES)
def test_the_sections_stand_in_the_order_of_their_type(name, under):
    evaluation = bundled(name, under)
    assert headings(report(evaluation, shipped()), 1) == SECTIONS[report_type(evaluation)]


@pytest.mark.parametrize(("name", "under"), CASES)
def test_the_banner_stands_where_the_profile_is_inferred(name, under):
    evaluation = bundled(name, under)
    assert bool(report(evaluation, shipped()).banner) == (evaluation.profile.basis == "inferred")


@pytest.mark.parametrize(("name", "under"), CASES)
def test_the_controls_in_word_hold_the_numbers_of_the_evaluation(name, under, tmp_path):
    evaluation = bundled(name, under)
    write_word(report(evaluation, shipped()), tmp_path / "报告.docx")
    controls = dict(read_controls(tmp_path / "报告.docx"))
    scored = [(prefix, one) for prefix, one in _with_projects(evaluation) if one.scored]
    for prefix, one in scored:
        assert controls[f"{prefix}total/computed"] == points_text(one.totals.computed_e2)
        for result in one.results:
            assert controls[f"{prefix}score/{result.code}"] == points_text(result.computed_e2)
            assert controls[f"{prefix}full/{result.code}"] == points_text(result.indicator.full_e2)
    for figure in evaluation.facts.figures:
        assert controls.get(figure.id, figure.text) == figure.text


def _with_projects(evaluation):
    return [("", evaluation), *((f"p{n}/", one) for n, one in enumerate(evaluation.projects, 1))]


@pytest.mark.parametrize(("name", "under"), CASES)
def test_there_is_an_indicator_table_for_the_whole_and_for_each_project(name, under):
    evaluation = bundled(name, under)
    tables = [
        block
        for attachment in report(evaluation, shipped()).attachments
        for block in attachment.blocks
        if isinstance(block, Table)
    ]
    assert len(tables) == 1 + len(evaluation.projects)
    assert all(table.landscape for table in tables)


# --- what the templates themselves may say


EXPRESSIONS = {"report", "when", "each", "as_", "table", "level"}


def template_texts(value):
    """The fixed words of a template, without what it calls."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in EXPRESSIONS:
                yield from template_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from template_texts(inner)
    elif isinstance(value, str):
        yield re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", value, flags=re.DOTALL)


@pytest.mark.parametrize("kind", SECTIONS)
def test_a_template_holds_no_number_and_no_praise(kind):
    words = "".join(template_texts(shipped().get(REPORT_TEMPLATES, kind).value.model_dump()))
    assert re.findall(r"\d+", words) in ([], ["1"])  # a ratio of active to retired members is …:1
    assert not re.search("圆满|显著|优异|卓有成效|高度重视|全面完成", words)


# --- what the reports say


def test_the_employee_fund_is_94_and_only_good_without_its_bonus():
    result = section(made("panzhihua-2023-employee-fund"), "评价结果")
    assert "系统复算得分为94分（满分100分，含加分5分），等次为优。不含加分得89分，等次为良。" in result
    assert "原自评得分为94分，原自评等次为优秀。" in result


def test_a_total_that_differs_from_the_printed_one_stands_beside_it():
    conclusion = section(made("panzhihua-2021-medical-assistance"), "评价得分")
    assert "系统复算得分为84.53分（满分100分），等次为良。原自评得分为100分。" in conclusion


def test_a_printed_grade_without_points_is_named_as_such():
    conclusion = section(made("panzhihua-center-2020-department"), "自评结论")
    assert "系统复算得分为63分（满分100分），等次为中。原自评等次为良好，没有写明得分。" in conclusion


def test_each_scored_indicator_ends_with_its_points():
    analysis = section(made("panzhihua-2023-employee-fund"), "过程指标").splitlines()
    single = next(line for line in analysis if line.startswith("回头看"))
    assert "发现1项问题，扣1分。" in single
    assert single.endswith("此项得3分（满分4分）。")
    assert analysis[-1] == "过程指标合计得33分（满分38分）。"


def test_a_lost_target_is_reported_and_never_printed_as_a_target():
    document = made("panzhihua-2023-employee-fund")
    assert "基金征缴率（目标值缺失）" in section(document, "具体绩效指标")
    assert "保人政" not in section(document, "具体绩效指标")
    assert "目标值缺失的绩效目标：政策范围内住院费用报销比例；基金征缴率。" in section(document, "存在的问题")
    assert "对目标值缺失的绩效目标，补填目标值后重新报送。" in section(document, "下一步改进措施")


def test_budget_lines_spent_too_little_or_without_goals_are_problems():
    problems = section(made("fengdu-2023-projects"), "资金使用方面的问题")
    assert "医疗服务与保障能力提升（83.29%）；城乡居民基本医疗保险工作费（79.44%）" in problems
    assert "城乡居民医保市级补助，占预算的52.2%。" in problems


def test_a_project_and_the_whole_keep_their_own_money():
    controls = {span.figure_id: span.text for span in bound_spans(made("fengdu-2023-projects"))}
    executed = "project_budget/actual/department/all/-/2023"
    assert controls[executed] == "81930352.3元"
    assert controls[f"p1/{executed}"] == "2,949,004.75元"


def test_a_result_that_only_equals_a_strict_goal_is_a_problem():
    problems = section(made("fengdu-2023-projects"), "项目绩效方面的问题")
    assert (
        "完成值只等于目标值的指标：七类人群资助参保：民政城乡低保对象参加居民医保人数；边缘易致贫人数。"
        in problems
    )
    assert "医疗保险举报投诉奖励：举报查实率。" in problems


def test_the_budget_table_ends_with_the_total_only_where_the_lines_add_up():
    last_rows = {}
    for name in ("fengdu-2023-projects", "panzhihua-center-2020-department"):
        table = next(block for block in made(name).blocks if isinstance(block, Table))
        last_rows[name] = text_of(table.rows[-1][0].spans)
    assert last_rows == {
        "fengdu-2023-projects": "合计",
        "panzhihua-center-2020-department": "疾病诊断相关分组与点数法付费方式改革",
    }


def test_money_from_above_has_its_own_section_in_a_departments_report():
    above = section(made("panzhihua-center-2020-department"), "上级专项（项目）资金绩效目标完成情况")
    assert "年度预算8万元，执行8万元，执行率100.00%。" in above
    assert "110万元" not in above


def test_a_departments_projects_have_their_reports_attached():
    titles = [attachment.title for attachment in made("panzhihua-center-2020-department").attachments]
    assert titles[-3:] == [
        "业务运行费及追加工作经费项目\n支出绩效自评报告",
        "DRG医保付费方式改革项目\n支出绩效自评报告",
        "中央财政医疗服务与保障能力提升补助资金项目\n支出绩效自评报告",
    ]


def test_a_name_with_a_number_in_it_is_bound():
    spans = bound_spans(made("panzhihua-2021-medical-assistance"))
    assert Span("30日内分配下达", "name/B1.2") in spans


# --- forms without points


GRANT = BARE_GRANT | {
    "facts": [
        target("assistance_visits", "40000", "人次"),
        actual("assistance_visits", "30000", "人次"),
        target("policy_awareness", "90", "%", op=">="),
        actual("policy_awareness", "90", "%", op=">="),
        target("satisfaction", "95", "%", op=">="),
    ],
    "goals": [
        goal("O1", "救助人次", level2="数量指标", metric="assistance_visits"),
        goal(
            "B1",
            "政策知晓率",
            level1="效益指标",
            level2="社会效益指标",
            metric="policy_awareness",
            nature=">=",
        ),
        goal(
            "S1",
            "满意度",
            level1="满意度指标",
            level2="服务对象满意度指标",
            metric="satisfaction",
            nature=">=",
        ),
    ],
    "evidence": {"O1": {"reason": "对象人数减少。", "measure": "加强排查。"}},
    "management": {"M1": "按因素法分配。"},
}


def test_a_form_without_points_gives_a_report_without_points():
    document = drafted(GRANT)
    assert "不计分、不评等次" in section(document, "评价得分")
    assert not re.search(r"得\d|扣\d|满分", prose(document))
    assert not [
        span for span in bound_spans(document) if span.figure_id.startswith(("score/", "total/", "full/"))
    ]


def test_without_points_each_result_is_held_against_its_goal():
    analysis = section(drafted(GRANT), "绩效评价指标分析")
    assert (
        "救助人次：目标值40000人次，实际完成30000人次，完成率75.00%。未完成指标值。主要原因：对象人数减少。"
        in analysis
    )
    assert "政策知晓率：目标值≥90%，实际完成≥90%。没有填报实际完成数。" in analysis
    assert "满意度：目标值≥95%。没有填报完成值。" in analysis


def test_the_questions_on_managing_the_money_are_answered_or_shown_open():
    answers = section(drafted(GRANT), "资金管理情况").splitlines()
    assert answers[:2] == ["分配科学性：按因素法分配。", "下达及时性：没有填报。"]


def test_the_table_without_points_gives_completion_and_the_drafters_words():
    table = drafted(GRANT).attachments[0].blocks[0]
    rows = [[text_of(cell.spans) for cell in row] for row in table.rows]
    assert rows[0][-2:] == ["完成率", "未完成原因和改进措施"]
    assert rows[1][-4:] == ["40000人次", "30000人次", "75.00%", "对象人数减少；加强排查"]
    assert len(rows) == 1 + 3


# --- facts files that say little


@pytest.mark.parametrize("kind", SECTIONS)
def test_a_facts_file_without_words_still_gives_every_section(kind):
    document = drafted(subject(report_type=kind, profile="national-10-50-30-10", insurance="employee"))
    assert headings(document, 1) == SECTIONS[kind]
    for block, following in zip(document.blocks, (*document.blocks[1:], None), strict=True):
        if isinstance(block, Heading):
            assert following is not None
            assert not isinstance(following, Heading) or following.level > block.level, text_of(block.spans)
    for paragraph in paragraphs(document):
        assert paragraph.endswith("。") and not re.search(r"[。；，、：][。；，、：]|（）|None", paragraph), (
            paragraph
        )


def test_an_unscored_grant_without_goals_still_gives_a_report():
    assert headings(drafted(BARE_GRANT), 1) == SECTIONS["transfer_grant"]


# --- texts of the drafter


def test_a_project_tells_its_own_figures():
    budgets = [
        {"metric": "project_budget", "role": "budget", "value": "80", "unit": "万元"},
        actual("project_budget", "40", "万元"),
    ]
    whole = [
        {"metric": "project_budget", "role": "budget", "value": "900", "unit": "万元"},
        actual("project_budget", "900", "万元"),
    ]
    project = {
        "subject": "one",
        "title": "甲项目",
        "profile": "national-10-50-30-10",
        "facts": budgets,
        "overall_goal": {"achieved": '支出{{ fig("project_budget") }}。'},
    }
    document = drafted(
        subject(*whole, report_type="department_work", profile="national-10-50-30-10", projects=[project])
    )
    assert "支出40万元。" in section(document, "甲项目").splitlines()


def test_a_project_that_tells_a_figure_it_does_not_state_is_refused():
    project = {
        "subject": "one",
        "title": "甲项目",
        "profile": "national-10-50-30-10",
        "overall_goal": {"achieved": '支出{{ fig("project_budget") }}。'},
    }
    whole = subject(
        actual("project_budget", "900", "万元"), report_type="department_work", projects=[project]
    )
    with pytest.raises(Refused) as caught:
        drafted(whole | {"profile": "national-10-50-30-10"})
    assert (caught.value.problem.code, caught.value.problem.key) == ("figure_missing", "project_budget")


def test_a_number_typed_into_a_cause_is_refused():
    loose = GRANT | {"evidence": {"O1": {"reason": "减少了3000人。"}}}
    with pytest.raises(Refused) as caught:
        drafted(loose)
    assert caught.value.problem.code == "narrative_digits"
    assert set(caught.value.problem.found.split("、")) == {"3000"}


def test_stops_that_the_drafter_typed_are_not_doubled():
    told = GRANT | {"narrative": {"overview": "资金已下达。", "problems": ["缺口大；", "人手少。"]}}
    problems = section(drafted(told), "存在的问题").splitlines()
    assert problems[:2] == ["一是缺口大。", "二是人手少。"]


def test_a_single_problem_has_no_ordinal():
    told = GRANT | {"narrative": {"problems": ["缺口大。"]}}
    assert section(drafted(told), "存在的问题").splitlines()[0] == "缺口大。"


# --- which report, and views


def test_a_subject_keeps_its_type_of_report_whatever_its_profile_is_made_for():
    assert report_type(bundled("fengdu-2023-projects")) == "department_work"
    assert report_type(bundled("changji-2021-resident", "transfer-2024")) == "transfer_grant"


def test_a_figure_of_a_project_gets_an_id_of_at_most_64_characters_and_of_its_own():
    wide = {
        "subject": "one",
        "title": "甲项目",
        "profile": "national-10-50-30-10",
        "facts": [
            actual("cross_province_institutions", "1", "家", item=f"{'x' * 20}{letter}") for letter in "ab"
        ],
    }
    shown = view(evaluated(subject(profile="national-10-50-30-10", projects=[wide]))).projects[0]
    ids = {
        shown.figures.find("cross_province_institutions", item=f"{'x' * 20}{letter}").id for letter in "ab"
    }
    assert len(ids) == 2
    assert all(len(figure_id) <= 64 and figure_id.startswith("p1/") for figure_id in ids)


def test_a_penalty_is_not_called_a_bonus():
    penalty = {"code": "P", "name": "扣减项", "bonus": True, "full": "5", "primitive": "PENALTY"}
    table = profile(leaf("YES_NO", code="Y"), bonus_cap="5")
    facts = subject(evidence={"Y": {"met": True, "count": 1}, "P": {"findings": 2}})
    document = report(evaluated(facts, table | {"tree": [*table["tree"], penalty]}), shipped())
    assert "系统复算得分为98分（满分100分，含加减分-2分），等次为优。" in section(document, "评价结果")
