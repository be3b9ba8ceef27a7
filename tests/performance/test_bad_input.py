"""Whatever a bureau hands in: one Chinese sentence with the place of the fault, exit code 2, never a traceback."""

import os
import re
import subprocess
import sys

import pytest
from evaluation_cases import INFERRED, actual, budget, goal, profile, subject, target

FRAME = "national-10-50-30-10"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def sound(**more):
    """A project that evaluates without complaint, to be spoiled in one place."""
    facts = [budget("project_budget", "100", "万元"), actual("project_budget", "95", "万元")]
    return subject(*facts, profile=FRAME, goals=[goal("O1", nature="定性")]) | more


def refused(result):
    """The one sentence of a refusal."""
    sentences = all_refused(result)
    assert len(sentences) == 1, sentences
    return sentences[0]


def all_refused(result):
    """The sentences of a refusal, one a fault."""
    code, out, error = result
    assert code == 2
    assert out == ""
    assert "Traceback" not in error
    sentences = error.strip().splitlines()
    assert all(CHINESE.search(sentence) for sentence in sentences), error
    return sentences


def line_of(path, text):
    """The 1-based line on which a text first stands."""
    return 1 + next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines()) if text in line)


def test_a_sound_file_is_not_refused(run, typed):
    code, out, error = run("evaluate", typed(sound()))
    assert (code, error) == (0, "")
    assert "系统复算得分" in out


# WHAT STANDS IN THE FILE


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (actual("fund_incme", "5", "万元"), ["没有“fund_incme”这个指标", "fund_income"]),
        (actual("insured_persons", "5", "元"), ["单位“元”", "“万人”", "不是一类"]),
        (actual("insured_persons", "5", "块"), ["不认识单位“块”"]),
        (actual("fund_income", "1e5", "万元"), ["“1e5”不是数字"]),
        (actual("fund_income", "约5", "万元"), ["“约5”不是数字"]),
        (actual("fund_income", "1,23", "万元"), ["“1,23”不是数字"]),
        (actual("fund_income", "", "万元"), ["不是数字"]),
        ({"metric": "fund_income", "value": "5"}, ["不认识单位“”"]),
    ],
)
def test_a_fact_that_cannot_be_meant(run, typed, fact, words):
    path = typed(sound(facts=[actual("project_budget", "95", "万元", line=7), fact]))
    sentence = refused(run("evaluate", path))
    for word in [*words, f"文件 {path} 第 {line_of(path, fact['metric'])} 行"]:
        assert word in sentence


def test_the_same_fact_twice(run, typed):
    twice = [actual("fund_income", "5", "万元"), actual("fund_income", "6", "万元")]
    path = typed(sound(facts=twice))
    sentence = refused(run("evaluate", path))
    assert "“基金收入”给了两个值" in sentence
    assert "restated: true" in sentence
    assert f"第 {line_of(path, 'fund_income') + 3} 行" in sentence


def test_a_goal_code_twice(run, typed):
    path = typed(sound(goals=[goal("O1", nature="定性"), goal("O1", nature="定性")]))
    sentence = refused(run("evaluate", path))
    assert "指标代码“O1”重复" in sentence
    first = line_of(path, "code: O1")
    assert f"第 {first + 4} 行" in sentence, "the second goal, after the four keys of the first"


def test_evidence_for_an_indicator_that_is_not_there(run, typed):
    path = typed(sound(evidence={"O9": {"met": True}}))
    sentence = refused(run("evaluate", path))
    assert "没有指标“O9”" in sentence
    assert "O1" in sentence
    assert f"第 {line_of(path, 'O9:')} 行" in sentence


def test_an_item_that_is_not_on_the_list(run, typed):
    answers = {"A1": {"items": {"bassis": {"met": True}}}}
    path = typed(subject(profile="sc-employee-fund-2023", evidence=answers))
    sentence = refused(run("evaluate", path))
    assert "检查项“bassis”" in sentence
    assert "basis、procedure" in sentence
    assert f"第 {line_of(path, 'bassis')} 行" in sentence


def test_money_held_against_a_rate(run, typed):
    one = goal(
        "O1",
        name="支出",
        metric="fund_expense",
        nature="<=",
        target={"metric": "satisfaction", "role": "target"},
    )
    facts = [actual("fund_expense", "5", "万元"), target("satisfaction", "95", "%", line=12)]
    sentence = refused(run("evaluate", typed(sound(facts=facts, goals=[one], source={"doc": "《报告》"}))))
    assert "“支出”的完成值（万元）与目标值（%）单位不是一类" in sentence
    assert "《报告》 第 12 行" in sentence


def test_a_key_that_nobody_knows(run, typed):
    path = typed(sound(facts=[actual("project_budget", "95", "万元", valeu="1")]))
    sentence = refused(run("evaluate", path))
    assert "不认识“facts.0.valeu”" in sentence
    assert f"第 {line_of(path, 'valeu')} 行" in sentence


@pytest.mark.parametrize("missing", ["subject", "title", "profile", "period", "report_type"])
def test_a_key_that_is_missing(run, typed, missing):
    data = sound()
    del data[missing]
    assert f"缺少“{missing}”" in refused(run("evaluate", typed(data)))


def test_a_key_written_twice(run, typed):
    path = typed("subject: a\ntitle: 甲\ntitle: 乙\nprofile: p\nreport_type: fund\nperiod: '2023'\n")
    assert f"文件 {path} 第 3 行，字段 title：“title”写了两次" in refused(run("evaluate", path))


def test_all_faults_of_a_file_in_one_run(run, typed):
    path = typed("subject: a\ntitle: 甲\ntitle: 乙\nreport_type: 基金\nperiod: '2023'\nprofil: p\n")
    places = [
        sentence.removeprefix(f"✗ 文件 {path} 第 ")[:20] for sentence in all_refused(run("evaluate", path))
    ]
    assert [place.partition("：")[0] for place in places] == [
        "1 行，字段 profile",
        "3 行，字段 title",
        "4 行，字段 report_type",
        "6 行，字段 profil",
    ]


def test_an_unknown_profile(run, typed):
    sentence = refused(run("evaluate", typed(sound(profile="sc-employee-fund-2032"))))
    assert "评分表“sc-employee-fund-2032”不存在" in sentence
    assert "sc-employee-fund-2023" in sentence


def test_an_unknown_profile_on_the_command_line(run, typed):
    assert "评分表“没有”不存在" in refused(run("evaluate", typed(sound()), "--profile", "没有"))


def test_an_unknown_subject(run):
    sentence = refused(run("evaluate", "panzhihua-2023-employee"))
    assert "没有“panzhihua-2023-employee”这个评价对象" in sentence
    assert "panzhihua-2023-employee-fund" in sentence


# THE FILE ITSELF


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "文件是空的"),
        (b"  \n\n", "文件是空的"),
        ("# 只有注释\n".encode(), "文件是空的"),
        ("subject: 案例\ntitle: 医保基金\n".encode("gbk"), "文件不是 UTF-8 编码（看起来是 GBK）"),
        ("subject: 案例\n".encode("utf-16"), "这不是文本文件"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "这不是文本文件"),
        (bytes(range(128, 256)) * 4, "这不是文本文件"),
        ("- 甲\n- 乙\n".encode(), "文件内容应是“键: 值”的形式"),
        ("subject: [甲\n".encode(), "YAML 格式读不通"),
        (b"subject: x\n\tfacts: []\n", "YAML 格式读不通"),
        (b"a: 1\n---\nb: 2\n", "YAML 格式读不通"),
        (b"a: " + b"[" * 5000 + b"]" * 5000, "YAML 格式读不通"),
    ],
)
def test_a_file_that_is_not_a_subject(run, tmp_path, raw, words):
    path = tmp_path / "facts.yaml"
    path.write_bytes(raw)
    sentence = refused(run("evaluate", path))
    assert words in sentence
    assert str(path) in sentence


def test_a_file_of_50_mb(run, tmp_path):
    path = tmp_path / "facts.yaml"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    assert "文件有 50 MB，超过上限 20 MB" in refused(run("evaluate", path))


def test_a_missing_file(run, tmp_path):
    assert "找不到这个文件" in refused(run("evaluate", tmp_path / "nothing.yaml"))


def test_a_folder(run, tmp_path):
    assert str(tmp_path) in refused(run("evaluate", tmp_path))


@pytest.mark.parametrize(
    "command", [("goals",), ("verify",), ("trace", "O1"), ("apply", "--as-of", "2024-04-10")]
)
def test_other_commands_refuse_alike(run, tmp_path, command):
    name, *rest = command
    assert "找不到这个文件" in refused(run(name, tmp_path / "nothing.yaml", *rest))


def test_a_file_nested_without_end(typed):
    """In a process of its own: it ends the one it runs in."""
    path = typed("[" * 200_000)
    ended = subprocess.run(
        [sys.executable, "-c", "from yiheng.app.cli import main; main()", "evaluate", path],
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "YAML 格式读不通" in ended.stderr.decode()


# THE COMMAND'S OWN WORDS


@pytest.mark.parametrize("day", ["明天", "2024-13-01", "2024-02-30"])
def test_a_date_that_is_none(run, typed, day):
    assert f"“{day}”不是日期" in refused(run("apply", typed(sound()), "--as-of", day))


@pytest.mark.parametrize("months", ["0", "13"])
def test_a_month_that_is_none(run, typed, months):
    sentence = refused(run("monitor", typed(sound()), "--months", months, "--as-of", "2024-08-05"))
    assert f"监控月份“{months}”不对" in sentence


def test_a_year_without_a_calendar(run, typed):
    """A signal whose cause must be explained within working days that nobody has announced yet."""
    warned = sound(facts=[budget("project_budget", "100", "万元"), actual("payable_months", "2.5", "个月")])
    sentence = refused(run("monitor", typed(warned), "--months", "12", "--as-of", "2030-08-05"))
    assert "没有 2030 年的工作日历" in sentence


def test_a_code_that_cannot_be_traced(run, typed):
    assert "没有“X9”这个指标或数" in refused(run("trace", typed(sound()), "X9"))


# A BUREAU'S OWN CONTENT

CLOCK = {
    "key": "feedback",
    "name": "反馈",
    "source": INFERRED,
    "value": {"notice_days": 5, "measures_days": 5},
}


def checked(result):
    """What the check of content prints."""
    code, out, error = result
    assert code == 2
    assert "Traceback" not in error
    return out.replace("\n", "")


OVERLAPPING = {"parameters": [CLOCK | {"valid_from": "2023-01-01"}, CLOCK | {"valid_from": "2024-01-01"}]}
GAPS = {
    "grades": "own",
    "title": "本局等次",
    "source": INFERRED,
    "bands": [
        {"name": "优", "from": "90"},
        {"name": "良", "from": "71", "to": "80"},
        {"name": "中", "from": "60", "to": "70"},
        {"name": "差", "to": "60"},
    ],
}


def test_two_values_for_one_day(run, layer):
    out = checked(run("content", "check", "--content", layer("parameters", OVERLAPPING)))
    assert "“feedback”在同一层同一时段有两个值" in out
    assert "own.yaml 第 " in out


def test_a_grade_table_with_gaps(run, layer):
    out = checked(run("content", "check", "--content", layer("grades", GAPS)))
    assert "等次表有空档：70—71 分没有等次" in out
    assert "等次表有空档：80—90 分没有等次" in out
    assert "own.yaml 第 " in out


@pytest.mark.parametrize(
    ("kind", "data"),
    [("parameters", OVERLAPPING), ("profiles", "profile: [甲\n"), ("grades", {"grades": "own"})],
)
def test_nothing_is_evaluated_under_faulty_content(run, typed, layer, kind, data):
    sentences = all_refused(run("evaluate", typed(sound()), "--content", layer(kind, data)))
    assert all("own.yaml 第 " in sentence for sentence in sentences)
    assert len(sentences) == (3 if kind == "grades" else 1)


def test_a_very_long_list_of_faults_says_how_many_are_not_shown(run, typed, layer):
    folder = layer("metrics", {"metrics": [{"code": f"m{number}"} for number in range(30)]})
    *shown, rest = all_refused(run("evaluate", typed(sound()), "--content", folder))
    told = run("content", "check", "--content", folder)[1].count("own.yaml")
    assert len(shown) == 51
    assert rest == f"另有 {told - 51} 处没有列出。"


def test_a_profile_that_extends_itself(run, typed, layer):
    circle = {**profile(key="own"), "tree": [], "extends": "own"}
    folder = layer("profiles", circle)
    assert "评分表“own”的 extends 绕成了圈" in refused(
        run("evaluate", typed(sound()), "--profile", "own", "--content", folder)
    )
    assert "绕成了圈" in checked(run("content", "check", "--content", folder))


def test_a_folder_of_content_that_is_not_there(run, typed, tmp_path):
    assert "找不到这个文件夹" in refused(run("evaluate", typed(sound()), "--content", tmp_path / "没有"))


# FAULTS THAT STILL GET THROUGH


@pytest.mark.parametrize("more", [{"title": "某县[/项目]"}, {"facts": [actual("[/fund]", "5", "万元")]}])
def test_square_brackets_are_only_brackets(run, typed, more):
    code, _, error = run("evaluate", typed(sound(**more)))
    assert code in (0, 2)
    assert "Traceback" not in error


@pytest.mark.parametrize(
    "more",
    [
        {"primitive": "RATION"},
        {"primitive": "RANGE", "parameters": {"lo": "6"}},
        {"metric": "fund_incme"},
        {"metric": "fund_incme", "recompute": True},
        {"metric": "fund_expense", "standard": {"value": "1", "unit": "块", "source": INFERRED}},
        {"metric": "fund_expense", "standard": {"value": "一", "unit": "万元", "source": INFERRED}},
    ],
)
def test_a_goal_that_cannot_be_scored(run, typed, more):
    facts = [actual("fund_expense", "5", "万元")]
    path = typed(sound(facts=facts, goals=[goal("O1", nature=">=") | more]))
    assert f"文件 {path} 第 " in refused(run("evaluate", path))


@pytest.mark.parametrize(
    "more",
    [
        {"evidence": {"O1": {"stated": "五分"}}},
        {"evidence": {"O1": {"stated": "5.125"}}},
        {"evidence": {"O1": {"attained": "达成", "percent": "九成"}}},
        {"stated": {"total": "九十四"}},
    ],
)
def test_a_printed_score_that_is_no_number(run, typed, more):
    path = typed(sound(**more))
    assert f"文件 {path} 第 " in refused(run("evaluate", path))


def test_a_fault_within_evidence_names_its_own_line(run, typed):
    path = typed(sound(evidence={"O1": {"met": True, "text": "甲"}, "E1": {"met": "不知道"}}))
    sentence = refused(run("evaluate", path))
    assert "evidence.E1.met" in sentence
    assert f"第 {line_of(path, '不知道')} 行" in sentence


def test_a_year_without_expense(run, typed):
    facts = [
        actual("payable_months", "4.45", "个月", account="pooled"),
        actual("cumulative_balance", "57,803.76", "万元", account="pooled"),
        actual("fund_expense", "0", "万元", account="pooled"),
    ]
    code, _, error = run("evaluate", typed(subject(*facts, profile="sc-employee-fund-2023")))
    assert code == 0
    assert "Traceback" not in error


def test_how_to_write_a_number_is_said_to_the_end(run, typed):
    path = typed(sound(facts=[actual("fund_income", "1e5", "万元")]))
    assert "1,234.56" in refused(run("evaluate", path))


def test_a_period_that_is_none(run, typed, tmp_path):
    path = typed(sound(period="去年"))
    assert "“去年”" in refused(run("evaluate", path, "--table", tmp_path / "表.xlsx"))


def test_a_file_that_cannot_be_opened_is_not_called_unwritable(run):
    name = "长" * 300 + ".yaml"
    assert "无法写入" not in refused(run("evaluate", os.fspath(name)))
