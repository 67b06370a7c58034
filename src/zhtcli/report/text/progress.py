"""Progress as text: each year against its target, then each horizon with the gap and the pace it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import attendance
from zhtcli.core.period import Scope
from zhtcli.core.rounding import shown
from zhtcli.core.rules.indicator import Indicator
from zhtcli.core.rules.regime import Regime
from zhtcli.core.years.pledges import MIXED_UNITS
from zhtcli.core.years.progress import PeriodProgress, Progress, Reach
from zhtcli.report.plain import one_line
from zhtcli.report.sources import gap_with_unit
from zhtcli.report.text.columns import Cell, Paint, Row, Style, table
from zhtcli.report.text.lines import count_line, file_blocks, files_of, form_label, next_step, title_lines
from zhtcli.report.units import Report
from zhtcli.report.widths import wrapped

REACH_WORDS: dict[Reach, str] = {
    "reached": "已达到",
    "open": "进行中",
    "out_of_reach": "已无法完成",
    "unknown": "无法判断",
}
_REACH_STYLES: dict[Reach, Style] = {"reached": "green", "out_of_reach": "red", "unknown": "yellow"}
UNKNOWN = "—"


def progress_lines(report: Report, width: int, paint: Paint) -> Iterator[str]:
    """The findings, then the latest form of the unit in full; of several units a table of what they reached."""
    yield from file_blocks(report, paint, notes=False)
    latest = [one for one in latest_of_each_unit(report.assessments) if one.form and one.form.period]
    bare = [one for one in report.assessments if one.regime is not None and not _has_progress(one.regime)]
    latest = [one for one in latest if one not in bare]
    once = [one for one in report.assessments if one.form and one.form.period is None and one not in bare]
    if once:
        yield ""
        yield f"“{once[0].form.id if once[0].form else ''}”不分年度，没有进度可列；得分用 zht score。"
    for one in {one.regime.id: one for one in bare if one.regime is not None}.values():
        yield ""
        verb = "问题看 zht validate" if one.unscored else "结论和补助看 zht score"
        yield f"“{form_label(one)}”没有指标，没有进度可列；{verb}。"
    followed = [one for one in latest if one.regime is not None and one.regime.monitoring is not None]
    latest = [one for one in latest if one not in followed]
    if followed:
        yield ""
        yield from _followed(report, followed, width, paint)
    if len(latest) == 1:
        yield ""
        yield from title_lines(latest[0], width)
        yield ""
        yield from one_unit(latest[0], width, paint)
    elif latest:
        yield ""
        yield from _many_units(latest, width, paint)
    yield ""
    yield count_line(report, paint)
    files = files_of(report.assessments)
    if report.refused:
        yield next_step(f"换好未能处理的文件后重新汇总：zht progress{files}")
    elif any(finding.severity == "error" for finding in report.findings):
        yield next_step(f"改正后重新校验：zht validate{files}")


def _has_progress(regime: Regime) -> bool:
    return bool(regime.indicators) or regime.own_targets is not None


def _followed(report: Report, latest: Sequence[Assessment], width: int, paint: Paint) -> Iterator[str]:
    """One unit in full; several, or a list of those that should be there, as who handed in and what they come to."""
    from zhtcli.report.text.followed import many_units, one_series

    units = report.units or attendance(report.assessments)
    if len(latest) == 1 and len(units) == 1:
        yield from title_lines(latest[0], width)
        yield from one_series(latest[0], width, paint)
    else:
        yield from many_units(units, report.areas, width, paint)


def latest_of_each_unit(assessments: Sequence[Assessment]) -> list[Assessment]:
    """Of each unit and regime the form of the latest period: the others' figures are joined into it."""
    latest: dict[tuple[str, str], Assessment] = {}
    for one in assessments:
        if not one.progress or one.form is None:
            continue
        key = (one.form.regime, one.uscc or one.unit or one.file)
        known = latest.get(key)
        if known is None or known.form is None or (one.form.period or "") > (known.form.period or ""):
            latest[key] = one
    return list(latest.values())


def one_unit(one: Assessment, width: int, paint: Paint) -> Iterator[str]:
    """Year by year, then the horizons."""
    own = one.form.period if one.form and one.form.period else ""
    periods = [item.period for item in one.progress[0].by_period]
    yield paint("逐年完成情况", "bold") + "（实际/目标；还没有到的年份只列目标）"
    rows: list[Row] = [
        (
            _no(item, place),
            one_line(item.indicator.name),
            *(_year(item.indicator, year, own) for year in item.by_period),
        )
        for place, item in enumerate(one.progress, 1)
    ]
    yield from table(
        ("序号", "指标", *periods),
        rows,
        align="ll" + "r" * len(periods),
        width=width,
        elastic=1,
        paint=paint,
    )
    yield from _footnotes(one, width, own)
    for place, horizon in enumerate(one.progress[0].cumulative):
        yield ""
        yield paint(horizon_label(one, horizon.through), "bold")
        yield from _horizon(one.progress, place, width, paint)


def horizon_label(one: Assessment, through: str) -> str:
    """`到2027年累计`; what is pledged for a cycle is held against its last year."""
    pledged = one.regime is not None and one.regime.cycle is not None
    return Scope(through, cumulative=True, pledged=pledged).label


def _no(item: Progress, place: int) -> str:
    """The printed number; targets of one's own go by their titles and are counted."""
    return str(place) if item.indicator.no == item.indicator.name else item.indicator.no


def rollup_word(indicator: Indicator) -> str:
    """How the years come together: summed, the last one alone, or summed against targets that count to date."""
    if indicator.rollup == "latest":
        return "看期末"
    return "各年相加，目标为累计数" if indicator.adds_to_date else "各年相加"


def _year(indicator: Indicator, year: PeriodProgress, own: str) -> Cell:
    to_date = indicator.adds_to_date
    if year.target is None and year.actual is None:
        return Cell("")
    target = "" if year.target is None else shown(year.target)
    if year.period > own:
        return Cell(f"/{target}" if target else "", "dim")
    held = year.to_date if to_date else year.actual
    behind = held is not None and year.target is not None and held < Fraction(year.target)
    return Cell(f"{UNKNOWN if held is None else shown(held)}/{target}", "yellow" if behind or held is None else None)


def _footnotes(one: Assessment, width: int, own: str) -> Iterator[str]:
    told = [year for item in one.progress for year in item.by_period if year.period <= own and year.target is not None]
    for item in one.progress:
        if item.indicator.unit.startswith(MIXED_UNITS):
            said = f"“{one_line(item.indicator.name)}”{one_line(item.indicator.unit)}，各年的数不能相互比较。"
            yield from wrapped(said, width)
    if any(year.actual is None for year in told):
        yield from wrapped(f"“{UNKNOWN}”是没有填报或不能采用的数，不当作0。", width)
    if one.regime is not None and one.regime.cycle is not None:
        yield from wrapped("各年不相加；与周期承诺对照的是最近一年的实际数。", width)
        return
    to_date = [item.indicator.no for item in one.progress if item.indicator.adds_to_date]
    if to_date:
        nos = "、".join(to_date)
        yield from wrapped(f"第{nos}项的年度目标是到当年末的累计数，所列实际也是到当年末的累计数。", width)
    latest = [item.indicator.no for item in one.progress if item.indicator.rollup == "latest"]
    if latest:
        yield from wrapped(f"第{'、'.join(latest)}项是年末数或比例，各年不相加，累计看期末。", width)


def _horizon(items: Sequence[Progress], place: int, width: int, paint: Paint) -> Iterator[str]:
    rows: list[Row] = []
    for number, item in enumerate(items, 1):
        to = item.cumulative[place]
        rows.append(
            (
                _no(item, number),
                one_line(item.indicator.name),
                "" if to.target is None else shown(to.target),
                UNKNOWN if to.actual is None else shown(to.actual),
                "" if to.completion is None else f"{shown(to.completion * 100)}%",
                horizon_gap(item.indicator, to.gap),
                shown(to.pace_needed) if to.pace_needed else "",
                Cell(REACH_WORDS[to.reach], _REACH_STYLES.get(to.reach)),
            )
        )
    yield from table(
        ("序号", "指标", "目标", "实际", "完成率", "还差", "每年还需", "情况"),
        rows,
        align="llrrrrrl",
        width=width,
        elastic=1,
        paint=paint,
    )
    counts = Counter(item.cumulative[place].reach for item in items)
    yield "，".join(f"{words} {counts[reach]} 项" for reach, words in REACH_WORDS.items() if counts[reach])


def horizon_gap(indicator: Indicator, gap: Fraction | None) -> str:
    """Other units stand in the indicator's name; percentage points are not those of the column of percentages."""
    if not gap:
        return ""
    return gap_with_unit(indicator, gap) if indicator.unit == "%" else shown(gap)


def _many_units(latest: Sequence[Assessment], width: int, paint: Paint) -> Iterator[str]:
    rows: list[Row] = []
    for one in latest:
        for place, horizon in enumerate(one.progress[0].cumulative):
            counts = Counter(item.cumulative[place].reach for item in one.progress)
            rows.append(
                (
                    (one_line(one.unit) or one_line(one.file)) if place == 0 else "",
                    one.form.id if one.form and place == 0 else "",
                    horizon_label(one, horizon.through),
                    *(str(counts[reach]) for reach in REACH_WORDS),
                )
            )
    yield paint("各单位累计完成情况", "bold") + "（项数）"
    yield from table(
        ("单位", "表单", "范围", *REACH_WORDS.values()),
        rows,
        align="lllrrrr",
        width=width,
        elastic=0,
        paint=paint,
    )
    yield "逐项进度：zht progress 后只写一个单位的文件"
