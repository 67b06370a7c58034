"""Why a figure of 计分表 is a value where others are formulas, in words."""

from __future__ import annotations

from collections.abc import Sequence

from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.rules.regime import Regime
from zhtcli.workbook.result.formulas.places import TotalLine
from zhtcli.workbook.result.page.cell import Cell

UNSURE = "公式的二进制运算不能保证与精确计算相同"


def is_value(cell: Cell) -> bool:
    """Whether a figure stands there that no formula gives."""
    return cell.content is not None and not cell.formula


def why_values(item: IndicatorScore, earned: Cell, others: Sequence[Cell], regime: Regime) -> str:
    """Behind the calculation of an indicator; blank where all its points are formulas."""
    own, elsewhere = is_value(earned), any(is_value(cell) for cell in others)
    if not own and not elsewhere:
        return ""
    which = "得分" if own else "其他范围的得分"
    if item.waived and own:
        return f"（{which}按封面注明的情形给，是数值）"
    if regime.scoring.carry != "none" and item.indicator.rollup == "sum":
        return f"（超额数在各年之间结转，要逐年推算，{'完成率和' if own else ''}{which}是数值）"
    return f"（{which}是数值：{UNSURE}）"


def why_totals(line: TotalLine, cells: Sequence[Cell], card: Scorecard) -> str:
    """Behind the note of a total; blank where it is a formula in every scope."""
    if not any(is_value(cell) for cell in cells):
        return ""
    match line:
        case "unregistered" | "otherwise":
            return "要换一种取数重新计分，是数值"
        case "base" | "bonus":
            return "含超过目标另加的分，是数值"
        case "total" | "firm" if card.struck:
            return f"触发“{'”“'.join(ruling.gate.title for ruling in card.struck)}”后改定，是数值"
        case _:
            return f"是数值：{UNSURE}"
