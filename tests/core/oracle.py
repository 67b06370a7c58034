"""The points of Bishan worked out a second time, from RULES part D and the printed table alone, in fractions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from core.builders import YEARS, printed_table

STOCKS = ("1", "2", "3", "8", "13", "14")
APPLICATIONS = ("29", "30")
FLOORS = {"proportional": Fraction(0), "floor60": Fraction(3, 5), "floor80": Fraction(4, 5)}
PLACES = {"per_item": (2, 2), "total_only": (None, 2), "one_place": (1, 1)}
ITEM4 = {"as_printed": (2, "0"), "recomputed": (2, "1"), "shifted_2028": (3, "0"), "shifted_2029": (4, "0")}

Actuals = Mapping[tuple[str, str], Fraction | None]


@dataclass
class Expected:
    points: dict[str, Fraction | None]
    total: Fraction
    raw: Fraction
    assessed: Fraction


def half_up(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else Fraction(math.floor(value * 10**places + Fraction(1, 2)), 10**places)


def expected(form: str, actuals: Actuals, options: Mapping[str, str], scope: str, *, no_demand: bool) -> Expected:
    """What a scope comes to; a blank figure is None."""
    item_places, total_places = PLACES[options["rounding"]]
    points: dict[str, Fraction | None] = {}
    assessed = Fraction(0)
    for row in printed_table()["指标"]:
        full, target = Fraction(row["分值"]), _target(row, options, scope)
        if target != 0 or options["zero_target"] != "exclude":
            assessed += full
        share = _share(row["序号"], form, actuals, options, scope, target, row, no_demand)
        points[row["序号"]] = None if share is None else half_up(full * share, item_places)
    raw = sum((earned for earned in points.values() if earned is not None), Fraction(0))
    return Expected(points, half_up(raw * 100 / assessed, total_places), half_up(raw, total_places), assessed)


def _columns(row: Any, options: Mapping[str, str]) -> list[Fraction]:
    if row["序号"] == "4":
        return [Fraction(place == ITEM4[options["item4"]][0]) for place in range(5)]
    return [Fraction(column) for column in row["年度"]]


def _target(row: Any, options: Mapping[str, str], scope: str) -> Fraction:
    columns = _columns(row, options)
    if not scope.startswith(".."):
        return columns[YEARS.index(scope)]
    if row["序号"] in APPLICATIONS and options["items29_30"] == "annual":
        return sum(columns[: YEARS.index(scope[2:]) + 1], Fraction(0))
    if row["序号"] == "4" and scope == "..2027":
        return Fraction(ITEM4[options["item4"]][1])
    return Fraction(row[f"到{scope[2:]}年累计"])


def _share(
    no: str,
    form: str,
    actuals: Actuals,
    options: Mapping[str, str],
    scope: str,
    target: Fraction,
    row: Any,
    no_demand: bool,
) -> Fraction | None:
    stock = no in STOCKS or (no in APPLICATIONS and options["items29_30"] == "level")
    to_date = no in APPLICATIONS and options["items29_30"] == "to_date"
    known = [year for year in YEARS if year <= min(scope[-4:], form)]
    wanted = known if not stock and (to_date or scope.startswith("..")) else known[-1:]
    if target == 0 and options["zero_target"] == "exclude":
        return None
    if no == "20" and scope == form and options["item20_demand"] == "no_demand_full" and no_demand:
        return Fraction(1)
    values = [_counted(actuals.get((no, year)), options) for year in wanted]
    if any(value is None for value in values):
        return None
    if target == 0:
        return Fraction(options["zero_target"] == "full")
    reached = sum((value for value in values if value is not None), Fraction(0))
    if not stock and not to_date and scope in YEARS:
        reached += _received(no, form, actuals, options, _columns(row, options)).get(scope, 0)
    rate = min(reached / target, Fraction(1))
    if options["partial_credit"] == "all_or_nothing":
        return Fraction(rate == 1)
    return rate if rate >= FLOORS[options["partial_credit"]] else Fraction(0)


def _counted(value: Fraction | None, options: Mapping[str, str]) -> Fraction | None:
    return Fraction(0) if value is None and options["missing_value"] == "zero" else value


def _received(
    no: str, form: str, actuals: Actuals, options: Mapping[str, str], columns: list[Fraction]
) -> dict[str, Fraction]:
    """Each year with a surplus gives to the years after (or before) it, the nearest first, until it is used up.

    A year that is not told gives and takes nothing, unless a blank is read as 0: then it takes like any 0.
    """
    carry = options["over_achievement"]
    years = [year for year in YEARS if year <= form]
    told = {y: value for y in years if (value := _counted(actuals.get((no, y)), options)) is not None}
    lacking = {y: max(Fraction(0), columns[YEARS.index(y)] - value) for y, value in told.items()}
    received = dict.fromkeys(told, Fraction(0))
    order = [] if carry == "none" else list(told) if carry == "carry_forward" else list(told)[::-1]
    for place, giver in enumerate(order):
        surplus = max(Fraction(0), told[giver] - columns[YEARS.index(giver)])
        for taker in order[place + 1 :]:
            given = min(surplus, lacking[taker] - received[taker])
            surplus -= given
            received[taker] += given
    return received
