"""csv, markdown, sarif, junit, github: what other programs read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_reports import good, hostile, mixed, refused

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.catalogue.entries import ABSURD
from zhtcli.core.finding import Severity
from zhtcli.report.exchange.sarif import uri
from zhtcli.report.formats import FORMATS, Report, render
from zhtcli.report.tables.csvtable import FINDING_COLUMNS, PROGRESS_COLUMNS, SCORE_COLUMNS, harmless
from zhtcli.report.tables.markdownpieces import escaped

Golden = Callable[[str, str], None]
ENDINGS = {"csv": "csv", "markdown": "md", "sarif": "sarif", "junit": "xml", "github": "github.txt"}
ALL = "甲公司.xlsx", "乙 公司（新）.xlsx", "丙公司.xlsx"
ABSOLUTE = "file:" + "/" * 3


def run() -> tuple[Assessment, ...]:
    return mixed(), good(), refused()


def rows(command: str, *assessments: Assessment) -> list[dict[str, str]]:
    text = render(Report(command, assessments), "csv")
    assert text[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(text[1:])))


@pytest.mark.parametrize("format", ENDINGS)
def test_validate(format: str, golden: Golden) -> None:
    golden(f"validate-many.{ENDINGS[format]}", render(Report("validate", run()), format))


@pytest.mark.parametrize("format", ["csv", "markdown"])
@pytest.mark.parametrize("command", ["score", "progress"])
def test_score_and_progress(command: str, format: str, golden: Golden) -> None:
    golden(f"{command}-many.{ENDINGS[format]}", render(Report(command, (mixed(with_spread=True), refused())), format))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_takes_every_run(format: str) -> None:
    strange = Assessment(file="\udcff.xlsx", sha256="", findings=(hostile(),), refused=True)
    for command in ("validate", "score", "progress", "explain"):
        for assessments in ((), run(), (strange,), (replace(mixed(), scorecards=(), progress=()),)):
            text = render(Report(command, assessments), format)
            text.encode()
            assert text == "" or text.endswith("\n")
            assert "\x1b" not in text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="yaml"):
        render(Report("validate", ()), "yaml")


def test_csv_has_a_row_for_each_finding() -> None:
    table = rows("validate", *run())
    assert list(table[0]) == FINDING_COLUMNS
    assert [row["文件"] for row in table] == [ALL[0]] * 4 + [ALL[2]]
    assert (table[1]["程度"], table[1]["工作表"], table[1]["单元格"]) == ("错误", "指标填报", "E10")


def test_csv_of_scores_has_a_row_for_each_scope_and_indicator() -> None:
    table = rows("score", mixed(), refused())
    assert list(table[0]) == SCORE_COLUMNS
    assert len(table) == 3 * 6 + 1
    assert (table[5]["范围"], table[5]["序号"], table[5]["得分"], table[5]["完成率（%）"]) == (
        "2026",
        "6",
        "8.33",
        "83.3333",
    )
    assert (table[3]["得分"], table[3]["采用数"], table[3]["状态"]) == ("", "", "未填报")
    assert (table[-1]["文件"], table[-1]["状态"], table[-1]["说明"]) == (
        ALL[2],
        "没有计算",
        "文件设有打开密码，无法读取。",
    )


def test_csv_of_progress_has_a_row_for_each_period_and_horizon() -> None:
    table = rows("progress", good(), refused())
    assert list(table[0]) == PROGRESS_COLUMNS
    assert [row["范围"] for row in table[:4]] == ["2025", "2026", "2027", "..2027"]
    assert (table[2]["目标"], table[2]["实际"]) == ("4", "")
    assert table[-1]["情况"].startswith("没有计算：")


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "＋", "－", "＠", "\x1b[0m=", "\u200b="]
)
def test_text_is_never_a_formula(start: str) -> None:
    assert harmless(f"{start}cmd|'/c calc'!A1").startswith("'")


@pytest.mark.parametrize("figure", ["-0.5", "+3", "-1,200", "-2.5%"])
def test_true_figures_are_left_alone(figure: str) -> None:
    assert harmless(figure) == figure


@given(st.text())
def test_no_cell_of_a_csv_starts_a_formula(raw: str) -> None:
    cell = harmless(raw)
    assert "\n" not in cell
    assert not re.match(r"\s*[=@\t\r]|\s*[+-](?![\d,.]+%?$)", cell)


def test_cells_of_a_csv_hold_what_was_typed() -> None:
    (row,) = rows("validate", replace(mixed(), findings=(hostile(),), unit="=HYPERLINK(1)"))
    assert row["单位"] == "'=HYPERLINK(1)"
    assert row["工作表"] == "'=表,:"
    assert row["原值"].startswith("'=1+1 ::error::|<b>")


def test_markdown_keeps_to_its_cells() -> None:
    text = render(
        Report("validate", (replace(mixed(), findings=(hostile(),), file="a|b`c`<x>.xlsx", unit="@某人 *x*"),)),
        "markdown",
    )
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [len(re.findall(r"(?<!\\)\|", line)) for line in lines]
    assert cells == [8, 8, 8, 6, 6, 6]
    assert "<x>" not in text
    assert "@某人" not in text
    assert "\\*x\\*" in text


@given(st.text(alphabet="|\\`*_[]<>~\n@&# a"))
def test_markdown_escapes_every_mark(text: str) -> None:
    kept = re.sub(r"\\.", "", escaped(text))
    assert not set("|`*_[]<>~\n@") & set(kept)


def test_sarif_points_at_the_cell() -> None:
    (done,) = json.loads(render(Report("validate", run()), "sarif"))["runs"]
    rules = [rule["id"] for rule in done["tool"]["driver"]["rules"]]
    assert sorted(rules) == sorted({result["ruleId"] for result in done["results"]})
    for result in done["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    (missing,) = [result for result in done["results"] if result["ruleId"] == "ZHT-ENTRY-MISSING"]
    (location,) = missing["locations"]
    assert missing["level"] == "error"
    assert location["physicalLocation"]["region"] == {"startLine": 10, "startColumn": 5}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "指标填报!E10"
    assert [artifact["location"]["uri"] for artifact in done["artifacts"]] == [
        "%E7%94%B2%E5%85%AC%E5%8F%B8.xlsx",
        "%E4%B9%99%20%E5%85%AC%E5%8F%B8%EF%BC%88%E6%96%B0%EF%BC%89.xlsx",
        "%E4%B8%99%E5%85%AC%E5%8F%B8.xlsx",
    ]


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("a b.xlsx", "a%20b.xlsx"),
        ("sub/a#1.xlsx", "sub/a%231.xlsx"),
        ("/data/甲.xlsx", f"{ABSOLUTE}data/%E7%94%B2.xlsx"),
        ("C:/a b.xlsx", f"{ABSOLUTE}C:/a%20b.xlsx"),
        ("a:b.xlsx", "a%3Ab.xlsx"),
        ("\udcd6.xlsx", "%D6.xlsx"),
    ],
)
def test_files_as_addresses(file: str, address: str) -> None:
    assert uri(file) == address


def parsed(*assessments: Assessment, fail_on: Severity = "error") -> ElementTree.Element:
    text = render(Report("validate", assessments, fail_on=fail_on), "junit")
    return ElementTree.fromstring(text.encode())  # noqa: S314  # our own


def test_junit_has_a_case_for_each_indicator() -> None:
    root = parsed(*run())
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("15", "2", "1")
    first, second, third = root
    assert [suite.get("name") for suite in root] == list(ALL)
    assert len(first) == len(second) == 7
    failed = [case.get("name") for case in first if case.find("failure") is not None]
    assert failed == ["第4项 有效解决企业技术需求数量（项）", "第5项 研发投入强度"]
    assert all(len(case) == 0 for case in second)
    assert third[0].find("error") is not None


def test_junit_fails_what_fail_on_says() -> None:
    root = parsed(mixed(), fail_on="note")
    assert root.get("failures") == "4"
    assert root.findall(".//system-out") == []


@given(st.text())
def test_junit_is_well_formed_whatever_was_typed(raw: str) -> None:
    finding = ABSURD.found(raw=raw, label="", target="1", indicator="3")
    one = Assessment(file=raw, sha256="", findings=(finding,))
    root = parsed(one)
    assert root.get("tests") == "1"


def test_github_annotations_escape_what_would_end_them() -> None:
    one = replace(mixed(), findings=(hostile(),), file="a,b:c%.xlsx")
    assert (
        render(Report("validate", (one,)), "github")
        .splitlines()[0]
        .startswith(
            "::warning file=a%2Cb%3Ac%25.xlsx,title=ZHT-ENTRY-ABSURD =表%2C%3A!E9::第3项填了=1+1 ::error::|<b>]]>%250A"
        )
    )


@given(st.text())
def test_a_finding_is_one_annotation(raw: str) -> None:
    finding = ABSURD.found(raw=raw, label="", target="1")
    text = render(Report("validate", (Assessment(file=raw, sha256="", findings=(finding,)),)), "github")
    assert len(text.splitlines()) == 1
    assert text.count("::") >= 2
