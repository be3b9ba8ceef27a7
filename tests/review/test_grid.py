"""Tables on the page: real tables around the report's own characters, with findings marked inside their cells."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from yiheng.review import review_text
from yiheng.review.finding import Finding, Quote, Relation
from yiheng.review.output.marked import marked
from yiheng.review.output.page import page

TABLE = "项目\t预算数\t执行率\n甲<乙\t1,000.00\t\n\t\t（续）\n合计\t1,000.00\t90%"
TEXT = f"一、支出\n{TABLE}\n二、说明\n单行\t制表\n"


class Shown(HTMLParser):
    """What a page shows: its characters, its cells, and which findings mark each character; tags must nest."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.rows, self.anchors = "", [], []
        self.ids: list[set[str]] = []
        self.feed(source)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        tags = [name for name, _ in self.open]
        assert tag not in ("td", "tr") or tags[-1] == {"td": "tr", "tr": "table"}[tag]
        assert tag != "mark" or not tags or tags[-1] == "td"
        self.open.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
        elif tag == "a":
            self.anchors.append((dict(attrs)["id"], len(self.text)))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        tags = [name for name, _ in self.open]
        if tags and tags[-1] in ("tr", "table"):
            assert not data.strip()
        if "td" in tags:
            self.rows[-1][-1] += data
        marks = [attrs["data-ids"] or "" for tag, attrs in self.open if tag == "mark"]
        self.text += data
        self.ids += [set(" ".join(marks).split())] * len(data)


def finding(number: int, text: str, start: int, end: int) -> Finding:
    quote = Quote(text[start:end], start, end)
    return Finding(f"F{number:03d}", "error", Relation("R3", "inconsistent", (quote,), "review_ratio"))


def test_cells_stand_in_rows_and_no_character_is_lost():
    shown = Shown(marked(TEXT, ()))
    assert shown.text == TEXT
    assert shown.rows == [line.split("\t") for line in TABLE.split("\n")]


def test_one_line_with_a_tab_and_indented_lines_are_no_table():
    assert "<table" not in marked("目录\t3\n\n\t\t甲\n\t\t乙\n\n一、概况\n", ())


def test_a_number_is_set_flush_right():
    assert '<td class="n">1,000.00</td>' in marked(TEXT, ()) and '<td class="n">90%</td>' in marked(TEXT, ())
    assert "<td>项目</td>" in marked(TEXT, ())


def test_a_quote_across_cells_is_marked_in_each():
    start, end = TEXT.index("1,000"), TEXT.index("（续）") + 2
    made = marked(TEXT, (finding(1, TEXT, start, end),))
    shown = Shown(made)
    assert shown.rows == [line.split("\t") for line in TABLE.split("\n")]
    assert shown.anchors == [("at-F001", start)] and made.count("<mark") == 2
    assert '<td class="n"><a id="at-F001"' in made and "（续</mark>）</td>" in made


@given(
    st.text("\t\t\n甲1 <&%", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=6),
)
def test_every_quoted_word_is_marked_and_the_text_is_the_reports(text, spans):
    spans = [(start, min(start + length, len(text))) for start, length in spans if start < len(text)]
    findings = tuple(finding(number, text, *span) for number, span in enumerate(spans, 1))
    shown = Shown(marked(text, findings))
    assert shown.text == text
    for one, (start, end) in zip(findings, spans, strict=True):
        for offset in range(start, end):
            assert one.id in shown.ids[offset] or text[offset] in "\t\n"
        if text[start:end].strip():
            assert f"at-{one.id}" in [name for name, _ in shown.anchors]


def test_a_long_table_is_shown_in_parts_that_lose_no_row():
    text = "\n".join(f"机构{number}\t{number}" for number in range(1203))
    made = marked(text, ())
    assert made.count("<table>") == 3
    assert Shown(made).text == text and len(Shown(made).rows) == 1203


def test_tables_of_a_long_page_are_laid_out_where_they_are_seen():
    assert '<article class="long">' in page(review_text("甲\t1\n" * 60_000, "a.txt"))
    assert "<article>" in page(review_text(TEXT, "a.txt"))


def test_findings_inside_cells_are_marked_on_the_page():
    text = "甲市2023年度绩效自评报告\n项目\t预算数\t执行数\t执行率\n甲\t100.00万元\t90.00万元\t95.00%\n乙\t50万元\t45万元\t90.00%\n"
    made = page(review_text(text, "a.txt"))
    assert "95.00%</mark></td>" in made and 'href="#at-F001"' in made and '<a id="at-F001"' in made
