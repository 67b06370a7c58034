"""The text for people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sample_reports import DEFINITION, GOOD, MIXED, assess, bishan, good, hostile, mixed, refused

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.catalogue.entries import STATE_CONTRADICTS
from zhtcli.core.catalogue.forms import WRONG_FORM
from zhtcli.definitions.load import load, load_regime
from zhtcli.report.formats import Report, render
from zhtcli.report.text.explained import explain, touching
from zhtcli.report.text.forms import regimes_text, show
from zhtcli.report.text.lines import shell_word
from zhtcli.report.text.rules import explain_rule, list_rules, rules_json
from zhtcli.report.widths import display_width

Golden = Callable[[str, str], None]

RUNS = {
    "one": lambda: (mixed(with_spread=True),),
    "clean": lambda: (good(),),
    "many": lambda: (mixed(), good(), refused()),
    "refused": lambda: (refused(),),
}


def text_of(command: str, *assessments: Assessment, **options: int | bool) -> str:
    return render(Report(command, assessments), "text", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("command", ["validate", "score", "progress"])
def test_text(command: str, run: str, golden: Golden) -> None:
    golden(f"{command}-{run}.txt", text_of(command, *RUNS[run]()))


def test_decided_readings_are_told_with_who_decided_them(golden: Golden) -> None:
    one = mixed(readings={"zero_target": "exclude", "partial_credit": "floor80"}, as_of=date(2027, 1, 15))
    one = replace(one, reading_notes={"zero_target": "区科技局，2026-12-01，示科函〔2026〕9号"})
    text = text_of("score", one)
    golden("score-readings.txt", text)
    assert "口径：以下已指定，其余采用默认值" in text
    assert "参加考核的指标共 80 分" in text


def test_a_finding_is_one_line_with_its_place_in_front() -> None:
    lines = text_of("validate", mixed()).splitlines()
    assert lines[0].startswith("指标填报!E9 警告 ZHT-ENTRY-ABSURD 第3项")
    assert [line.split()[1] for line in lines[:-2]] == ["警告", "错误", "错误", "提示"]
    assert lines[-2] == "共 1 个文件：错误 2，警告 1，提示 1"
    assert lines[-1] == "下一步：改正后重新校验：zht validate 甲公司.xlsx"


def test_a_clean_file_is_led_to_the_score() -> None:
    assert text_of("validate", good()).splitlines() == [
        "共 1 个文件：没有发现问题",
        '下一步：计分：zht score "乙 公司（新）.xlsx" -o 结果.xlsx',
    ]


def test_warnings_are_the_step_where_fail_on_says_so() -> None:
    one = replace(good(), findings=(STATE_CONTRADICTS.found(indicator="3", raw="42", state="未开展"),))
    lenient = render(Report("validate", (one,)), "text")
    strict = render(Report("validate", (one,), fail_on="warning"), "text")
    assert "下一步：核对警告后计分：zht score" in lenient
    assert "下一步：改正后重新校验：zht validate" in strict


def test_no_files_at_all_say_so() -> None:
    assert text_of("validate").startswith("没有找到填报件。\n")


def test_many_files_are_not_listed_in_the_next_step() -> None:
    assert text_of("validate", *[mixed()] * 4).endswith("下一步：改正后重新校验：zht validate\n")


def test_a_form_that_must_not_be_scored_says_why() -> None:
    stopped = replace(good(), scorecards=(), progress=(), findings=(WRONG_FORM.found(seen="a-2026", wanted="b-2026"),))
    text = text_of("score", stopped)
    assert "没有计分。原因见上面的问题。" in text
    assert "ZHT-FORM-CONTRADICTS" in text
    assert "总分" not in text
    assert "没有计分" in text_of("score", stopped, mixed())


def test_no_verdict_is_ever_invented() -> None:
    for run in RUNS.values():
        for command in ("validate", "score", "progress"):
            assert "合格" not in text_of(command, *run())
            assert "通过" not in text_of(command, *run())


@pytest.mark.parametrize("width", [72, 80, 100, 160])
@pytest.mark.parametrize("command", ["score", "progress"])
def test_tables_keep_to_the_width(command: str, width: int) -> None:
    lines = text_of(command, bishan(), width=width).splitlines()
    wide = [line for line in lines if display_width(line) > width and " ZHT-" not in line]
    assert wide == []
    assert sum(bool(re.match(r"\d+ +\S", line)) for line in lines) >= 30


def test_shown_forms_keep_to_the_width() -> None:
    for width in (72, 80, 120):
        assert [
            line
            for line in show(load_regime("bishan"), "2026", width=width).splitlines()
            if display_width(line) > width
        ] == []


def test_colour_is_only_added() -> None:
    escape = re.compile(r"\x1b\[\d+m")
    for run in RUNS.values():
        for command in ("validate", "score", "progress"):
            plain, coloured = text_of(command, *run()), text_of(command, *run(), color=True)
            assert "\x1b" not in plain
            assert escape.search(coloured)
            assert escape.sub("", coloured) == plain


def test_what_a_cell_holds_cannot_leave_its_line() -> None:
    one = replace(mixed(), findings=(hostile(),), file="a\nb\x1b]0;x\x07.xlsx", unit="甲\u202e乙\n丙")
    for command in ("validate", "score", "progress"):
        text = text_of(command, one, refused("\x1b[2J恶.xlsx"))
        assert not set("\x1b\x07\u202e") & set(text)
        assert sum("ZHT-ENTRY-ABSURD" in line for line in text.splitlines()) == 1
    assert "单位：甲乙 丙" in text_of("score", one)


def test_years_of_one_unit_are_told_once_by_the_latest_form() -> None:
    earlier = assess({no: {"2025": years["2025"]} for no, years in GOOD.items()}, period="2025", file="2025.xlsx")
    later = replace(assess(GOOD), joined=(("2025.xlsx", "cd" * 32),))
    text = text_of("progress", earlier, later)
    assert text.count("逐年完成情况") == 1
    assert "并入：2025.xlsx" in text
    assert "表单：demo-2026" in text


def test_out_of_reach_is_said() -> None:
    figures = {no: {**years, "2027": "1"} for no, years in GOOD.items()}
    text = text_of("progress", assess(figures, period="2027"))
    assert re.search(r"^3 .* 已无法完成$", text, re.MULTILINE)
    assert re.search(r"^2 .* 已达到$", text, re.MULTILINE)


@pytest.mark.parametrize("no", ["2", "4", "5", "6"])
def test_explain(no: str, golden: Golden) -> None:
    golden(f"explain-{no}.txt", explain(mixed(), no, definition=DEFINITION))


def test_explain_lists_only_the_readings_that_touch_the_indicator() -> None:
    definition = load("bishan")
    assert touching(definition, "4") - touching(definition, "5") == {"item4", "missing_evidence"}
    assert touching(definition, "29") - touching(definition, "5") == {"items29_30", "missing_evidence"}
    one = assess({}, definition=definition, unit="")
    assert "item4=" in explain(one, "4", definition=definition)
    assert "item4=" not in explain(one, "5", definition=definition)
    assert "item4=" in explain(one, "5")


def test_explain_of_what_the_form_does_not_have() -> None:
    with pytest.raises(KeyError):
        explain(mixed(), "7")
    with pytest.raises(KeyError):
        explain(refused(), "1")


def test_show(golden: Golden) -> None:
    from zhtcli.core.rules.resolve import resolve

    readings = {"zero_target": "zero"}
    golden("show.txt", show(resolve(DEFINITION, readings), "2026", digest=DEFINITION.digest, readings=readings))
    golden("regimes.txt", regimes_text([resolve(DEFINITION)]))


def test_rules(golden: Golden) -> None:
    golden("rule.txt", explain_rule("zht-entry-missing"))
    with pytest.raises(KeyError):
        explain_rule("ZHT-NO-SUCH")


def test_every_rule_can_be_explained_and_is_listed() -> None:
    import json

    from zhtcli.core.catalogue import CATALOGUE

    listed = list_rules()
    told = {rule["code"] for rule in json.loads(rules_json())["rules"]}
    assert told == set(CATALOGUE)
    for code in CATALOGUE:
        assert explain_rule(code).startswith(code)
        assert "{" not in explain_rule(code)
        assert re.search(rf"^{code} ", listed, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("甲公司.xlsx", "甲公司.xlsx"),
        ("填报件（2026）.xlsx", "填报件（2026）.xlsx"),
        ("a b.xlsx", '"a b.xlsx"'),
        ("a[1].xlsx", '"a[1].xlsx"'),
        ("it's $5.xlsx", "'it'\\''s $5.xlsx'"),
        ("-o.xlsx", "./-o.xlsx"),
    ],
)
def test_file_names_can_be_pasted_behind_a_command(name: str, word: str) -> None:
    import shlex

    assert shell_word(name) == word
    assert shlex.split(word) in ([name], [f"./{name}"])


def test_a_figure_that_nobody_told_is_no_zero() -> None:
    lines = text_of("score", assess(MIXED)).splitlines()
    (row,) = [line for line in lines if line.startswith("4 ")]
    assert row.split() == ["4", "有效解决企业技术需求数量（项）", "20", "20", "未填报"]
