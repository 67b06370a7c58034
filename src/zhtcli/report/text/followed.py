"""What is followed from quarter to quarter, as text: a unit's series, or who handed in and what the units come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Area, Attendance, namesakes
from zhtcli.core.period import period_label
from zhtcli.core.quarters.followed import FollowedQuarter
from zhtcli.core.quarters.totals import Total, left_out_words
from zhtcli.core.rounding import shown
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.signals import Raised
from zhtcli.report.plain import one_line
from zhtcli.report.text.columns import Cell, Paint, Row, hanging, table
from zhtcli.report.widths import wrapped

UNKNOWN = "—"
QUARTERS = 4
"""So many quarters before and with the last one fit a line."""
MOST_COUNTIES = 3
NO_COUNTY = "未填区县"


def one_series(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """One unit up to one quarter: where the form stands, its quarters, signals, and what growth could not be told."""
    own = one.form.span if one.form else ""
    yield from _standing(one, width)
    yield from _values(one, width)
    yield ""
    yield from _series(one, own, width, paint)
    yield from _unknown_growth(one, own, width)
    if one.signals:
        yield ""
        yield from _signals(one.signals, width, paint)


def _standing(one: Assessment, width: int) -> Iterator[str]:
    parts = []
    if one.standing is not None:
        returned = f"，退回 {one.standing.returned} 次" if one.standing.returned else ""
        parts.append(f"{one.standing.state}{returned}")
    if (told := one.timeliness) is not None:
        due = f"应于 {told.due.isoformat()} 前报送"
        if told.days_late:
            parts.append(f"{due}，迟报 {told.days_late} 天")
        elif told.reported is not None:
            parts.append(f"{due}，按时")
        else:
            parts.append(f"{due}，没有写报送时间")
    if parts:
        yield from hanging("报送：", "；".join(parts), width)


def _values(one: Assessment, width: int) -> Iterator[str]:
    told = []
    for value in one.values:
        of = f"/{value.of}" if value.of is not None else ""
        amount = UNKNOWN if value.value is None else shown(value.value)
        told.append(f"{value.figure.label} {amount}{of} {value.figure.unit}".replace(" %", "%"))
    if told:
        yield from hanging("其他：", "；".join(told), width)


def _series(one: Assessment, own: str, width: int, paint: Paint) -> Iterator[str]:
    told = {quarter.period for item in one.progress for quarter in item.quarters}
    periods = [period for period in sorted(told) if period <= own][-QUARTERS:]
    yield paint("逐季数据", "bold") + "（本季度数；同比按去年同季复算）"
    rows: list[Row] = []
    for item in one.progress:
        by_period = {quarter.period: quarter for quarter in item.quarters}
        last = by_period.get(own)
        rows.append(
            (
                item.indicator.no,
                one_line(item.indicator.name),
                item.indicator.unit,
                *(_figure(by_period.get(period)) for period in periods),
                _growth(last),
                _amount(last.observed.to_date if last else None),
                _growth(last, to_date=True),
            )
        )
    head = ("序号", "指标", "单位", *periods, "同比", "累计", "累计同比")
    align = "lll" + "r" * (len(periods) + 3)
    yield from table(head, rows, align=align, width=width, elastic=1, gap=1, paint=paint)


def _figure(quarter: FollowedQuarter | None) -> str:
    return _amount(quarter.observed.quarter if quarter else None)


def _amount(value: Fraction | None) -> str:
    return UNKNOWN if value is None else shown(value)


def _growth(quarter: FollowedQuarter | None, *, to_date: bool = False) -> Cell:
    """Signed, in percent; percentage points say so."""
    if quarter is None:
        return Cell(UNKNOWN)
    grown = quarter.to_date_growth if to_date else quarter.growth
    return growth_cell(grown.value, quarter.growth_unit)


def growth_cell(value: Fraction | None, unit: str) -> Cell:
    """`+5.2%`, `-1.3点`; `—` where there is nothing to grow from."""
    if value is None:
        return Cell(UNKNOWN)
    sign = "+" if value > 0 else ""
    return Cell(f"{sign}{shown(value)}{'%' if unit == '%' else '点'}", "yellow" if value < 0 else None)


def _unknown_growth(one: Assessment, own: str, width: int) -> Iterator[str]:
    """Why growth is blank, each reason once."""
    reasons: dict[str, list[str]] = {}
    for item in one.progress:
        last = next((quarter for quarter in item.quarters if quarter.period == own), None)
        if last is not None and last.growth.note:
            reasons.setdefault(last.growth.note, []).append(item.indicator.no)
    for note, nos in reasons.items():
        which = "各项" if len(nos) == len(one.progress) else f"第{'、'.join(nos)}项"
        yield from wrapped(f"{which}{note}。", width)
    if any(item.indicator.nature and item.indicator.nature.growth == "points" for item in one.progress):
        yield "“点”是百分点。"


def _signals(signals: Sequence[Raised], width: int, paint: Paint) -> Iterator[str]:
    signal = signals[0].signal
    how = f"连续{signal.quarters}个季度" if signal.quarters > 1 else "本季度"
    yield paint("苗头性问题", "bold") + f"（{how}{signal.title}）"
    for raised in signals:
        told = "，".join(
            f"{period} {growth_cell(growth, raised.unit).text}"
            for period, growth in zip(raised.periods, raised.growths, strict=True)
        )
        typed = f"（{'、'.join(raised.typed)}按所填的同比）" if raised.typed else ""
        yield from hanging("  ", f"第{raised.indicator.no}项{raised.indicator.name}：{told}{typed}", width)


def many_units(units: Sequence[Attendance], areas: Sequence[Area], width: int, paint: Paint) -> Iterator[str]:
    """Who handed in what, early signs, then the totals of the last quarter."""
    yield from _attendance(units, width, paint)
    yield from _all_signals(units, width, paint)
    if areas and any(area.totals for area in areas):
        yield ""
        yield from _totals(units, areas, width, paint)


def _attendance(units: Sequence[Attendance], width: int, paint: Paint) -> Iterator[str]:
    listed = any(unit.listed is not None for unit in units)
    yield paint("各单位报送情况", "bold") + ("" if listed else "（没有单位名单，只知道已报的；用 --units 指定名单）")
    rows: list[Row] = []
    for unit in units:
        due = len(unit.forms) + len(unit.missing)
        rows.append(
            (
                one_line(unit.label),
                one_line(unit.county) or UNKNOWN,
                f"{len(unit.forms)}/{due}",
                str(unit.on_time) if unit.dated else UNKNOWN,
                Cell(str(len(unit.missing)), "red" if unit.missing else None),
                Cell(str(len(unit.late)) if unit.dated else UNKNOWN, "yellow" if unit.late else None),
                UNKNOWN if unit.returned is None else str(unit.returned),
                Cell(str(len(unit.twice)), "red" if unit.twice else None),
                "" if unit.listed is not False else "名单外",
            )
        )
    head = ("单位", "区县", "已报", "按时", "缺报", "迟报", "退回", "重复", "")
    yield from table(head, rows, align="llrrrrrrl", width=width, elastic=0, paint=paint)
    for unit in units:
        name = one_line(unit.label)
        if unit.other_counties:
            told = "、".join(map(one_line, unit.other_counties))
            yield from hanging(
                "  ", f"{name}：表上写的区县是{told}，名单写的是{one_line(unit.county)}，按名单汇总", width
            )
        if unit.missing:
            yield from hanging("  ", f"{name}缺{_periods(form.period for form in unit.missing)}", width)
        if unit.late:
            late = "、".join(f"{form}（{days}天）" for form, days in unit.late.items())
            yield from hanging("  ", f"{name}迟报：{late}", width)
        if unit.twice:
            forms = "、".join(form.id for form in unit.twice)
            yield from hanging("  ", f"{name}有两份不同的表，没有采用：{forms}", width)
    for same in namesakes(units):
        codes = "、".join(one_line(unit.uscc) or "没有代码" for unit in same)
        yield from hanging(
            "  ", f"“{one_line(same[0].name)}”有{len(same)}个（{codes}），没有合在一起；请核对统一社会信用代码", width
        )


def _periods(periods: Iterator[str | None] | Sequence[str | None]) -> str:
    return "、".join(period_label(period) if period else "表" for period in periods)


def _all_signals(units: Sequence[Attendance], width: int, paint: Paint) -> Iterator[str]:
    """Early signs of each unit in the last form that it handed in."""
    told = [(unit, max(unit.assessments, key=_period)) for unit in units if unit.assessments]
    raised = [(unit, one.signals) for unit, one in told if one.signals]
    if not raised:
        return
    signal = raised[0][1][0].signal
    how = f"连续{signal.quarters}个季度" if signal.quarters > 1 else "本季度"
    yield ""
    yield paint("苗头性问题", "bold") + f"（{how}{signal.title}；各单位最近一期）"
    for unit, signals in raised:
        nos = "、".join(one.indicator.no for one in signals)
        yield from hanging("  ", f"{one_line(unit.label)}：第{nos}项", width)


def _period(one: Assessment) -> str:
    return one.form.span if one.form else ""


def _totals(units: Sequence[Attendance], areas: Sequence[Area], width: int, paint: Paint) -> Iterator[str]:
    """The last quarter: the city, beside it the counties where they are few."""
    city = next(area for area in areas if area.level == "city")
    counties = [area for area in areas if area.level == "county"]
    period = city.totals[-1].period
    regime = next(one.regime for unit in units for one in unit.assessments if one.regime is not None)
    shown_counties = counties if 1 < len(counties) <= MOST_COUNTIES else []
    yield (
        paint(f"{period_label(period)}汇总", "bold")
        + f"（{city.units} 个单位；时期数和时点数相加，比率按分子、分母重算）"
    )
    rows: list[Row] = []
    for indicator in regime.indicators:
        of = [_of(area, period, indicator.no) for area in (*shown_counties, city)]
        whole = of[-1]
        nature = indicator.nature
        unit = "个百分点" if nature is not None and nature.growth == "points" else "%"
        rows.append(
            (
                indicator.no,
                one_line(indicator.name),
                indicator.unit,
                *(_amount(total.value) for total in of),
                growth_cell(whole.growth.value, unit),
                _amount(whole.to_date),
                f"{len(whole.counted)}/{city.units}",
            )
        )
    head = (
        "序号",
        "指标",
        "单位",
        *(area.name or NO_COUNTY for area in shown_counties),
        "全市",
        "同比",
        "累计",
        "计入",
    )
    align = "lll" + "r" * (len(head) - 3)
    yield from table(head, rows, align=align, width=width, elastic=1, gap=1, paint=paint)
    yield from _left_out(regime, city, period, width)
    yield "各县和各季度的汇总：--format json 的 totals，或用 -o 写出工作簿"


def _of(area: Area, period: str, no: str) -> Total:
    return next(total for total in area.totals if (total.period, total.no) == (period, no))


def _left_out(regime: Regime, city: Area, period: str, width: int) -> Iterator[str]:
    """What the totals leave out, each reason once with the indicators concerned."""
    reasons: dict[str, list[str]] = {}
    for total in city.totals:
        if total.period != period:
            continue
        for words in left_out_words(total):
            reasons.setdefault(words, []).append(total.no)
        if total.value is None and total.counted:
            reasons.setdefault(total.why, []).append(total.no)
        for note in (total.note, total.growth.note if total.value is not None else ""):
            if note:
                reasons.setdefault(note, []).append(total.no)
    for words, nos in reasons.items():
        which = "各项" if len(nos) == len(regime.indicators) else f"第{'、'.join(nos)}项"
        yield from hanging("  ", f"{which}：{words}", width)
