"""Where the figure that counts comes from: one rule and one set of words for every output."""

from __future__ import annotations

from collections.abc import Mapping

from zhtcli.core.assessment import Assessment
from zhtcli.core.score import IndicatorScore

NO_ROWS, SOME_ROWS, EXPERTS = "无台账", "部分核定", "专家评分"
SOURCE_WORDS: Mapping[str, str] = {"reported": "填报", "verified": "核定", "decided": "裁定"}
EVIDENCE = "missing_evidence"
"""The reading that says what a register row without evidence is worth."""


def source_word(one: Assessment, item: IndicatorScore) -> str:
    """`填报`, `核定`, `裁定`, `专家评分`; `无台账` for a claim without rows where others have some; blank for none.

    `部分核定` is a sum of years of which some have rows.
    """
    if item.value_source is None:
        return ""
    if item.opinion is not None and item.opinion.arbitration is None and item.decided == item.opinion.value:
        return EXPERTS
    if item.mixed and item.value_source == "verified":
        return SOME_ROWS
    counts_rows = any(part.rows is not None for part in item.indicator.measured())
    if one.registers and item.value_source == "reported" and counts_rows:
        return NO_ROWS
    return SOURCE_WORDS[item.value_source]


def other_evidence(one: Assessment) -> str | None:
    """The answer about rows without evidence that was not chosen: what `total_without_evidence` rests on."""
    for reading in one.regime.readings if one.regime else ():
        if reading.key == EVIDENCE:
            now = one.readings.get(reading.key, reading.default)
            return next((option.label for key, option in reading.options.items() if key != now), None)
    return None
