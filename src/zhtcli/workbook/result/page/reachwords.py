"""Whether a target can still be met, in words and colours."""

from __future__ import annotations

from collections.abc import Mapping

from zhtcli.core.years.progress import CumulativeProgress, Reach
from zhtcli.workbook import styles
from zhtcli.workbook.result.page.paper import Page
from zhtcli.workbook.writing import Style

REACH_WORDS: Mapping[Reach, str] = {
    "reached": "已完成",
    "open": "尚有时间",
    "out_of_reach": "已不能完成",
    "unknown": "无法判断",
}
FOR_NOW = "目前达到"
NO_PLEDGE = "没有填承诺"
NO_RATE = "—"
"""The completion of a target of zero."""
REACH_STYLES: Mapping[Reach, Style] = {
    "reached": styles.DONE,
    "open": {},
    "out_of_reach": styles.ODD,
    "unknown": {},
}


def reach_word(one: CumulativeProgress) -> str:
    """A value at the end may still change: until then it is reached for now."""
    return FOR_NOW if one.reach == "open" and one.gap == 0 else REACH_WORDS[one.reach]


def pledge_word(one: CumulativeProgress) -> str:
    """The same against what an applicant pledged, or did not."""
    return reach_word(one) if one.target is not None else NO_PLEDGE


def coloured(page: Page, first: int, last: int, column: int) -> None:
    """Words that formulas give, in the colours that go with them: a colour fixed when they were written would stay."""
    for reach, style in REACH_STYLES.items():
        if style:
            rule = {"type": "text", "criteria": "begins with", "value": REACH_WORDS[reach]}
            page.raw.conditional_format(
                first - 1, column - 1, last - 1, column - 1, {**rule, "format": page.sheet.formats[style]}
            )
