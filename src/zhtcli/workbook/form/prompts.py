"""What the cells of a form ask and what they warn of: prompts on a cell, limits that a figure is held to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhtcli.core.forms.layout import STATES, Layout, Place
from zhtcli.core.period import period_label
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Judged, Ratio
from zhtcli.core.rules.regime import Field, RegisterColumn
from zhtcli.core.values import ValueType

_PROMPT_TITLE, _PROMPT = 32, 255
_KINDS: dict[ValueType, str] = {"integer": "integer"}

OF_STATE = {
    "error_title": "状态",
    "error_message": f"请从列表中选择：{'、'.join(STATES)}。",
    "input_title": "状态",
    "input_message": "有数选“已填”；没有开展选“未开展”，按0计；确实不适用选“不适用”，并在备注写明理由。",
}
OF_COLUMNS = {
    "evidence": {
        "input_title": "佐证材料",
        "input_message": "写材料名称和编号，材料另交，按指标序号整理。要求见“实际”格的提示。",
    },
    "verified": {
        "input_title": "台账数",
        "input_message": "按台账中的行随填随算，没有剔除重复，只供核对，以校验结果为准。台账没有可算的行时为空。",
    },
    "difference": {
        "input_title": "差异",
        "input_message": "填报数减台账数。不为0的，请核对台账有没有漏行，日期和佐证是否填齐。",
    },
}
"""Column key -> the prompt of all its cells."""


def told_of(one: Field | RegisterColumn) -> str:
    """How a field or column is filled. Several choices go into one cell without a list, so they are named."""
    if one.type == "choices" and one.choices:
        return f"可选几项，用“、”隔开：{'、'.join(one.choices)}。{one.guidance}"
    return one.guidance


def limit(place: Place, indicator: Indicator, layout: Layout) -> dict[str, Any]:
    """The validation of a figure's cell. It only warns: a stop would block an honest outlier."""
    title, prompt = _prompt(place, indicator, layout)
    most, words = None, "应为不小于0的数"
    if place.slot.part == "self_score":
        most, words = float(indicator.points), f"应在0到{indicator.points:f}之间"
    elif place.type == "percent" and isinstance(indicator.measure, Ratio):
        most = float(indicator.measure.max.scaleb(-2))
        words = f"应在0到{indicator.measure.max:f}%之间；2.6%直接输入2.6"
    elif place.type == "integer":
        words = "应为不小于0的整数"
    size: dict[str, Any] = {"criteria": ">=", "value": 0}
    if most is not None:
        size = {"criteria": "between", "minimum": 0, "maximum": most}
    return {
        "validate": _KINDS.get(place.type, "decimal"),
        **size,
        "error_type": "warning",
        "error_title": title,
        "error_message": f"{words}。确实如此的可以保留，并在备注说明。",
        "input_title": title,
        "input_message": prompt,
    }


def _prompt(place: Place, indicator: Indicator, layout: Layout) -> tuple[str, str]:
    """What goes wrong in practice first, then how to fill the cell, then what proves it."""
    slot = place.slot
    title = f"第{indicator.no}项（{indicator.unit}）" if indicator.unit else f"第{indicator.no}项"
    if slot.part == "value" and isinstance(indicator.measure, Judged):
        return title, "这一项由专家评分，请不要填写；填了也不采用。自己的意见写在“自评得分”或“备注”。"
    if slot.part in ("numerator", "denominator"):
        word = "分子" if slot.part == "numerator" else "分母"
        name = place.label.removeprefix(f"第{indicator.no}项")
        unit = f"（{place.unit}）" if place.unit else ""
        return f"第{indicator.no}项{word}"[:_PROMPT_TITLE], f"{name}{unit}\n{indicator.guidance}"[:_PROMPT]
    if slot.part == "self_score":
        return f"第{indicator.no}项自评"[:_PROMPT_TITLE], "自评得分只用来对照，不参加计分。"
    if slot.part == "pledged":
        year = period_label(str(slot.period))
        return f"{title}{year}"[:_PROMPT_TITLE], f"填{year}的计划数；{year}是本轮周期最后一年的，填整个周期的承诺。"
    if slot.period != layout.form.span:
        year = period_label(str(slot.period))
        text = f"填{year}已核定的实际数；与以前上报不一致的，校验时会提示。"
        return f"{title}{year}"[:_PROMPT_TITLE], text
    parts = (("易错", indicator.pitfall), ("填法", indicator.guidance), ("佐证", indicator.evidence))
    text = "\n".join(f"{head}：{body}" for head, body in parts if body)
    return title[:_PROMPT_TITLE], text if len(text) <= _PROMPT else f"{text[: _PROMPT - 1]}…"


def outside_list(type: str, choices: Sequence[str]) -> dict[str, str]:
    """What a list says to an answer that is not in it: a free text may be another one, a choice may not."""
    if type == "text":
        words = "不在列表里的名称可以保留，由人判断；能用列表里的名称时，请从列表中选择。"
        return {"error_type": "warning", "error_title": "请核对", "error_message": words}
    return {"error_message": f"请从列表中选择：{'、'.join(choices)}。"[:255]}
