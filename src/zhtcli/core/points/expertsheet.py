"""What an expert's workbook looks like to both its writer and its reader: sheets, headers, and what is judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zhtcli.core.rules.conditionkinds import ByPerson, Condition, SpecialRoute
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Judged
from zhtcli.core.rules.regime import Regime, Register, RegisterColumn

ROLE = "expert"
SCORES, RULINGS, NOTES = "评分", "裁定", "填写说明"
EXPERT, DAY, SIGNATURE = "专家姓名", "评审日期", "专家签名"
UNIT, CODE, REASON = "单位", "统一社会信用代码", "理由"
EXPERT_NAME = "zht_expert"
"""The defined name of the cell for the expert's name."""

_HEADER = re.compile(r"★?第★?(?P<no>\d{1,3}(?:\.\d{1,3})?)项(?P<rest>.*)", re.DOTALL)
_SHORT = 20


@dataclass(frozen=True, slots=True)
class ScoreHeader:
    """What a header says: the points of an indicator, or the reason for them."""

    no: str
    kind: Literal["score", "reason"]


def judged_items(regime: Regime) -> tuple[Indicator, ...]:
    """What experts give points for, in printed order."""
    return tuple(one for one in regime.measured() if isinstance(one.measure, Judged))


def score_header(indicator: Indicator) -> str:
    """Number, name in short and maximum, a line each."""
    star = "★" if indicator.bonus else ""
    return f"{star}第{indicator.no}项\n{short_name(indicator.name)}\n最高{indicator.points:f}分"


def reason_header(indicator: Indicator) -> str:
    return f"第{indicator.no}项\n{REASON}"


def header_of(text: str) -> ScoreHeader | None:
    """What a header means, given without blanks and line breaks; None where it has no indicator's number."""
    found = _HEADER.fullmatch(text)
    if found is None:
        return None
    no = ".".join(part.lstrip("0") or "0" for part in found["no"].split("."))
    return ScoreHeader(no, "reason" if found["rest"].startswith(REASON) else "score")


def short_name(name: str) -> str:
    """A printed name as far as a header has room for it: whole clauses where one fits."""
    if len(name) <= _SHORT:
        return name
    clauses = name.split("，")
    kept = clauses[0]
    for clause in clauses[1:]:
        if len(kept) + 1 + len(clause) >= _SHORT:
            break
        kept = f"{kept}，{clause}"
    return f"{kept}…" if len(kept) < _SHORT else f"{name[: _SHORT - 1]}…"


def _column(key: str, label: str, *synonyms: str, required: bool = False) -> RegisterColumn:
    return RegisterColumn(key=key, label=label, type="text", required=required, synonyms=synonyms)


OF_CONDITIONS = {"no": "条件", "value": "是否符合"}
OF_GRANTS = {"no": "补助编号", "value": "金额或是否补贴"}
"""How two columns of 裁定 are called on forms without indicators."""

RULING_TABLE = Register(
    key="decisions",
    title=RULINGS,
    guidance="",
    columns=(
        _column("unit", "单位或统一社会信用代码", "单位", "单位名称", "统一社会信用代码", "信用代码", required=True),
        _column(
            "no", "指标序号", "序号", "指标", "条件", "条件名称", "条件编号", "补助编号", "申请编号", required=True
        ),
        _column("row", "行标识"),
        _column("period", "期别", "年度", "考核年度"),
        _column(
            "value",
            "数值或是否计入",
            "数值",
            "是否计入",
            "是否符合",
            "金额",
            "是否补贴",
            "金额或是否补贴",
            required=True,
        ),
        _column("reason", REASON, "裁定理由", required=True),
        _column("by", "裁定人", required=True),
        _column("date", "日期", "裁定日期", required=True),
    ),
    identity=("unit", "no", "row", "period"),
    indicators=(),
    clause="",
    basis="P",
)
"""The columns of 裁定."""


def ruling_columns(regime: Regime) -> tuple[tuple[RegisterColumn, str], ...]:
    """The columns of 裁定 with what they are called: a form without indicators has no rows and periods to rule on."""
    if regime.indicators or not (regime.conditions or regime.grants):
        return tuple((column, column.label) for column in RULING_TABLE.columns)
    words = OF_CONDITIONS if regime.conditions else OF_GRANTS
    kept = (column for column in RULING_TABLE.columns if column.key not in ("row", "period"))
    return tuple((column, words.get(column.key, column.label)) for column in kept)


def ruled_conditions(regime: Regime) -> tuple[Condition, ...]:
    """The conditions that people decide, in printed order: what experts judge, and what has a soft wording."""
    return tuple(one for one in regime.conditions if not one.firm or isinstance(one.test, ByPerson | SpecialRoute))
