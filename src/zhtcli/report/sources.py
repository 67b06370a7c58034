"""Where the figure that counts comes from, in a word, and how two figures differ."""

from __future__ import annotations

from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.sourcing import other_evidence
from zhtcli.core.points.scorecard import Scorecard
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator


def register_title(one: Assessment, key: str | None) -> str:
    """`技术需求与榜单` of the key `needs`; the key where the form has no such register."""
    known = one.regime.registers if one.regime else ()
    return next((register.title for register in known if register.key == key), key or "")


def total_notes(one: Assessment, card: Scorecard, places: int) -> list[tuple[str, str]]:
    """What the total would be without registers and under the other answer about evidence, where that differs."""
    totals = [("不用台账、只按填报数", card.total_without_registers)]
    if (other := other_evidence(one)) is not None:
        totals.append((other, card.total_without_evidence))
    return [(words, shown(total, places, fixed=True)) for words, total in totals if total != card.total]


def has_sources(one: Assessment) -> bool:
    """Whether anything could stand beside what was reported: registers, experts, decisions."""
    ruled = one.regime is not None and any(indicator.rows is not None for indicator in one.regime.measured())
    return ruled or any(item.decided is not None for card in one.scorecards for item in card.indicators)


def gap_with_unit(indicator: Indicator, gap: Fraction, places: int = 2) -> str:
    """What lies between two figures: percentages differ by percentage points, not by percent."""
    return f"{shown(gap, places)}{'个百分点' if indicator.unit == '%' else indicator.unit}"
