"""Quarterly forms written as short as a lawyer would put them down: what differs from a quarter without a fault.

The quarter without a fault: everything 10 % (shares one point) above the year before, a flow the same in every quarter
of the year, all dates in order. A case writes figures beside the printed name of their column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from core import forms
from core.quarterly import QUOTIENTS, SHARES, STOCKS, TASKS
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import agreed_deadline, areas, attendance
from zhtcli.core.assessing.concluding import conclude
from zhtcli.core.assessing.judging import Judged, judge
from zhtcli.core.assessing.quarterseries import join_quarters
from zhtcli.core.finding import Finding
from zhtcli.core.forms.layout import Slot
from zhtcli.core.forms.submission import Submission
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.period import Form, following, previous, year_before
from zhtcli.core.quarters.followed import FollowedQuarter
from zhtcli.core.quarters.totals import Total, left_out_words
from zhtcli.core.rules.resolve import chosen
from zhtcli.core.rules.unit import Unit
from zhtcli.definitions.load import settled
from zhtcli.workbook.files.book import Cell
from zhtcli.workbook.reading.cells import understand
from zhtcli.workbook.reading.understood import Expected
from zhtcli.workflow.known import definition_of, layout_of, regime_of

KEYS = {"名称", "条款", "算式", "表单", "口径", "封面", "填报", "问题", "有问题", "没有问题", "待修"} | {
    "另有", "各表", "名单", "期望", "预警", "日期", "流程", "数", "单位情况", "合计"
}  # fmt: skip
"""另有 are other workbooks of the same unit, 各表 those of several units, 名单 the list of units."""
TOLD = {"问题", "有问题", "期望", "预警", "日期", "流程", "数", "单位情况", "合计"}
WORDS: dict[str, tuple[str, Part]] = {
    "本季度": ("本", "quarter"),
    "同比": ("本", "quarter_growth"),
    "累计": ("本", "to_date"),
    "累计同比": ("本", "to_date_growth"),
    "来源": ("本", "source"),
    "状态": ("本", "state"),
    "说明": ("本", "remark"),
    "分子": ("本", "numerator"),
    "分母": ("本", "denominator"),
    "上季度": ("上", "quarter"),
    "上季度同比": ("上", "quarter_growth"),
    "上季度累计": ("上", "to_date"),
    "去年同期": ("去", "quarter"),
    "去年同期累计": ("去", "to_date"),
}
SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}
BLANK, NOTHING, WHOLE = "空白", "无", "整份表"
UNIT, COUNTY = "嘉兴甲综合体有限公司", "秀洲区"
CODES = {UNIT: "91330411MA2JX1A04H", "乙": "91330411MA2JX2B38X", "丙": "91330481MA2JX3C61L"}
"""Codes of units, their check digits right; a unit that is not here has none on its form."""

Told = Mapping[str, Any]
Read = Sequence[tuple[Submission, list[Finding]]]


def is_followed(case: Told) -> bool:
    return str(case["表单"]).startswith("jiaxing-")


def read(cases: Mapping[str, Told]) -> dict[str, Read]:
    """Every case as submissions with what the schema found in each; one frame a form, which is quicker."""
    named = {name: _with_files([_submission(case, one) for one in _tables(case)]) for name, case in cases.items()}
    found: dict[int, list[Finding]] = {}
    every = [one for some in named.values() for one in some]
    for form in dict.fromkeys(one.form for one in every):
        same = [one for one in every if one.form == form]
        found.update({id(one): what for one, what in zip(same, forms.entry_findings(same), strict=True)})
    return {name: [(one, found[id(one)]) for one in some] for name, some in named.items()}


def told(case: Told, found: Read) -> dict[str, Any]:
    """What the case asks, as the core tells it; the first workbook is the one that figures and findings are about."""
    units = listed(case)
    assessments = assessed(case, found)
    first = assessments[0]
    assert first.form is not None
    attending = attendance(assessments, units or None)
    followed = {item.indicator.no: item.quarters for item in first.progress}
    answers: dict[str, Any] = {
        "问题": sorted(_spoken(first.form, one) for one in first.findings),
        "期望": {no: _quarter(followed[no], first, asked) for no, asked in case.get("期望", {}).items()},
        "预警": {one.indicator.no: list(one.periods) for one in first.signals},
        "日期": _only(_dates(first), case.get("日期", {})),
        "流程": _only(_procedure(first), case.get("流程", {})),
        "数": _only({one.figure.label: _or_nothing(one.value) for one in first.values}, case.get("数", {})),
        "单位情况": {
            one.name: {
                "缺": [form.id for form in one.missing],
                "逾期": {form: str(days) for form, days in one.late.items()},
                "重复": [form.id for form in one.twice],
                "退回": str(one.returned),
                "名单": {None: "没有名单", True: "在", False: "不在"}[one.listed],
            }
            for one in attending
        },
        "合计": {
            name: {no: _total(told, asked) for no, asked in some.items() for told in _of(attending, name, no, first)}
            for name, some in case.get("合计", {}).items()
        },
    }
    answers["单位情况"] = {
        name: _only(answers["单位情况"].get(name, {}), asked) for name, asked in case.get("单位情况", {}).items()
    }
    return answers


def _tables(case: Told) -> list[Told]:
    return [*case["各表"]] if "各表" in case else [case, *case.get("另有", ())]


def _submission(case: Told, table: Told) -> Submission:
    """The form as read; words that are on no list are understood as the reader of workbooks understands them."""
    made = forms.submission(_data(case, table))
    entries, findings = dict(made.entries), list(made.findings)
    for slot, place in layout_of(made.form).places.items():
        entry = entries[slot]
        if place.type == "choice" and entry.state == "filled" and entry.value not in place.choices:
            cell = Cell(place.at.row, place.at.column, "text", entry.raw)
            understood = understand(cell, Expected("choice", choices=place.choices))
            entries[slot] = replace(entry, state=understood.state, value=understood.value, raw=understood.raw)
            findings += [
                remark.rule.found(place.at, field=slot.key, raw=understood.raw, **remark.words)
                for remark in understood.remarks
            ]
    return replace(made, entries=entries, findings=tuple(findings))


def _with_files(made: Sequence[Submission]) -> list[Submission]:
    """Workbooks of one form lie in folders of their own."""
    names = [one.file for one in made]
    return [
        one if names.count(one.file) == 1 else replace(one, file=f"{place}/{one.file}")
        for place, one in enumerate(made, 1)
    ]


def _data(case: Told, table: Told) -> dict[str, Any]:
    form = Form.parse(str(table.get("表单", case["表单"])))
    assert form is not None
    assert form.period is not None
    when = {"本": form.period, "上": previous(form.period), "去": year_before(form.period)}
    figures = _figures(form.period)
    for no, parts in table.get("填报", {}).items():
        for word, value in parts.items():
            which, part = WORDS[word]
            cells = figures[no].setdefault(when[which], {})
            if value == BLANK:
                cells.pop(part, None)
            else:
                cells[part] = _typed(value)
    fields = _fields(form.period, table)
    known = {field.label: field for field in regime_of("jiaxing").fields}
    for label, value in table.get("封面", {}).items():
        field = known[label]
        if value == BLANK:
            fields.pop(field.key, None)
        else:
            moment = field.type == "datetime"
            fields[field.key] = datetime.fromisoformat(value).isoformat() if moment else _typed(value)
    return {"form": form.id, "fields": fields, "indicators": figures, "registers": {}}


def _typed(value: Any) -> Any:
    """Figures stand in quotes, so that they are read as they are written."""
    assert isinstance(value, str), f"{value!r} must be quoted"
    try:
        return Decimal(value)
    except InvalidOperation:
        return value


@cache
def _steady(no: str) -> tuple[int, int]:
    """What is told each quarter of this year and of the one before."""
    if no in SHARES:
        return 11, 10
    if no == "9":
        return 1100, 1000
    if no == "7":
        return 110, 100
    if no in (*STOCKS, *QUOTIENTS, "21"):
        return 55, 50
    return (11, 10) if no in ("5", "12", "14") else (110, 100)


def _figures(period: str) -> dict[str, dict[str, dict[str, Any]]]:
    last, base, year = previous(period), year_before(period), period[:4]
    figures: dict[str, dict[str, dict[str, Any]]] = {}
    for indicator in regime_of("jiaxing").indicators:
        no = indicator.no
        flow = indicator.nature is not None and indicator.nature.kind == "flow"
        figures[no] = {}
        for of in (base, last, period):
            quarter = _steady(no)[of[:4] != year]
            figures[no][of] = {"quarter": quarter, "to_date": quarter * int(of[-1]) if flow else quarter}
        growth = 1 if no in SHARES else 10
        figures[no][period] |= {"quarter_growth": growth, "to_date_growth": growth, "source": "调查"}
    return figures


def _fields(period: str, table: Told) -> dict[str, Any]:
    name = table.get("单位", UNIT)
    end = following(period)
    month = f"{end[:4]}-{int(end[-1]) * 3 - 2:02}"
    return {
        "unit": name,
        **({"uscc": CODES[name]} if name in CODES else {}),
        "county": table.get("区县", COUNTY),
        "level": "省级",
        "started_on": "2022-05-01",
        **dict.fromkeys(("filler", "reviewer", "head"), "张三"),
        "filled_on": f"{month}-10",
        **dict.fromkeys(TASKS, "完成"),
        "fund_province": 100,
        "fund_city": 50,
        "fund_county": 80,
        "fund_spent": 200,
        "submitted_at": f"{month}-10T09:00:00",
        "reviewed_at": f"{month}-12T09:00:00",
        "county_reviewer": "李四",
        "review_outcome": "通过",
        "return_count": 0,
        "reported_at": f"{month}-15T09:00:00",
        "reporter": "李四",
    }


def listed(case: Told) -> tuple[Unit, ...]:
    """The list of units that the case gives."""
    return tuple(
        Unit(
            name=one["单位"],
            uscc=one.get("代码", ""),
            county=one.get("区县", ""),
            form=one.get("表单", ""),
            deadline=date.fromisoformat(one["截止日期"]) if "截止日期" in one else None,
            row=row,
        )
        for row, one in enumerate(case.get("名单", ()), 2)
    )


def assessed(case: Told, found: Read) -> list[Assessment]:
    """The workbooks of the case in their order, those of a unit joined."""
    units = listed(case)
    definition, decided = definition_of("jiaxing"), dict(case.get("口径", {}))
    regime = settled(definition, decided)
    judged = [judge(regime, layout_of(one.form), one, what) for one, what in found]
    by_unit: dict[str, list[Judged]] = {}
    for one in judged:
        by_unit.setdefault(one.submission.uscc or one.submission.unit, []).append(one)
    concluded: dict[int, Assessment] = {}
    for key, own in by_unit.items():
        others = [some for other, some in by_unit.items() if other != key]
        for one, joined in zip(own, join_quarters(regime, own, others), strict=True):
            submission = one.submission
            concluded[id(one)] = conclude(
                regime,
                one,
                quarters=joined.quarters,
                findings=joined.findings,
                readings=chosen(definition, decided),
                decided_readings=decided,
                agreed=agreed_deadline(units, regime, submission),
                earlier=[other.submission for other in own if other.submission.form.span < submission.form.span],
                joined=joined.files,
            )
    return [concluded[id(one)] for one in judged]


def _spoken(form: Form, finding: Finding) -> str:
    """`警告 ZHT-GROWTH-DIFFERS 第7项同比`: what is said of which cell."""
    severity = SEVERITIES[finding.severity]
    if finding.at is None:
        return " ".join(word for word in (severity, finding.code, finding.indicator, WHOLE) if word)
    slot = _slots(form)[finding.at.sheet, finding.at.row, finding.at.column]
    if slot.owner != "indicator":
        return f"{severity} {finding.code} {regime_of('jiaxing').field(slot.key).label}"
    assert finding.indicator in (None, slot.key)
    assert form.period is not None
    when = {form.period: "本", previous(form.period): "上", year_before(form.period): "去"}[str(slot.period)]
    (word,) = (word for word, place in WORDS.items() if place == (when, slot.part))
    return f"{severity} {finding.code} 第{slot.key}项{word}"


@cache
def _slots(form: Form) -> dict[tuple[str, int, int], Slot]:
    places = layout_of(form).places.items()
    return {(place.at.sheet, place.at.row, place.at.column): slot for slot, place in places if place.at is not None}


def _quarter(quarters: Iterable[FollowedQuarter], first: Assessment, asked: Told) -> dict[str, Any]:
    assert first.form is not None
    by_period = {one.period: one for one in quarters}
    one = by_period[asked.get("季度", first.form.span)]
    return _only(
        {
            "季度": one.period,
            "本季度": _or_nothing(one.observed.quarter),
            "同比": _or_nothing(one.growth.value),
            "累计同比": _or_nothing(one.to_date_growth.value),
            "应为累计": _or_nothing(one.expected_to_date),
            "单位": one.growth_unit,
            "缘由": one.growth.note,
        },
        asked,
    )


def _dates(one: Assessment) -> dict[str, Any]:
    told = one.timeliness
    assert told is not None
    moved = told.by_rule.moved_from if told.by_rule is not None else None
    return {
        "期限": told.due.isoformat(),
        "顺延自": moved.isoformat() if moved is not None else NOTHING,
        "报送": told.reported.isoformat() if told.reported is not None else NOTHING,
        "逾期": _or_nothing(told.days_late),
    }


def _procedure(one: Assessment) -> dict[str, Any]:
    assert one.standing is not None
    return {"状态": one.standing.state, "退回": str(one.standing.returned)}


def _of(attending: Any, name: str, no: str, first: Assessment) -> Iterable[Total]:
    assert first.form is not None
    area = next(one for one in areas(attending) if (one.name or "全市") == name)
    return [one for one in area.totals if one.no == no and one.period == first.form.span]


def _total(total: Total, asked: Told) -> dict[str, Any]:
    return _only(
        {
            "数": _or_nothing(total.value),
            "累计": _or_nothing(total.to_date),
            "同比": _or_nothing(total.growth.value),
            "不算同比": total.growth.note,
            "原因": total.why,
            "计入": list(total.counted),
            "没有计入": list(left_out_words(total)),
            "注": total.note,
        },
        asked,
    )


def _or_nothing(value: object) -> str:
    return NOTHING if value is None else str(value)


def _only(answers: Mapping[str, Any], asked: Told) -> dict[str, Any]:
    return {key: answers.get(key) for key in asked}
