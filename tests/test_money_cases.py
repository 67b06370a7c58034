"""Cases of a year's money that a lawyer can read (tests/cases/cixi/补助/*.yaml): rows in, yuan out, arithmetic beside.

What a case expects was worked out from the document and stands in 算式; it was never taken from the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from core import forms
from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.grants.grant import GRANT_STATES, Grant

FOLDER = Path(__file__).resolve().parent / "cases" / "cixi" / "补助"
KEYS = {"名称", "条款", "算式", "表单", "口径", "封面", "支出", "考核", "本办法", "其他", "补助", "数", "查出"}
"""支出, 考核, 本办法, 其他 are lines of words, a row each; 补助 tells grants, 数 figures, in 元; 查出 finding codes."""
COVER = {
    "unit": "慈溪市某某创新平台",
    "uscc": "91330282MA2J2C3D46",
    "level": "慈溪市级",
    "cycle_start": "2025-03-01",
    "filled_on": "2027-05-31",
}
FIELDS = {
    "基准日": "as_of",
    "填表日期": "filled_on",
    "级别": "level",
    "预拨": "prepaid",
    "核定": "granted",
    "结转": "upper_carry_over",
    "上级补助": "upper_grant",
    "本级配套": "local_match",
    "委托费用": "entrusted_fee",
    "委托任务": "entrusted_tasks",
}
REGISTERS = {
    "支出": ("spending", ("date", "purpose", "payee", "amount", "full_time")),
    "考核": ("events", ("date", "year", "kind", "grade")),
    "本办法": ("own_support", ("key", "amount", "clause")),
    "其他": ("other_support", ("key", "policy", "level", "amount", "returned")),
}
WORDS: dict[str, Any] = {"专职": True, "兼职": False, "已退回": True, "无": None}
FAMILIES = ("ZHT-SETTLE", "ZHT-OVERLAP", "ZHT-ENTRUST")


def _cases() -> Iterator[tuple[str, Any]]:
    for file in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield f"{file.stem}：{case['名称']}", case


CASES = dict(_cases())


@pytest.mark.parametrize("name", CASES)
def test_money_case(name: str) -> None:
    case = CASES[name]
    assert case.keys() <= KEYS
    assert all(str(case.get(key, "")).strip() for key in ("名称", "条款", "算式", "表单"))
    assert case.keys() & {"补助", "数", "查出"}
    assessment = assessed(case)
    told = {grant.id.removeprefix("support/"): grant for grant in assessment.grants}
    for id, expected in case.get("补助", {}).items():
        assert _grant(told[id], expected) == _exact(expected), case["算式"]
    figures = {figure.key: figure.value for figure in assessment.behind_grants}
    for key, expected in case.get("数", {}).items():
        assert figures.get(key, "无") == _exact(expected), case["算式"]
    if "查出" in case:
        codes = [finding.code for finding in assessment.findings if finding.code.startswith(FAMILIES)]
        assert sorted(codes) == sorted(case["查出"]), case["算式"]


def assessed(case: Mapping[str, Any]) -> Assessment:
    cover = {FIELDS[key]: _value(value) for key, value in case.get("封面", {}).items()}
    registers = {
        REGISTERS[title][0]: [_row(REGISTERS[title][1], line) for line in case[title]]
        for title in REGISTERS.keys() & case.keys()
    }
    one = forms.submission({"form": case["表单"], "fields": {**COVER, **cover}, "registers": registers})
    return forms.assessed(one, forms.entry_findings([one])[0], case.get("口径"))


def _row(columns: tuple[str, ...], line: str) -> dict[str, Any]:
    told = dict(zip(columns, map(_value, line.split()), strict=False))
    return {"kind": "annual", **told} if "grade" in told else told


def _value(word: Any) -> Any:
    if not isinstance(word, str):
        return word
    try:
        number = Fraction(word)
    except ValueError:
        return WORDS.get(word, word)
    return int(number) if number.denominator == 1 else float(number)


def _grant(grant: Grant, expected: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "申报": grant.asked,
        "核定基数": grant.recognised,
        "金额": grant.amount,
        "区间": list(grant.interval),
        "情况": GRANT_STATES[grant.state],
        "各笔": [part.amount for part in grant.instalments],
        "减": [cut.amount for cut in grant.cuts],
    }
    return {key: told[key] for key in expected}


def _exact(expected: Any) -> Any:
    if isinstance(expected, Mapping):
        return {key: _exact(value) for key, value in expected.items()}
    if isinstance(expected, list):
        return [_exact(value) for value in expected]
    try:
        return Fraction(str(expected))
    except ValueError:
        return expected
