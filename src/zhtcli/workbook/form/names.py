"""What stands in the columns of names: indicators with their units and parts, sections with their points."""

from __future__ import annotations

from typing import assert_never

from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Composed, Entered, Judged, OfFields, Quotient, Ratio
from zhtcli.core.rules.regime import Regime, Section
from zhtcli.workbook import styles


def section_points(regime: Regime, section: Section) -> str:
    """`16分`, or `16分，另加分最多5分`; blank where the document gives no points."""
    if not regime.scored:
        return ""
    extra = regime.bonus_points(section.id)
    return f"{section.points:f}分" + (f"，另加分最多{extra:f}分" if extra else "")


def followed_name(indicator: Indicator) -> str:
    """The printed name where the unit has a column of its own; below it a ratio's parts and how its growth is told."""
    told = [indicator.name]
    match indicator.measure:
        case Ratio(numerator=numerator, denominator=denominator, parts_unit=unit):
            told += [f"分子：{numerator}（{unit}）", f"分母：{denominator}（{unit}）"]
        case Quotient() as quotient:
            told.append(f"分子：{quotient.numerator}（{quotient.numerator_unit}）")
            told.append(f"分母：{quotient.denominator}（{quotient.denominator_unit}）")
        case _:
            pass
    if indicator.nature is not None and indicator.nature.growth == "points":
        told.append("同比增长填百分点")
    return "\n".join(told)


def printed_name(indicator: Indicator, width: float) -> str:
    """The printed name, with what the document does not print in it: the unit, or a ratio's parts."""
    match indicator.measure:
        case Judged() | Composed():
            return indicator.name
        case Ratio(numerator=numerator, denominator=denominator, parts_unit=parts_unit):
            unit = f"（{parts_unit}）" if parts_unit else ""
            return f"{indicator.name}\n分子：{numerator}{unit}\n分母：{denominator}{unit}"
        case Quotient() as quotient:
            top, bottom = (
                f"{quotient.numerator}（{quotient.numerator_unit}）",
                f"{quotient.denominator}（{quotient.denominator_unit}）",
            )
            return f"{indicator.name}\n分子：{top}\n分母：{bottom}"
        case Entered() if f"（{indicator.unit}）" in indicator.name:
            return indicator.name
        case Entered() | OfFields():
            unit = f"〔单位：{indicator.unit}〕"
            whole = f"{indicator.name}{unit}"
            return whole if styles.lines(whole, width) == 1 else f"{indicator.name}\n{unit}"
        case _:
            assert_never(indicator.measure)
