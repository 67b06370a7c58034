"""The cases of documents with cycles (tests/cases/cixi): workbooks of one unit in, days, completions, findings out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core import forms
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.concluding import conclude
from zhtcli.core.assessing.judging import judge
from zhtcli.core.assessing.series import join
from zhtcli.core.rules.resolve import chosen
from zhtcli.definitions.load import settled
from zhtcli.workflow.known import definition_of, layout_of

TOLD = {"日期", "进度", "合计", "问题", "有问题", "没有问题"}
KEYS = TOLD | {"名称", "条款", "算式", "表单", "口径", "封面", "填报", "台账", "以前"}
PARTS = {"实际": "value", "计划": "pledged", "分子": "numerator", "分母": "denominator"}
COVER = {
    "unit": "慈溪市某某创新平台",
    "uscc": "91330282MA2J2C3D46",
    "level": "慈溪市级",
    "cycle_start": "2025-03-01",
    "filler": "陈琳",
    "filled_on": "2027-01-10",
}
NOTHING = "无"


def is_cycle(case: Mapping[str, Any]) -> bool:
    """Whether a case is about days of a cycle, or about what is pledged for one."""
    return str(case["表单"]).startswith("cixi-") and bool(case.keys() & TOLD)


def assessed(case: Mapping[str, Any]) -> Assessment:
    """The workbook of the case with the earlier ones (以前) joined in."""
    books = [forms.submission(_data(one)) for one in (*case.get("以前", ()), case)]
    books = [replace(book, file=f"{book.form.period}年.xlsx") for book in books]
    readings = case.get("口径", {})
    definition = definition_of(books[-1].form.regime)
    regime = settled(definition, readings)
    judged = [judge(regime, layout_of(book.form), book, forms.entry_findings([book])[0]) for book in books]
    figures, findings, files = join(regime, judged)[-1]
    return conclude(
        regime,
        judged[-1],
        figures=figures if len(books) > 1 else None,
        findings=findings if len(books) > 1 else (),
        readings=chosen(definition, readings),
        decided_readings=readings,
        earlier=books[:-1],
        joined=files,
    )


def _data(case: Mapping[str, Any]) -> dict[str, Any]:
    cover = {**COVER, **case.get("封面", {})}
    indicators = {
        no: {year: {PARTS[part]: _number(value) for part, value in parts.items()} for year, parts in years.items()}
        for no, years in case.get("填报", {}).items()
    }
    rows = {
        key: [{name: _cell(name, value) for name, value in row.items()} for row in listed]
        for key, listed in case.get("台账", {}).items()
    }
    told: dict[str, Any] = {"form": case["表单"], "fields": cover, "registers": rows}
    return {**told, "indicators": indicators} if indicators else told


def _number(text: str) -> float | int:
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _cell(name: str, value: Any) -> Any:
    return _number(value) if name in ("year", "pledged", "actual", "due_year", "amount") else value


def dates(assessment: Assessment) -> dict[str, str]:
    """The days by their Chinese names."""
    told = assessment.dates
    assert told is not None
    assert told.in_force is not None
    cycle = told.cycle
    return {
        "施行": str(told.in_force.first),
        "有效期止": str(told.in_force.last),
        "周期最后一天": str(cycle.last) if cycle else NOTHING,
        "中期评价起": str(cycle.midterm) if cycle and cycle.midterm else NOTHING,
    }


def counted(assessment: Assessment) -> dict[str, Any]:
    """The figures that belong to no indicator, by key."""
    return {told.figure.key: NOTHING if told.value is None else told.value for told in assessment.values}
