"""What is filled period by period, held against itself: each fault planted in a copy of Jiaxing, or of Changzhou."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from zhtcli.definitions.lint import Complaint, lint
from zhtcli.definitions.load import load_file

REGIMES = resources.files("zhtcli") / "regimes"
JIAXING = (REGIMES / "jiaxing.yaml").read_text(encoding="utf-8")
CHANGZHOU = (REGIMES / "changzhou.yaml").read_text(encoding="utf-8")
NATURE = "    nature: {kind: flow, clause: 三.1, basis: P}\n"
TASK = "field: task1_note, when: task1, holds: 未完成"
STEPS = "    - {id: submitted, state: 已填报, at: submitted_at, by: filler}\n"

FAULTS: dict[str, tuple[str, str, str, str]] = {
    # what stood there, what stands there now, where the complaint is, what it says
    "nature left out": (NATURE, "", 'no: "1"\n', "第1项缺 nature"),
    "nature's clause": (NATURE, NATURE.replace("三.1", '""'), "nature: {kind: flow", "缺 clause"),
    "a flow that is no sum": ("    rollup: sum\n", "    rollup: latest\n", "rollup: latest", "rollup 应是 sum"),
    "points of growth without %": (
        NATURE,
        NATURE.replace("flow,", "flow, growth: points,"),
        "growth: points,",
        "不能按百分点",
    ),
    "points where nothing scores": (
        "    section: 一\n",
        '    section: 一\n    points: "2"\n',
        'points: "2"',
        "第1项却写了分值",
    ),
    "points of a section": ("title: 产业质量,", 'title: 产业质量, points: "5",', "{id: 一,", "“产业质量”却写了分值"),
    "example that is no period": ('example: "2026q3"', 'example: "2026"', "calendar:", "没有“2026”这一期"),
    "example before the first": ('example: "2026q3"', 'example: "2019q3"', "calendar:", "没有“2019q3”这一期"),
    "first that is no period": ('first: "2020q1"', 'first: "2020q5"', "calendar:", "“2020q5”不是一期"),
    "periods beside a calendar": (
        "calendar:",
        'periods: ["2026q1"]\ncalendar:',
        "calendar:",
        "只写一个",
    ),
    "page that there is not": (
        "page: funds, guidance: 填三级",
        "page: fund, guidance: 填三级",
        "key: fund_spent,",
        "没有“fund”这一页",
    ),
    "page without fields": (
        "\nfields:\n",
        "  - {id: more, title: 其他, clause: 三, basis: P}\n\nfields:\n",
        "{id: more",
        "“其他”这一页没有栏目",
    ),
    "start that is no day": ("  started: started_on\n", "  started: level\n", "started: level", "的类型应是日期"),
    "part of another indicator that there is not": (
        'indicator: "2", other: "1"',
        'indicator: "2", other: "77"',
        "id: same_revenue",
        "没有第77项指标",
    ),
    "part of an indicator without parts": (
        'indicator: "2", other: "1"',
        'indicator: "5", other: "1"',
        "id: same_revenue",
        "第5项没有分子、分母",
    ),
    "page twice": (
        "\nfields:\n",
        "  - {id: funds, title: 其他, clause: 三, basis: P}\n\nfields:\n",
        "{id: funds, title: 其他",
        "两次",
    ),
    "label twice": ("label: 市级资金,", "label: 省级资金,", "key: fund_city,", "栏目名“省级资金”出现了两次"),
    "explanation that there is not": (
        TASK,
        TASK.replace("task1_note", "task1_why"),
        "field: task1_why",
        "没有“task1_why”这个栏目",
    ),
    "option that there is not": (TASK, TASK.replace("未完成", "没完成"), "holds: 没完成", "没有“没完成”这个选项"),
    "sum of what is no number": ("whole: fund_spent,", "whole: county_reviewer,", "id: spending_adds_up", "类型应是数"),
    "zero of nothing": (
        "fields: [fund_province, fund_city,",
        "fields: [fund_provinces, fund_city,",
        "fund_provinces,",
        "没有“fund_provinces”",
    ),
    "most of nothing": ("lesser: fund_spent,", "lesser: fund_used,", "lesser: fund_used,", "没有“fund_used”"),
    "order of what is no date": ("fields: [reviewed_at,", "fields: [filler,", "fields: [filler,", "类型应是日期"),
    "deadline told by no field": (
        "  reported: [reported_at,",
        "  reported: [told_at,",
        "  reported: [told_at,",
        "没有“told_at”这个栏目",
    ),
    "deadline told by no date": (
        "  reported: [reported_at,",
        "  reported: [reporter,",
        "  reported: [reporter,",
        "类型应是日期",
    ),
    "deadline on no day": ("  day: 25\n", "  day: 32\n", "  day: 32", "没有32日"),
    "deadline before the end": ("months_after: 1", "months_after: -1", "months_after: -1", "不在本期结束之前"),
    "deadline's clause": (
        "submitted_at]\n  clause: 四（二）",
        'submitted_at]\n  clause: ""',
        "deadline:\n",
        "缺 clause",
    ),
    "step at no time": (STEPS, STEPS.replace("submitted_at", "handed_in"), "at: handed_in", "没有“handed_in”这个栏目"),
    "step by nobody": (STEPS, STEPS.replace("filler", "author"), "by: author", "没有“author”这个栏目"),
    "step back by no outcome": ("back: 退回,", "back: 驳回,", "back: 驳回,", "没有“驳回”这个选项"),
    "outcome that is no choice": ("outcome: review_outcome", "outcome: reporter", "outcome: reporter", "类型应是单选"),
    "returns that are no number": (
        "  returned: return_count",
        "  returned: reporter",
        "  returned: reporter",
        "类型应是数",
    ),
    "no source": ("sources: [调查, 部门数据]", "sources: []", "sources: []", "至少要有一种数据来源"),
    "signal of no quarter": (
        "two_quarters_down: 2,",
        "two_quarters_down: 0,",
        "quarters: {by: warning",
        "至少是一个季度",
    ),
    "signal's clause": (
        "    clause: 一（三）\n    basis: P\n  clause",
        '    clause: ""\n    basis: P\n  clause',
        "  signal:",
        "缺 clause",
    ),
    "stock that is a flow": (
        'stock: "11", added: "12"',
        'stock: "12", added: "12"',
        'stock: "12", added',
        "第12项的 nature 应是 stock",
    ),
    "implied by nothing": ('least: "7"', 'least: "77"', 'least: "77"', "没有第77项指标"),
}


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    return tmp_path / "mine.yaml"


def complaints(path: Path, text: str) -> list[Complaint]:
    path.write_text(text, encoding="utf-8")
    return lint(load_file(path))


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_complained_of_once_where_it_stands(planted: Path, name: str) -> None:
    old, new, near, words = FAULTS[name]
    assert old in JIAXING
    text = JIAXING.replace(old, new, 1)
    found = complaints(planted, text)
    assert len(found) == 1, [str(one) for one in found]
    assert words in found[0].message
    assert (found[0].file, found[0].line) == ("mine.yaml", text.count("\n", 0, text.index(near)) + 1)


def test_what_is_not_monitored_has_no_natures_and_no_checks_over_periods(planted: Path) -> None:
    start, end = JIAXING.index("monitoring:\n"), JIAXING.index("deadline:\n")
    found = complaints(planted, JIAXING[:start] + JIAXING[end:])
    without = {one.path for one in found if one.message.endswith("文件却没有 monitoring")}
    assert without == {f"indicators.{place}.nature" for place in range(23)}
    assert sum(one.message == "没有 monitoring 的文件不能这样校验" for one in found) == 13
    assert [one.message for one in found if one.path.startswith("readings")] == ["口径“warning”没有任何规则使用"]


def test_a_deadline_needs_periods(planted: Path) -> None:
    text = JIAXING.replace('calendar: {every: quarter, first: "2020q1", example: "2026q3"}\n', "")
    found = {one.path: one.message for one in complaints(planted, text)}
    assert found.keys() == {"monitoring", "deadline"}
    assert set(found.values()) == {"按期填报的文件才有；要写 calendar 或 periods"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("fields: [project_start, project_end]", "fields: [project_start, project_ends]", "没有“project_ends”这个栏目"),
        ("field: registered_address,", "field: address,", "没有“address”这个栏目"),
    ],
)
def test_fields_of_older_checks_have_to_be_there_too(planted: Path, old: str, new: str, words: str) -> None:
    assert old in CHANGZHOU
    (found,) = complaints(planted, CHANGZHOU.replace(old, new, 1))
    assert (found.file, found.message) == ("mine.yaml", words)
