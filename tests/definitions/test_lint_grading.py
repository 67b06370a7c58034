"""Graded assessments held against the rest of their definition: each fault planted in a copy of one of ours."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from zhtcli.definitions.lint import lint
from zhtcli.definitions.load import load_file

COMPLEX, CENTER, ANNUAL = "cixi-complex", "cixi-center", "wuqing-annual"
FAULTS: dict[str, tuple[str, str, str, str]] = {
    # of which definition, what stood there, what stands there now, what the complaint says
    "register": (COMPLEX, "in_rows, register: events", "in_rows, register: event", "没有“event”这个台账"),
    "column": (COMPLEX, "grade: grade, year", "grade: result, year", "没有“result”这一列"),
    "code": (COMPLEX, "- id: period_end", "- id: term_end", "没有“term_end”这个代码"),
    "kind twice": (COMPLEX, "- id: period_end", "- id: annual", "“annual”出现了两次"),
    "level": (COMPLEX, "&upper [宁波市级,", "&upper [宁波市,", "没有“宁波市”这个级别"),
    "no level": (COMPLEX, "level: level\n  k", "level: cycle_start\n  k", "栏目“cycle_start”的类型应是单选"),
    "no midterm": (CENTER, ", midterm_years: 3", "", "要看中期，cycle 没有写 midterm_years"),
    "state": (CENTER, "{grade: 差, state: 提前终止, ends", "{grade: 差, ends", "要写明 state 和 follows"),
    "grade twice": (CENTER, "{grade: 合格}", "{grade: 不合格}", "有的等次写了两次"),
    "clause": (COMPLEX, "clause: 第八条第二款", "clause: ''", "缺 clause"),
    "grades": (ANNUAL, "{grade: 合格, follows", "{grade: 良好, follows", "等次与栏目“outcome”的选项不一致"),
    "day": (ANNUAL, "day: outcome_on", "day: outcome_document", "栏目“outcome_document”的类型应是日期"),
    "quarter": (ANNUAL, "unit: 次, fields: [quarterly1,", "unit: 次, fields: [quarterly0,", "没有“quarterly0”这个栏目"),
    "trial": (ANNUAL, "trial: {published: published_on", "trial: {published: published", "没有“published”这个栏目"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_complained_of(fault: str, tmp_path: Path) -> None:
    name, before, after, says = FAULTS[fault]
    shipped = (resources.files("zhtcli") / "regimes" / f"{name}.yaml").read_text(encoding="utf-8")
    assert shipped.count(before) == 1, before
    file = tmp_path / f"{name}.yaml"
    file.write_text(shipped.replace(before, after), encoding="utf-8")
    complaints = [str(one) for one in lint(load_file(file))]
    assert any(says in one for one in complaints), complaints
