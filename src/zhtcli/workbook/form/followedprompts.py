"""What the cells of a quarterly table ask and warn of: prompts on a cell, limits that a figure is held to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhtcli.core.forms.layout import STATES, Layout, Place
from zhtcli.core.forms.tablecolumns import GROWTHS
from zhtcli.core.period import period_label, year_before
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Ratio
from zhtcli.core.rules.monitored import Nature

_PROMPT_TITLE, _PROMPT = 32, 255
_FAR = 1_000_000_000
_NOT_COMPUTED = "上年同期没有数、为0或为负数的，不计算。与填报的同比不一致时变红，请核对。"

OF_COLUMNS = {
    "state": {
        "error_title": "状态",
        "error_message": f"请从列表中选择：{'、'.join(STATES)}。",
        "input_title": "状态",
        "input_message": "没有开展的选“未开展”，按0计；没有公布、算不出来的选“不适用”，"
        "并在“说明”栏写明原因。其余可不选。",
    },
    "remark": {
        "input_title": "说明",
        "input_message": "留空的写明原因；更正了以前的数，或与上季度相差很大的，也在这里说明。",
    },
    "recomputed_quarter_growth": {
        "input_title": "本季度同比（复算）",
        "input_message": f"本季度数与右边的上年同期数相比。{_NOT_COMPUTED}",
    },
    "recomputed_to_date_growth": {
        "input_title": "累计同比（复算）",
        "input_message": f"累计数与右边的上年同期累计数相比。{_NOT_COMPUTED}",
    },
}
"""Column key -> the prompt of all its cells."""


def of_sources(sources: Sequence[str]) -> dict[str, str]:
    """The prompt of the column that says where figures come from."""
    named = "、".join(sources)
    return {
        "error_title": "数据来源",
        "error_message": f"请从列表中选择：{named}。",
        "input_title": "数据来源",
        "input_message": f"从列表中选择：{named}。依据留存备查。",
    }


def limit(place: Place, indicator: Indicator, layout: Layout) -> dict[str, Any]:
    """The validation of a figure's cell. It only warns: a stop would block an honest outlier."""
    title, prompt = _prompt(place, indicator, layout)
    kind, words = "decimal", "应为不小于0的数"
    size: dict[str, Any] = {"criteria": ">=", "value": 0}
    if place.slot.part in GROWTHS:
        size = {"criteria": "between", "minimum": -_FAR, "maximum": _FAR}
        words = "应为数字；增长5.2%直接输入5.2，下降的输入负数"
    elif place.type == "percent" and isinstance(indicator.measure, Ratio):
        size = {"criteria": "between", "minimum": 0, "maximum": float(indicator.measure.max.scaleb(-2))}
        words = f"应在0到{indicator.measure.max:f}%之间；12.5%直接输入12.5"
    elif place.type == "integer":
        kind, words = "integer", "应为不小于0的整数"
    return {
        "validate": kind,
        **size,
        "error_type": "warning",
        "error_title": title,
        "error_message": f"{words}。确实如此的可以保留，并在“说明”栏写明。",
        "input_title": title,
        "input_message": prompt,
    }


def _prompt(place: Place, indicator: Indicator, layout: Layout) -> tuple[str, str]:
    slot, own = place.slot, layout.form.span
    period = period_label(str(slot.period))
    title = f"第{indicator.no}项（{indicator.unit}）"
    nature = indicator.nature
    if slot.part in ("numerator", "denominator"):
        name = place.label.removeprefix(f"第{indicator.no}项")
        word = "分子" if slot.part == "numerator" else "分母"
        return (
            f"第{indicator.no}项{word}",
            f"填{period}的{name}，单位：{place.unit}。可以不填；分子、分母都填了，比值自动得出。",
        )
    if slot.period != own:
        what = {
            "quarter": "数据", "quarter_growth": "同比增长", "to_date": "累计数据", "to_date_growth": "累计同比增长",
        }[slot.part]  # fmt: skip
        return f"{title}{period}"[:_PROMPT_TITLE], f"填{period}已报送的{what}；有更正的填更正后的数，并在“说明”栏写明。"
    if slot.part in GROWTHS:
        return f"第{indicator.no}项同比"[:_PROMPT_TITLE], _growth(slot.part == "to_date_growth", nature, own)
    if slot.part == "to_date":
        return f"{title}累计"[:_PROMPT_TITLE], _to_date(nature)
    parts = (("易错", indicator.pitfall), ("填法", indicator.guidance), ("佐证", indicator.evidence))
    text = "\n".join(f"{head}：{body}" for head, body in parts if body)
    return title[:_PROMPT_TITLE], text if len(text) <= _PROMPT else f"{text[: _PROMPT - 1]}…"


def _growth(to_date: bool, nature: Nature | None, own: str) -> str:
    before = f"{period_label(year_before(own))}{'末的累计数' if to_date else ''}"
    if nature is not None and nature.growth == "points":
        how = f"填百分点：本期减去{before}，例如从10%到12.5%填2.5"
    else:
        how = f"填比{before}增长百分之几，例如增长5.2%填5.2"
    return f"{how}；下降的填负数。上年同期没有数或为0的留空。"


def _to_date(nature: Nature | None) -> str:
    if nature is None or nature.kind == "ratio":
        return "用累计的分子和分母重新计算，不要把各季度的比值相加。"
    if nature.kind == "stock":
        return "这是季末数，与本季度栏填同一个数。"
    since = "启动建设" if nature.since == "start" else "当年1月1日"
    return f"填{since}起到本季度末的累计数：上季度的累计数加本季度的数。"
