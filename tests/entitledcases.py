"""Conditions and money written as short as a lawyer would put them down: what differs from a form that holds.

A row of a register names its columns as the sheet prints them; what it leaves out comes from `ROWS`. A grant goes by
the number of its claim, by the name of the platform (its first support), or by both its name and the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from core import forms
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.spread import Spread
from zhtcli.core.conditions.verdict import OUTCOME_WORDS, Verdict
from zhtcli.core.decision import Decision
from zhtcli.core.grants.grant import GRANT_STATES, PART_STATES, Grant, reason_clause, total
from zhtcli.core.rules.regime import Field, RegisterColumn
from zhtcli.workflow.known import definition_of, form_of, regime_of

TOLD = {"期望", "条件", "不同口径", "问题", "有问题"}
KEYS = {"名称", "条款", "算式", "表单", "口径", "封面", "基准日", "台账", "裁定", "没有问题", "待修"} | TOLD

UNIT = "天津市武清区科学技术局"
USCC = "11120114000187653W"
PLATFORM = "甲平台"
COVER: dict[str, dict[str, Any]] = {
    "wuqing-subsidy": {"unit": UNIT, "uscc": USCC, "filler": "王蕾", "filled_on": "2026-12-20"},
    "wuqing-recognition": {
        "unit": "天津某某科技有限公司",
        "uscc": "91120114MA0WQ1A04J",
        "filler": "王蕾",
        "filled_on": "2026-05-20",
        "industry": "生物医药",
        "registered": "是",
        "operates_locally": "是",
        "legal_person": "是",
        "functions": ["研发设计", "小试中试"],
        "filed_in_library": "2024-05-01",
        "applied_on": "2026-03-02",
        "area": "1000",
        "staff": "100",
        "rd_staff": "20",
        "services": "5",
        "cases": "2",
        "has_revenue": "是",
    },
}
"""A form on which every condition that has a figure holds exactly."""
ROWS: dict[str, dict[str, dict[str, Any]]] = {
    "wuqing-subsidy": {
        "平台清单": {
            "平台名称": PLATFORM, "建设单位统一社会信用代码": "91120114MA0WQ1A04J", "所属产业": "新材料",
            "入库备案日期": "2023-05-10", "认定日期": "2024-03-01",
        },
        "平台建设投资": {"平台名称": PLATFORM, "投资日期": "2023-06-01", "费用类别": "材料费"},
        "年度考核": {"平台名称": PLATFORM, "考核结论": "合格"},
        "使用补贴申请": {
            "使用方名称": "丙公司", "统一社会信用代码": "91120114MA0WQ3C619", "使用方类别": "企业",
            "平台名称": PLATFORM, "使用日期": "2026-02-03",
        },
    },
    "wuqing-recognition": {"平台建设投资": {"支出日期": "2025-01-05", "类别": "设备费_硬件"}},
}  # fmt: skip
REGISTERS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "wuqing-subsidy": {"平台清单": [{}]},
    "wuqing-recognition": {
        "近三年研发投入": [{"年度": str(year), "营业收入": "1000", "研发经费": "30"} for year in (2023, 2024, 2025)],
        "平台建设投资": [{"金额": "1000"}],
    },
}
YES_NO = {"是": True, "否": False}
NOTHING, BLANK = "无", "空白"
Told = Mapping[str, Any]


def is_entitled(case: Told) -> bool:
    return str(case["表单"]).startswith("wuqing-")


def assessed(case: Told) -> Assessment:
    """The case as a form, assessed under its readings."""
    one = forms.submission(_data(case))
    (found,) = forms.entry_findings([one])
    as_of = date.fromisoformat(case["基准日"]) if "基准日" in case else None
    return forms.assessed(one, found, case.get("口径"), decisions=_decisions(case, one.uscc), as_of=as_of)


def told(case: Told) -> dict[str, Any]:
    """What the case asks about, and nothing else."""
    assessment = assessed(case)
    grants = {_name(grant): grant for grant in assessment.grants}
    verdicts = {verdict.title: verdict for verdict in assessment.verdicts}
    return {
        "期望": {name: _grant(grants[name], one) for name, one in case.get("期望", {}).items()},
        "条件": {title: _verdict(verdicts[title], one) for title, one in case.get("条件", {}).items()},
        "不同口径": {name: _spread(case, name, one) for name, one in case.get("不同口径", {}).items()},
        "问题": sorted(finding.code for finding in assessment.findings),
    }


def _data(case: Told) -> dict[str, Any]:
    form = form_of(str(case["表单"]))
    regime = regime_of(form.regime)
    fields = {field.label: field for field in regime.fields}
    cover = dict(COVER.get(regime.id, {}))
    cover.update({fields[label].key: value for label, value in case.get("封面", {}).items()})
    titles = {register.title: register for register in regime.registers}
    registers = {}
    for title, lines in {**REGISTERS.get(regime.id, {}), **case.get("台账", {})}.items():
        register = titles[title]
        columns = {column.label: column for column in register.columns}
        registers[register.key] = [
            {columns[label].key: _typed(value, columns[label]) for label, value in row.items() if value != BLANK}
            for row in ({**ROWS.get(regime.id, {}).get(title, {}), **line} for line in lines)
        ]
    by_key = {field.key: field for field in regime.fields}
    return {
        "form": form.id,
        "fields": {key: _typed(value, by_key[key]) for key, value in cover.items() if value != BLANK},
        "registers": registers,
    }


def _typed(value: Any, column: Field | RegisterColumn) -> Any:
    """Figures are written as texts in a case, so that they stay exact."""
    if column.type == "boolean":
        return YES_NO[value]
    if column.type in ("integer", "number", "money", "percent"):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    return value


def _decisions(case: Told, uscc: str) -> list[Decision]:
    return [
        Decision(
            unit=uscc,
            no=one["项"],
            value=YES_NO[one["值"]] if one["值"] in YES_NO else Fraction(one["值"]),
            reason=one.get("理由", "现场核查"),
            by="评审组",
            date="2026-12-25",
        )
        for one in case.get("裁定") or ()
    ]


def _name(grant: Grant) -> str:
    return grant.id.removeprefix(f"{grant.rule}/").replace("/", " ")


def _grant(grant: Grant, asked: Any) -> Any:
    """All amounts in 元."""
    if not isinstance(asked, Mapping):
        return grant.amount
    base = [cut for cut in grant.cuts if cut.stage == "base"]
    caps = [cut for cut in grant.cuts if cut.stage == "cap"]
    told: dict[str, Any] = {
        "申报": grant.asked,
        "认定": grant.recognised,
        "计算": grant.computed,
        "剔除": total(cut.amount for cut in base),
        "封顶减": total(cut.amount for cut in caps),
        "减在": [cut.row or NOTHING for cut in (*base, *caps)],
        "金额": grant.amount,
        "状态": GRANT_STATES[grant.state],
        "原因": grant.reason,
        "原因的条款": reason_clause(grant),
        "各笔": [part.amount for part in grant.instalments],
        "各笔状态": [PART_STATES[part.state] for part in grant.instalments],
        "区间": list(grant.interval),
        "已到期": grant.due,
    }
    return {key: told[key] for key in asked}


def _verdict(verdict: Verdict, asked: Any) -> Any:
    word = OUTCOME_WORDS[verdict.outcome]
    if not isinstance(asked, Mapping):
        return word
    told: dict[str, Any] = {
        "结论": word,
        "数值": NOTHING if verdict.value is None else verdict.value,
        "两种算法": list(verdict.figures.values()),
        "由谁": {"rule": "规则", "person": "人"}[verdict.by],
        "说明": verdict.explanation,
    }
    return {key: told[key] for key in asked}


def _spread(case: Told, reading: str, asked: Told) -> dict[str, Any]:
    """What each option of a reading gives by itself: the sum of all grants, in 元, as `--spread` tells it."""
    from zhtcli.core.assessing.grantspread import ALL_GRANTS, grant_spread

    one = forms.submission(_data(case))
    as_of = date.fromisoformat(case["基准日"]) if "基准日" in case else None
    told: Spread = grant_spread(definition_of(one.form.regime), case.get("口径", {}), one, as_of)[ALL_GRANTS]
    moves = {move.option: move.total for move in told.moves if move.reading == reading}
    return {option: moves[option] for option in asked}
