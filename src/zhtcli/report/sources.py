"""Where the figure that counts comes from, in a word, and how two figures differ."""

from __future__ import annotations

from fractions import Fraction

from zhtcli.core.assessment import Assessment
from zhtcli.core.figures import ValueSource
from zhtcli.core.regime import Indicator
from zhtcli.core.rounding import shown
from zhtcli.core.score import IndicatorScore
from zhtcli.core.scorecard import Scorecard

SOURCE_WORDS: dict[ValueSource, str] = {"reported": "填报", "verified": "核定", "decided": "裁定"}
NO_ROWS, SOME_ROWS = "无台账", "部分核定"
EVIDENCE = "missing_evidence"
"""The reading that says what a register row without evidence is worth."""


def source_word(one: Assessment, item: IndicatorScore) -> str:
    """`填报`, `核定`, `裁定`; `无台账` for a claim without rows where others have some; blank without a figure.

    `部分核定` is a sum of years of which some have rows.
    """
    if item.value_source is None:
        return ""
    if item.mixed and item.value_source == "verified":
        return SOME_ROWS
    if one.registers and item.value_source == "reported" and item.indicator.rows is not None:
        return NO_ROWS
    return SOURCE_WORDS[item.value_source]


def register_title(one: Assessment, key: str | None) -> str:
    """`技术需求与榜单` of the key `needs`; the key where the form has no such register."""
    known = one.regime.registers if one.regime else ()
    return next((register.title for register in known if register.key == key), key or "")


def total_notes(one: Assessment, card: Scorecard, places: int) -> list[tuple[str, str]]:
    """What the total would be without registers and under the other answer about evidence, where that differs."""
    other = _other_evidence(one)
    totals = [("不用台账、只按填报数", card.total_without_registers)]
    if other is not None:
        totals.append((f"缺佐证的行改按“{other}”", card.total_without_evidence))
    return [(words, shown(total, places, fixed=True)) for words, total in totals if total != card.total]


def _other_evidence(one: Assessment) -> str | None:
    for reading in one.regime.readings if one.regime else ():
        if reading.key == EVIDENCE:
            now = one.readings.get(reading.key, reading.default)
            return next((option.label for key, option in reading.options.items() if key != now), None)
    return None


def has_sources(one: Assessment) -> bool:
    """Whether anything stands beside what was reported: registers, or decisions."""
    return bool(one.registers) or any(item.decided is not None for card in one.scorecards for item in card.indicators)


def gap_with_unit(indicator: Indicator, gap: Fraction, places: int = 2) -> str:
    """What lies between two figures: percentages differ by percentage points, not by percent."""
    return f"{shown(gap, places)}{'个百分点' if indicator.unit == '%' else indicator.unit}"
