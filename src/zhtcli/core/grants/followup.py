"""Which years after the first assessment are supported, and why the others are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from zhtcli.core.grants.rows import Assessed
from zhtcli.core.rules.grantkinds import FollowUp

Standing = Literal["due", "pending", "refused"]


@dataclass(frozen=True, slots=True)
class YearStanding:
    """Whether a year's new investment is supported; `pending` while its assessment is not known."""

    state: Standing
    reason: str = ""


def year_standing(
    kind: FollowUp,
    year: int,
    assessed: Mapping[int, Assessed],
    invested: frozenset[int],
    unpaid: frozenset[int] = frozenset(),
) -> YearStanding:
    """Where a year with new investment stands.

    `assessed` are the outcomes known by now, `invested` the years with recognised new investment that the count of
    years leaves in. Counting starts after the year of the first assessment, whatever its outcome: only later years
    are 后续年度. `unpaid` are years for which nothing can be paid, because the cap was used up or a person decided so:
    they uphold 连续, but where years that were supported are counted they are none.
    """
    if not assessed:
        return YearStanding("pending", "还没有年度考核结论")
    first = min(assessed)
    if year <= first:
        return YearStanding("refused", f"首次年度考核是{first}年，当年及以前的新增投资不属于后续年度")
    if year in assessed and not assessed[year].passed:
        return YearStanding("refused", f"{year}年度考核不合格")
    used = 0
    for earlier in range(first + 1, year):
        failed = earlier in assessed and not assessed[earlier].passed
        if failed or earlier not in invested:
            if kind.failed == "ends":
                why = "考核不合格" if failed else "没有新增投资"
                return YearStanding("refused", f"{earlier}年{why}，连续支持到此为止")
            used += kind.failed == "uses" and kind.counted == "first3"
        elif kind.counted != "supported3" or earlier not in unpaid:
            used += 1
    if kind.counted != "since_recognition" and used >= kind.years:
        return YearStanding("refused", f"连续支持不超过{kind.years}年，此前的{kind.years}个年度已经用完")
    if year not in assessed:
        return YearStanding("pending", f"没有{year}年度考核结论")
    return YearStanding("due")
