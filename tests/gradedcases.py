"""Results of assessments as a lawyer would put them down: `2026 年度考核验收 不合格 2027-01-20`, and what follows.

Of the findings only those about results, their dates and quarterly reports are held against a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import forms
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.graded.verdicts import GradedVerdict
from zhtcli.workflow.known import form_of, regime_of

KEYS = {"名称", "条款", "算式", "表单", "封面", "考核", "基准日"} | {
    "结果", "后果", "资格", "不采用", "还没有", "未到", "日期", "数", "问题"
}  # fmt: skip
TOLD = {"结果", "后果", "资格", "不采用", "还没有", "未到", "日期", "数", "问题"}
COVER: dict[str, dict[str, Any]] = {
    "cixi": {"平台级别": "慈溪市级", "本轮周期起始日": "2025-03-01", "填表日期": "2040-01-01"},
    "wuqing": {
        "第一季度报备日期": "2026-03-20",
        "第二季度报备日期": "2026-06-20",
        "第三季度报备日期": "2026-09-20",
        "第四季度报备日期": "2026-12-20",
        "填表日期": "2027-02-01",
    },
}
"""What a case does not say: a complex of Cixi's own level, or a platform that reported every quarter."""
NOTHING, BLANK = "无", "空白"


@dataclass(frozen=True)
class Told:
    """A case assessed."""

    case: Mapping[str, Any]
    assessment: Assessment

    def __getitem__(self, key: str) -> Any:
        results = [one for one in self.assessment.graded if not one.overall]
        wanted = self.case[key]
        match key:
            case "结果":
                return {one.id: one.outcome for one in results if one.grade}
            case "后果":
                return {one.id: one.consequence or NOTHING for one in results if one.id in wanted}
            case "资格":
                whole = [one.outcome for one in self.assessment.graded if one.overall]
                return whole[0] if whole else NOTHING
            case "不采用":
                return [one.id for one in results if one.state == "unused"]
            case "还没有":
                return _ids(results, "not_filled")
            case "未到":
                return _ids(results, "not_due")
            case "日期":
                dates = {f"{one.id} {name}": day.isoformat() for one in results for name, day in one.dates.items()}
                if self.assessment.valid_through is not None:
                    dates["试行期最后一天"] = self.assessment.valid_through.isoformat()
                return {name: dates.get(name, NOTHING) for name in wanted}
            case "数":
                return {
                    value.figure.key: NOTHING if value.value is None else str(value.value)
                    for value in self.assessment.values
                }
            case "问题":
                found = [one for one in self.assessment.findings if one.code.startswith("ZHT-EVENT-")]
                return sorted(f"{one.code} {one.row or one.field}" for one in found)
            case _:
                raise KeyError(key)


def _ids(results: list[GradedVerdict], state: str) -> list[str]:
    return [one.id for one in results if one.state == state]


def is_graded(case: Mapping[str, Any]) -> bool:
    return "考核" in case


def told(case: Mapping[str, Any]) -> Told:
    form = form_of(case["表单"])
    regime = regime_of(form.regime)
    keys = {field.label: field.key for field in regime.fields}
    answers = {**COVER[form.regime.partition("-")[0]], **(case.get("封面") or {})}
    data: dict[str, Any] = {
        "form": form.id,
        "fields": {keys[label]: value for label, value in answers.items() if value != BLANK},
    }
    rows = case["考核"] or []
    if rows and regime.registers:
        data["registers"] = {"events": [_row(row) for row in rows]}
    submission = forms.submission(data)
    (found,) = forms.entry_findings([submission])
    as_of = date.fromisoformat(case["基准日"]) if "基准日" in case else None
    return Told(case, forms.assessed(submission, found, as_of=as_of))


def _row(written: str) -> dict[str, Any]:
    year, kind, grade, day = written.split()
    told = {"year": int(year) if year != BLANK else None, "kind": kind, "grade": grade, "date": day}
    return {key: None if value == BLANK else value for key, value in told.items()}
