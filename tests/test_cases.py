"""Cases that a lawyer can read (tests/cases/*/*.yaml): figures in, points out, the arithmetic beside them.

What a case expects was worked out from the document and stands in 算式; it was never taken from the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

import cyclecases
import entitledcases
import gradedcases
import quartercases
import rosters
from core import builders, forms, overlays
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.finding import Finding
from zhtcli.core.forms.registers import row_keys
from zhtcli.core.forms.submission import Submission
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.years.progress import Progress

FOLDER = Path(__file__).resolve().parent / "cases"
KEYS = {"名称", "条款", "算式", "表单", "口径", "封面", "填报", "期望", "进度", "问题", "叠加"}
WITH_REGISTERS = KEYS - {"进度"} | {"台账", "专家", "裁定", "不计", "有问题", "没有问题", "待修"}
"""不计 names the rows that do not count for an indicator; 待修 says why a case does not hold yet."""
PARTS = {
    "分子": "numerator",
    "分母": "denominator",
    "百分比": "value",
    "状态": "state",
    "备注": "remark",
    "自评": "self_score",
    "实际": "value",
}
STATES = {"未开展": {"state": "未开展"}, "不适用": {"state": "不适用", "remark": "本年没有这项工作"}, "空白": {}}
ANSWERS = {"是": True, "否": False}
STATUSES = {
    "完成": "met",
    "部分完成": "partial",
    "未完成": "not_met",
    "目标为0": "zero_target",
    "未填报": "not_filled",
    "不适用": "not_applicable",
    "无法计算": "not_computable",
    "已封顶": "capped",
    "待人工认定": "for_person",
}
SOURCES = {"填报": "reported", "台账": "verified", "裁定": "decided"}
MISSES = {
    "不符条件": "requirement",
    "期外": "window",
    "已按最高": "superseded",
    "重复": "duplicate",
    "级别不计": "unrated",
    "裁定": "decided",
}
REACHES = {"已达到": "reached", "还可达到": "open", "已无法达到": "out_of_reach", "不知道": "unknown"}
NOTHING = "无"
_SCORED_TOLD = {"期望", "进度", "问题"}


def _cases() -> Iterator[tuple[str, Any]]:
    for file in sorted(FOLDER.glob("*/*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield f"{file.parent.name}/{file.stem}：{case['名称']}", case


CASES = dict(_cases())
FOLLOWED = {name: case for name, case in CASES.items() if quartercases.is_followed(case)}
"""Of documents that follow figures from quarter to quarter and give no points."""
GRADED = {name: case for name, case in CASES.items() if gradedcases.is_graded(case)}
"""Of documents whose assessments are graded by people."""
ENTITLED = {name: case for name, case in CASES.items() if entitledcases.is_entitled(case) and name not in GRADED}
"""Of documents whose result is conditions and money."""
CYCLES = {name: case for name, case in CASES.items() if cyclecases.is_cycle(case) and name not in GRADED}
"""Of documents under which applicants pledge figures for a cycle of years."""
SCORED = {name: case for name, case in CASES.items() if name not in {*FOLLOWED, *GRADED, *ENTITLED, *CYCLES}}


def _listed(cases: Mapping[str, Any]) -> list[Any]:
    return [
        pytest.param(name, marks=pytest.mark.xfail(reason=case["待修"], strict=True)) if "待修" in case else name
        for name, case in cases.items()
    ]


@pytest.fixture(scope="module")
def submissions() -> dict[str, tuple[Submission, list[Finding]]]:
    return read(SCORED)


def read(cases: Mapping[str, Any]) -> dict[str, tuple[Submission, list[Finding]]]:
    """Every case as a submission with what the schema found in it; one frame a form, which is quicker."""
    made = {name: _submission(case) for name, case in cases.items()}
    told: dict[str, tuple[Submission, list[Finding]]] = {}
    for form in dict.fromkeys(one.form for one in made.values()):
        same = {name: one for name, one in made.items() if one.form == form}
        find = builders.entry_findings if form.regime == "bishan" else forms.entry_findings
        told.update({name: (one, what) for (name, one), what in zip(same.items(), find([*same.values()]), strict=True)})
    return told


@pytest.fixture(scope="module")
def quarters() -> dict[str, quartercases.Read]:
    return quartercases.read(FOLLOWED)


def test_every_case_says_where_it_comes_from_and_how_it_was_worked_out() -> None:
    assert len(CASES) >= 150
    for name, case in CASES.items():
        known, asked = _grammar(name, case)
        assert case.keys() <= known, case["名称"]
        assert all(str(case.get(key, "")).strip() for key in ("名称", "条款", "算式", "表单")), case["名称"]
        assert case.keys() & asked, case["名称"]
    written = sum(len(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in FOLDER.glob("*/*.yaml"))
    assert len(CASES) == written, "two cases of one file share a name"


def _grammar(name: str, case: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """What a case may say, and of what it has to say something."""
    if name in FOLLOWED:
        return quartercases.KEYS, quartercases.TOLD
    if name in GRADED:
        return gradedcases.KEYS, gradedcases.TOLD
    if name in ENTITLED:
        return entitledcases.KEYS, entitledcases.TOLD
    if name in CYCLES:
        return cyclecases.KEYS, cyclecases.TOLD
    return KEYS if _bishan(case) else WITH_REGISTERS, {"期望", "进度", "问题"}


@pytest.mark.parametrize("name", _listed(SCORED))
def test_case(name: str, submissions: dict[str, tuple[Submission, list[Finding]]]) -> None:
    case, (submission, found) = CASES[name], submissions[name]
    assessment = assessed(case, submission, found)
    cards = {card.scope.id: card for card in assessment.scorecards}
    wanted = case.get("期望", {})
    for scope, expected in (wanted if _bishan(case) else {submission.form.span: wanted}).items():
        told = _card(cards[scope], expected)
        assert told == _exact(expected), f"{scope}：{case['算式']}"
    progress = {item.indicator.no: item for item in assessment.progress}
    for no, expected in case.get("进度", {}).items():
        assert _progress(progress[no], expected) == _exact(expected), case["算式"]
    for no, rows in case.get("不计", {}).items():
        assert _left_out(assessment, no) == rows, case["算式"]
    codes = [f"{finding.code} {finding.indicator or '-'}" for finding in assessment.findings]
    if "问题" in case:
        assert sorted(codes) == sorted(case["问题"])
    assert set(case.get("有问题", ())) <= set(codes)
    assert not set(case.get("没有问题", ())) & {finding.code for finding in assessment.findings}


@pytest.mark.parametrize("name", _listed(FOLLOWED))
def test_followed_case(name: str, quarters: dict[str, quartercases.Read]) -> None:
    case = FOLLOWED[name]
    told = quartercases.told(case, quarters[name])
    for key in quartercases.TOLD & case.keys() - {"问题", "有问题"}:
        assert _exact(told[key]) == _exact(case[key]), f"{key}：{case['算式']}"
    if "问题" in case:
        assert told["问题"] == sorted(case["问题"])
    assert set(case.get("有问题", ())) <= set(told["问题"])
    assert not {code for found in told["问题"] for code in case.get("没有问题", ()) if code in found.split()}


@pytest.mark.parametrize("name", _listed(ENTITLED))
def test_entitled_case(name: str) -> None:
    case = ENTITLED[name]
    told = entitledcases.told(case)
    for key in ("期望", "条件", "不同口径"):
        if key in case:
            assert _exact(told[key]) == _exact(case[key]), f"{key}：{case['算式']}"
    if "问题" in case:
        assert told["问题"] == sorted(case["问题"])
    assert set(case.get("有问题", ())) <= set(told["问题"])
    assert not set(case.get("没有问题", ())) & set(told["问题"])


@pytest.mark.parametrize("name", _listed(CYCLES))
def test_cycle_case(name: str) -> None:
    case = CYCLES[name]
    assessment = cyclecases.assessed(case)
    days = cyclecases.dates(assessment)
    assert {key: days[key] for key in case.get("日期", {})} == case.get("日期", {}), case["算式"]
    progress = {item.indicator.no: item for item in assessment.progress}
    for no, expected in case.get("进度", {}).items():
        assert _progress(progress[no], expected) == _exact(expected), case["算式"]
    counted = cyclecases.counted(assessment)
    assert {key: counted[key] for key in case.get("合计", {})} == _exact(case.get("合计", {})), case["算式"]
    codes = [f"{finding.code} {finding.indicator or '-'}" for finding in assessment.findings]
    if "问题" in case:
        assert sorted(codes) == sorted(case["问题"])
    assert set(case.get("有问题", ())) <= set(codes)
    assert not set(case.get("没有问题", ())) & {finding.code for finding in assessment.findings}


@pytest.mark.parametrize("name", GRADED)
def test_graded_case(name: str) -> None:
    case = GRADED[name]
    told = gradedcases.told(case)
    for key in gradedcases.TOLD & case.keys():
        wanted = sorted(case[key]) if key == "问题" else case[key]
        assert told[key] == wanted, f"{key}：{case['算式']}"


def _bishan(case: Mapping[str, Any]) -> bool:
    return bool(case["表单"] != "changzhou")


def assessed(case: Mapping[str, Any], submission: Submission, found: list[Finding]) -> Assessment:
    if "叠加" in case:
        return overlays.assessed(submission, overlays.of(case["叠加"]).definition, found, case.get("口径"))
    if _bishan(case):
        return builders.assessed(submission, case.get("口径"), found)
    experts, decisions = rosters.experts_of(case), rosters.decisions_of(case)
    return forms.assessed(submission, found, case.get("口径"), experts=experts, decisions=decisions)


def _left_out(assessment: Assessment, no: str) -> dict[str, str]:
    """The rows that do not count for an indicator, by their keys, with the reason in a word."""
    words = {miss: word for word, miss in MISSES.items()}
    assert assessment.regime is not None
    keys = {name: row_keys(assessment.regime.register(name), rows) for name, rows in assessment.registers.items()}
    return {
        keys[verdict.register][verdict.index]: words[verdict.miss]
        for verdict in assessment.verification.verdicts
        if verdict.indicator == no and verdict.miss is not None
    }


def _submission(case: Mapping[str, Any]) -> Submission:
    if not _bishan(case):
        return forms.submission(rosters.data_of(case))
    year, filled = case["表单"], dict(case.get("填报", {}))
    told: dict[tuple[str, str], Any] = {}
    if filled.pop("其余", "按目标") == "按目标":
        told.update(builders.on_target(year))
    for period, figures in filled.items():
        told.update({(no, period): _entry(value) for no, value in figures.items()})
    cover = {key: ANSWERS.get(value, value) for key, value in case.get("封面", {}).items()}
    return builders.submission(year, told, fields={**builders.COVER, **cover})


def _entry(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {PARTS[part]: _cell(one) for part, one in value.items()}
    return STATES.get(value, value)


def _cell(value: str) -> Any:
    return {"写着不适用": builders.NOT_APPLICABLE, "看不懂": builders.UNREADABLE}.get(value, value)


def _exact(expected: Any) -> Any:
    """Figures as exact fractions, so that 3, 3.00 and 9/3 are the same; words stay words."""
    if isinstance(expected, Mapping):
        return {key: _exact(value) for key, value in expected.items()}
    if isinstance(expected, list):
        return [_exact(value) for value in expected]
    if isinstance(expected, Fraction):
        return expected
    assert isinstance(expected, str), f"{expected!r} must be quoted"
    try:
        return Fraction(expected)
    except ValueError:
        return expected


def _or_nothing(value: object) -> object:
    return NOTHING if value is None else Fraction(str(value))


def _card(card: Scorecard, expected: Mapping[str, Any]) -> dict[str, Any]:
    """What the case asks of a scorecard, and nothing else."""
    items = {item.indicator.no: item for item in card.indicators}
    sections = {section.id: section.points for section in card.sections}
    told: dict[str, Any] = {
        "总分": card.total,
        "基础分": card.base,
        "加分": card.bonus,
        "无台账总分": card.total_without_registers,
        "原始分": card.raw_total,
        "参评满分": card.assessed_max,
        "不含零目标": card.total_without_zero_targets,
        "等次": card.grade or NOTHING,
        "等次区间": [card.graded.worst, card.graded.best] if card.graded else NOTHING,
        "触发": [ruling.gate.title for ruling in card.struck],
        "按得分": _or_nothing(card.computed),
        "满分": card.max,
        "完整": "是" if card.complete else "否",
        "区间": [card.low, card.high],
        "部分": {id: sections[id] for id in expected.get("部分", {})},
        "指标": {no: _item(items[no], one) for no, one in expected.get("指标", {}).items()},
    }
    return {key: told[key] for key in expected}


def _item(item: IndicatorScore, expected: Any) -> Any:
    if not isinstance(expected, Mapping):
        return _or_nothing(item.points)
    words = {status: word for word, status in STATUSES.items()}
    told: dict[str, Any] = {
        "得分": _or_nothing(item.points),
        "状态": words[item.status],
        "实际": _or_nothing(item.actual),
        "目标": _or_nothing(item.target),
        "完成率": _or_nothing(None if item.completion is None else item.completion * 100),
        "结转": item.carried,
        "区间": [item.low, item.high],
        "分子": _or_nothing(item.numerator),
        "分母": _or_nothing(item.denominator),
        "按比例": _or_nothing(item.proportional),
        "逐个": item.keys,
        "条件": [_or_nothing(part.points) for part in item.parts],
        "条件实际": [_or_nothing(part.actual) for part in item.parts],
        "条件状态": [words[part.status] for part in item.parts],
        "来源": {source: word for word, source in SOURCES.items()}.get(item.value_source or "", NOTHING),
    }
    return {key: told[key] for key in expected}


def _progress(item: Progress, expected: Mapping[str, Any]) -> dict[str, Any]:
    words = {reach: word for word, reach in REACHES.items()}
    told: dict[str, dict[str, Any]] = {}
    for year in item.by_period:
        told[year.period] = {
            "目标": _or_nothing(year.target),
            "实际": _or_nothing(year.actual),
            "完成率": _or_nothing(None if year.completion is None else year.completion * 100),
            "累计": _or_nothing(year.to_date),
            "应达累计": _or_nothing(year.expected_to_date),
        }
    for cumulative in item.cumulative:
        told[f"..{cumulative.through}"] = {
            "目标": _or_nothing(cumulative.target),
            "实际": _or_nothing(cumulative.actual),
            "完成率": _or_nothing(None if cumulative.completion is None else cumulative.completion * 100),
            "缺口": _or_nothing(cumulative.gap),
            "年均": _or_nothing(cumulative.pace_needed),
            "结论": words[cumulative.reach],
        }
    return {scope: {key: told[scope][key] for key in keys} for scope, keys in expected.items()}
