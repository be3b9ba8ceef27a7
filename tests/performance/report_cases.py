"""Reports of the tests: of bundled subjects and of facts in the test, and readers of what they say."""

from itertools import pairwise

from evaluation_cases import actual, bundled, evaluated, goal, shipped, subject, target

from yiheng.performance.report import report
from yiheng.reports.document import Heading, Paragraph, Table, placed_cells

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
"""A grant whose form has goals and no points."""


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


def empty_headings(document):
    """The headings that no text, table or lower heading follows."""
    blocks = [*document.blocks, None]
    return [
        text_of(block.spans)
        for block, after in pairwise(blocks)
        if isinstance(block, Heading)
        and (after is None or (isinstance(after, Heading) and after.level <= block.level))
    ]
