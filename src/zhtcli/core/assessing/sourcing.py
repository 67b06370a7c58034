"""Where the figure that counts comes from: one rule and one set of words for every output."""

from __future__ import annotations

from collections.abc import Mapping

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.points.score import IndicatorScore
from zhtcli.core.rules.evidencerules import asks_for_evidence, demands_evidence
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.rowrules import registers_of

NO_ROWS, SOME_ROWS, EXPERTS = "无台账", "部分核定", "专家评分"
SOURCE_WORDS: Mapping[str, str] = {"reported": "填报", "verified": "核定", "decided": "裁定"}


def source_word(one: Assessment, item: IndicatorScore) -> str:
    """`填报`, `核定`, `裁定`, `专家评分`; `无台账` for a claim that no rows stand behind; blank for none.

    `部分核定` is a sum of years of which some have rows.
    """
    if item.value_source is None:
        return ""
    if item.opinion is not None and item.opinion.arbitration is None and item.decided == item.opinion.value:
        return EXPERTS
    if item.mixed and item.value_source == "verified":
        return SOME_ROWS
    counts_rows = any(part.rows is not None for part in item.indicator.measured())
    if item.value_source == "reported" and counts_rows:
        return NO_ROWS
    return SOURCE_WORDS[item.value_source]


def other_evidence(one: Assessment) -> str | None:
    """What `total_without_evidence` rests on, in words: the other answer to what rows without evidence are worth."""
    regime = one.regime
    if regime is None or not asks_for_evidence(regime):
        return None
    return "没有佐证的行也计" if demands_evidence(regime) else "没有佐证的行不计"


def register_sheets(one: Assessment, indicator: Indicator) -> list[str]:
    """The sheets of the registers that an indicator's rules count in, as the submission names them."""
    return [one.registers[key].sheet for key in registers_of(indicator) if key in one.registers]
