"""County and city totals of a quarter: flows and stocks add up, shares are computed from their parts, never averaged.

Every total says which units it counted and which it left out, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from zhtcli.core.period import year_before
from zhtcli.core.quarters.growth import NO_BASE, Grown, growth
from zhtcli.core.quarters.observed import Observed, Quarters
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.kinds import Quotient, Ratio
from zhtcli.core.rules.regime import Regime

NOT_GROWN = Grown(None)
NO_WORKBOOK = "没有这个季度的表"
DISPUTED = "这个季度有两份不同的表"
WRONG = "填报的数有错误"
DOUBTED = "计入的数里有疑似弄错单位的：{units}"
BLANK = "没有填，或填的数不能采用"
NO_PARTS = "没有填分子、分母"
COUNTY_UNKNOWN = "没有写区县，不知道分母是哪个县（市、区）的"
MIXED_YEARS = "有的单位在本季度栏填了年初至今的数，有的填了当季的数，不能相加"
NOT_ADDED = "比例不能相加，没有可用的分子、分母"
TO_DATE_RATIO = "累计比例没有分子、分母，不能汇总"
PARTS_DIFFER = "同一县（市、区）各单位填的“{name}”不同"
NOBODY = "没有可以计入的单位"
SAME_REGION = "指标反映的是全县（市、区）的情况，几个单位的数可能有重复"


@dataclass(frozen=True, slots=True)
class Member:
    """A unit that should tell its figures: `handed` are the quarters of which it has one workbook, or alike ones."""

    name: str
    county: str
    quarters: Quarters
    handed: frozenset[str] = frozenset()
    disputed: frozenset[str] = frozenset()
    repeated: Quarters = field(default_factory=dict)
    """What later workbooks repeat of quarters without one."""
    wrong: frozenset[tuple[str, str]] = frozenset()
    """(indicator, period) of figures that cannot be, as findings of severity error say."""
    doubted: frozenset[tuple[str, str]] = frozenset()
    """(indicator, period) of figures that seem to be in another unit: they are counted, and that is said."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one unit adds to a total: its figures, those of the year before, and why it is left out, if it is."""

    unit: str
    county: str
    now: Observed | None
    base: Observed | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What the units of an area come to in one indicator and quarter.

    `value` is for the quarter and `to_date` to its end, each with a reason where it is left out. `growth` is over
    the same quarter of the year before, `base`, where the very same units are counted. `note` is what to bear in
    mind. `contributions` are what every unit tells, those left out among them.
    """

    no: str
    period: str
    value: Fraction | None
    why: str = ""
    to_date: Fraction | None = None
    why_to_date: str = ""
    growth: Grown = NOT_GROWN
    base: Fraction | None = None
    counted: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    note: str = ""
    contributions: tuple[Contribution, ...] = ()


def totals(regime: Regime, members: Sequence[Member], periods: Sequence[str]) -> tuple[Total, ...]:
    """The totals of one area for every quarter and indicator."""
    return tuple(_total(indicator, members, period) for period in periods for indicator in regime.indicators)


def _total(indicator: Indicator, members: Sequence[Member], period: str) -> Total:
    usable: list[tuple[Member, Observed]] = []
    left_out: list[LeftOut] = []
    told: list[Contribution] = []
    for member in members:
        why = _unusable(indicator, member, period)
        told.append(_contribution(indicator, member, period, why))
        if why:
            left_out.append(LeftOut(member.name, why))
        else:
            usable.append((member, member.quarters[indicator.no, period]))
    nature = indicator.nature
    counted = tuple(member.name for member, _ in usable)
    if not usable or nature is None:
        why = NOT_ADDED if nature is not None and nature.kind == "ratio" and _any_lacks_parts(left_out) else NOBODY
        return Total(
            no=indicator.no,
            period=period,
            value=None,
            why=why,
            why_to_date=why,
            left_out=tuple(left_out),
            contributions=tuple(told),
        )
    if nature.kind == "ratio":
        value, why = _of_parts(indicator, usable)
        to_date, why_to_date = None, TO_DATE_RATIO
    else:
        value, why = _of_quarters(indicator, usable, period)
        known = [one.to_date for _, one in usable if one.to_date is not None]
        to_date = sum(known, Fraction(0)) if len(known) == len(usable) else None
        why_to_date = "" if to_date is not None else f"有单位没有填累计数：{_without_to_date(usable)}"
    base, grown = _growth(indicator, usable, period, value)
    return Total(
        no=indicator.no,
        period=period,
        value=value,
        why=why,
        to_date=to_date,
        why_to_date=why_to_date,
        growth=grown,
        base=base,
        counted=counted,
        left_out=tuple(left_out),
        note=_note(indicator, usable, period),
        contributions=tuple(told),
    )


def _contribution(indicator: Indicator, member: Member, period: str, why: str) -> Contribution:
    """What cannot be used is told all the same, where there is one workbook that tells it."""
    there = why not in (NO_WORKBOOK, DISPUTED)
    now = member.quarters.get((indicator.no, period)) if there else None
    base = None if why else _base(indicator, member, year_before(period))
    return Contribution(member.name, member.county, now, base, why)


def _of_quarters(
    indicator: Indicator, usable: Sequence[tuple[Member, Observed]], period: str
) -> tuple[Fraction | None, str]:
    """The sum of the quarter's figures; where the name says 当年, not of quarters with years so far."""
    if indicator.nature is not None and indicator.nature.year_to_date and not period.endswith("q1"):
        kinds = {told.quarter == told.to_date for _, told in usable if told.quarter and told.to_date is not None}
        if len(kinds) > 1:
            return None, MIXED_YEARS
    return sum((told.quarter or Fraction(0) for _, told in usable), Fraction(0)), ""


def _note(indicator: Indicator, usable: Sequence[tuple[Member, Observed]], period: str) -> str:
    notes = []
    nature = indicator.nature
    if nature is not None and nature.region and nature.kind != "ratio" and _shared_counties(usable):
        notes.append(SAME_REGION)
    if odd := [member.name for member, _ in usable if (indicator.no, period) in member.doubted]:
        notes.append(DOUBTED.format(units="、".join(odd)))
    return "；".join(notes)


def _unusable(indicator: Indicator, member: Member, period: str) -> str:
    if period in member.disputed:
        return DISPUTED
    if period not in member.handed:
        return NO_WORKBOOK
    observed = member.quarters.get((indicator.no, period))
    if (indicator.no, period) in member.wrong:
        return WRONG
    if observed is None or observed.quarter is None:
        return BLANK
    if indicator.nature is not None and indicator.nature.kind == "ratio" and not observed.denominator:
        return NO_PARTS
    if isinstance(indicator.measure, Ratio) and indicator.measure.shared and not member.county:
        return COUNTY_UNKNOWN
    return ""


def _any_lacks_parts(left_out: Sequence[LeftOut]) -> bool:
    return any(one.why == NO_PARTS for one in left_out)


def _of_parts(indicator: Indicator, usable: Sequence[tuple[Member, Observed]]) -> tuple[Fraction | None, str]:
    """A share of what the units' parts come to; a part that is the county's own counts once a county."""
    measure = indicator.measure
    shared = measure.shared if isinstance(measure, Ratio) else ""
    tops = [(member, observed.numerator) for member, observed in usable]
    bottoms = [(member, observed.denominator) for member, observed in usable]
    top, odd = _sum(tops, shared=shared == "both")
    bottom, also_odd = _sum(bottoms, shared=shared in ("both", "denominator"))
    if isinstance(measure, Ratio) and (odd or also_odd):
        return None, PARTS_DIFFER.format(name=measure.denominator if also_odd else measure.numerator)
    if not bottom:
        return None, NOT_ADDED
    times = measure.times if isinstance(measure, Quotient) else Decimal(100)
    return top / bottom * Fraction(times), ""


def _sum(parts: Sequence[tuple[Member, Decimal | None]], *, shared: bool) -> tuple[Fraction, bool]:
    """The sum of a part, and whether units of one county contradict each other about what is the county's."""
    if not shared:
        return sum((Fraction(value or 0) for _, value in parts), Fraction(0)), False
    by_county: dict[str, set[Fraction]] = {}
    for member, value in parts:
        by_county.setdefault(member.county, set()).add(Fraction(value or 0))
    if any(len(values) > 1 for values in by_county.values()):
        return Fraction(0), True
    return sum((next(iter(values)) for values in by_county.values()), Fraction(0)), False


def _growth(
    indicator: Indicator, usable: Sequence[tuple[Member, Observed]], period: str, value: Fraction | None
) -> tuple[Fraction | None, Grown]:
    """The year before and the growth over it, of the very units that are counted: others would feign growth."""
    if indicator.nature is None or value is None:
        return None, NOT_GROWN
    before = year_before(period)
    told = [(member, _base(indicator, member, before)) for member, _ in usable]
    known = [(member, observed) for member, observed in told if observed is not None]
    if not known:
        return None, Grown(None, NO_BASE)
    if len(known) < len(told):
        lacking = "、".join(member.name for member, observed in told if observed is None)
        return None, Grown(None, f"{lacking}没有去年同期可用的数，不计算同比")
    if indicator.nature.kind == "ratio":
        base, _ = _of_parts(indicator, known)
    else:
        base = sum((observed.quarter or Fraction(0) for _, observed in known), Fraction(0))
    return base, growth(value, base, indicator.nature)


def _base(indicator: Indicator, member: Member, period: str) -> Observed | None:
    """What a unit's own workbook tells of an earlier quarter, else what a later one repeats of it."""
    if not (why := _unusable(indicator, member, period)):
        return member.quarters[indicator.no, period]
    repeated = member.repeated.get((indicator.no, period)) if why == NO_WORKBOOK else None
    if repeated is None or repeated.quarter is None:
        return None
    return repeated if indicator.nature and (indicator.nature.kind != "ratio" or repeated.denominator) else None


def _without_to_date(usable: Sequence[tuple[Member, Observed]]) -> str:
    return "、".join(member.name for member, told in usable if told.to_date is None)


def _shared_counties(usable: Sequence[tuple[Member, Observed]]) -> bool:
    counties = [member.county for member, _ in usable]
    return len(set(counties)) < len(counties)


def by_county(members: Sequence[Member]) -> Mapping[str, Sequence[Member]]:
    """The units of each county, counties in the order they are met."""
    counties: dict[str, list[Member]] = {}
    for member in members:
        counties.setdefault(member.county, []).append(member)
    return counties


def left_out_words(total: Total) -> Iterator[str]:
    """`没有这个季度的表：甲、乙`: the units that are not in a total, by reason."""
    by_reason: dict[str, list[str]] = {}
    for one in total.left_out:
        by_reason.setdefault(one.why, []).append(one.unit)
    for why, units in by_reason.items():
        yield f"{why}：{'、'.join(units)}"
