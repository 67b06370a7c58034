"""The columns of the indicator table: what a form asks of each indicator, and for which period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhtcli.core.period import following, period_label
from zhtcli.core.rules.kinds import Pledged, Quotient, Ratio
from zhtcli.core.rules.regime import Regime

Part = Literal[
    "value",
    "quarter",
    "quarter_growth",
    "to_date",
    "to_date_growth",
    "numerator",
    "denominator",
    "pledged",
    "state",
    "source",
    "self_score",
    "evidence",
    "remark",
]
UNIT_HEADER = "计量单位"
FOLLOWED: tuple[Part, ...] = ("quarter", "quarter_growth", "to_date", "to_date_growth")
"""What is told of a quarter: its own figure, the figure to date, and the growth of both over the year before."""
GROWTHS: dict[Part, Part] = {"quarter_growth": "quarter", "to_date_growth": "to_date"}
"""Growth -> the figure that grows."""


ColumnRole = Literal[
    "no",
    "name",
    "unit",
    "points",
    "target",
    "part",
    "verified",
    "difference",
    "recomputed",
    "earlier",
    "to_date",
    "horizon",
]
"""`verified` is what the register's rows come to, `difference` the reported figure less that; `recomputed` is growth
by the figures beside it; formulas give all three."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the indicator table; `period` and `part` where its cells are slots or targets."""

    role: ColumnRole
    header: str
    period: str | None = None
    part: Part | None = None

    @property
    def key(self) -> str:
        """Unique within the table: `target`, `value`, `pledged_2026`, `earlier_2025`, `horizon_2027`."""
        match self.role:
            case "part" if self.part == "pledged":
                return f"pledged_{self.period}"
            case "part":
                return str(self.part)
            case "recomputed":
                return f"recomputed_{self.part}"
            case "earlier" if self.part != "value":
                return f"earlier_{self.period}_{self.part}"
            case "earlier" | "horizon":
                return f"{self.role}_{self.period}"
            case _:
                return self.role


def table_columns(regime: Regime, period: str) -> tuple[Column, ...]:
    """The columns of a form of this period, from left to right; none where there is nothing to have a row."""
    if not regime.indicators:
        return ()
    if regime.monitoring is not None:
        return _followed(regime, period)
    return _pledged(regime, period) if pledging(regime) else _assessed(regime, period)


def pledging(regime: Regime) -> bool:
    """Whether the table asks what the applicant pledges."""
    return any(isinstance(indicator.target, Pledged) for indicator in regime.measured())


def pledged_years(regime: Regime, period: str) -> tuple[str, ...]:
    """A form's own year and every later one that a cycle running in it can still reach: a year more than it lasts."""
    years = [period]
    for _ in range(regime.cycle.years if regime.cycle is not None else 0):
        years.append(following(years[-1]))
    return tuple(years)


def _pledged(regime: Regime, period: str) -> tuple[Column, ...]:
    """What was reached, what was planned for it, and what is pledged for the years to come."""
    columns = [
        Column("no", "序号"),
        Column("name", "指标"),
        Column("part", f"{period_label(period)}实际", period, "value"),
        Column("part", "分子", period, "numerator"),
        Column("part", "分母", period, "denominator"),
        Column("part", "状态", period, "state"),
        *(Column("part", f"{period_label(year)}计划", year, "pledged") for year in pledged_years(regime, period)),
        Column("part", "佐证材料", period, "evidence"),
        Column("part", "备注", period, "remark"),
    ]
    return tuple(columns)


def _followed(regime: Regime, period: str) -> tuple[Column, ...]:
    """The printed table, where each figure comes from, growth as computed, and the quarters that it is held against."""
    own = period_label(period)
    columns = [
        Column("no", "序号"),
        Column("name", "二级指标"),
        Column("unit", UNIT_HEADER),
        Column("part", f"本季度数据（{own}）", period, "quarter"),
        Column("part", "本季度同比增长", period, "quarter_growth"),
        Column("part", "截止本季度累计数据", period, "to_date"),
        Column("part", "累计同比增长", period, "to_date_growth"),
        Column("part", "数据来源", period, "source"),
        Column("part", "状态", period, "state"),
        Column("part", "说明", period, "remark"),
        Column("recomputed", "本季度同比（复算）", period, "quarter_growth"),
        Column("recomputed", "累计同比（复算）", period, "to_date_growth"),
        Column("part", "分子", period, "numerator"),
        Column("part", "分母", period, "denominator"),
    ]
    for earlier in reversed(regime.earlier(period)):
        label = period_label(earlier)
        columns += [
            Column("earlier", f"{label}数据", earlier, "quarter"),
            Column("earlier", f"{label}同比增长", earlier, "quarter_growth"),
            Column("earlier", f"截止{label}累计数据", earlier, "to_date"),
            Column("earlier", f"截止{label}累计同比增长", earlier, "to_date_growth"),
        ]
    return tuple(columns)


def _assessed(regime: Regime, period: str) -> tuple[Column, ...]:
    year = period_label(period)
    measured = regime.measured()
    ratios = any(isinstance(indicator.measure, Ratio | Quotient) for indicator in measured)
    columns = [
        Column("no", "序号"),
        Column("name", "指标"),
        Column("points", "分值"),
        Column("target", f"{year}目标" if regime.periods else "要求", period),
        Column("part", f"{year}实际", period, "value"),
    ]
    if any(indicator.rows is not None for indicator in measured):
        columns += [Column("verified", "台账数"), Column("difference", "差异")]
    if ratios:
        columns += [Column("part", "分子", period, "numerator"), Column("part", "分母", period, "denominator")]
    columns.append(Column("part", "状态", period, "state"))
    if regime.earlier_periods:
        columns += [Column("earlier", f"{period_label(p)}实际", p, "value") for p in regime.earlier(period)]
    if regime.periods:
        columns.append(Column("to_date", "累计"))
    columns += [Column("horizon", f"到{period_label(h)}累计目标", h) for h in regime.horizons]
    columns += [
        Column("part", "自评得分", period, "self_score"),
        Column("part", "佐证材料", period, "evidence"),
        Column("part", "备注", period, "remark"),
    ]
    return tuple(columns)
