"""Conditions held against the rest of their definition: each fault planted in a copy of Wuqing's recognition."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from zhtcli.definitions.lint import lint
from zhtcli.definitions.load import load_file

WUQING = (resources.files("zhtcli") / "regimes" / "wuqing-recognition.yaml").read_text(encoding="utf-8")

FAULTS: dict[str, tuple[str, str, str]] = {
    # what stood there, what stands there now, what the complaint says
    "stage": ("title: 所属产业, stage: filing", "title: 所属产业, stage: filed", "没有“filed”这个阶段"),
    "stage of nothing": (
        "\nconditions:",
        "  - {id: later, title: 其他, met: 无, clause: 三, basis: P}\n\nconditions:",
        "“later”这个阶段没有条件",
    ),
    "condition twice": ("{id: cases, title", "{id: area, title", "“area”出现了两次"),
    "named like a stage": ("{id: lead, title", "{id: filing, title", "“filing”已经是阶段的名称"),
    "clause": ("least: 2}, clause: 三（一）4", 'least: 2}, clause: ""', "缺 clause"),
    "field": ("field: area, least", "field: areas, least", "没有“areas”这个栏目"),
    "no number": ("field: area, least", "field: premises, least", "栏目“premises”的类型应是数"),
    "no date": ("judged_on: step_reviewed}, clause: 三（二）9", "judged_on: area}, clause: 三（二）9", "类型应是日期"),
    "no answer": (
        "kind: all_yes, fields: [has_revenue]",
        "kind: all_yes, fields: [area]",
        "栏目“area”的类型应是是否",
    ),
    "register": ("register: rd, year", "register: rds, year", "没有“rds”这个台账"),
    "column": ("part: rd, whole", "part: rds, whole", "台账“rd”没有“rds”这一列"),
    "category": ("流动资金, 场地租赁]\n      least", "流动资金]\n      least", "选项不一致：场地租赁"),
    "category twice": ("[购置土地,", "[设计费, 购置土地,", "有的写了两次"),
    "answer": ("opinion_plan, yes: *yes", "opinion_plan, yes: 好", "栏目“opinion_plan”没有“好”这个选项"),
    "later stage": ("kind: stage_met, stage: filing", "kind: stage_met, stage: recognition", "不是更早的阶段"),
    "kept": ("keeps: [filing_conditions,", "keeps: [functions,", "同一阶段没有“functions”这个条件"),
    "no years": ("years: 3,", "years: 0,", "至少是一年"),
    "step": ("needs: filing}", "needs: filed}", "没有“filed”这个阶段"),
    "name": ("naming: {field: platform_name", "naming: {field: name", "没有“name”这个栏目"),
    "name's clause": (
        "平台, clause: 四（六）, basis: T}\n\nchecks",
        "平台, clause: '', basis: T}\n\nchecks",
        "缺 clause",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_the_only_complaint(fault: str, tmp_path: Path) -> None:
    before, after, says = FAULTS[fault]
    assert WUQING.count(before) == 1, before
    file = tmp_path / "wuqing-recognition.yaml"
    file.write_text(WUQING.replace(before, after), encoding="utf-8")
    complaints = [str(one) for one in lint(load_file(file))]
    assert len(complaints) == 1, complaints
    assert says in complaints[0]
