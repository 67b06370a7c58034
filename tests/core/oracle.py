"""The points of Bishan worked out a second time, from the decided rules and the printed table alone, in fractions."""

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
    complete: bool
    """The years of the scope have passed, and nothing is left to tell, of what is not assessed neither."""


def half_up(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else Fraction(math.floor(value * 10**places + Fraction(1, 2)), 10**places)


def expected(form: str, actuals: Actuals, options: Mapping[str, str], scope: str, *, no_demand: bool) -> Expected:
    """What a scope comes to; a blank figure is None."""
    item_places, total_places = PLACES[options["rounding"]]
    points: dict[str, Fraction | None] = {}
    assessed = Fraction(0)
    complete = scope[-4:] <= form
    for row in printed_table()["指标"]:
        full, target = Fraction(row["分值"]), _target(row, options, scope)
        if target != 0 or options["zero_target"] != "exclude":
            assessed += full
        waived = no_demand and row["序号"] == "20" and scope == form and options["item20_demand"] == "no_demand_full"
        values = _values(row["序号"], form, actuals, options, scope)
        if values is None and not waived:
            complete = False
        if target == 0 and options["zero_target"] == "exclude":
            share = None
        else:
            share = Fraction(1) if waived else _share(row, form, actuals, options, scope, target, values)
        points[row["序号"]] = None if share is None else half_up(full * share, item_places)
    raw = sum((earned for earned in points.values() if earned is not None), Fraction(0))
    total = half_up(raw * 100 / assessed, total_places)
    return Expected(points, total, half_up(raw, total_places), assessed, complete)


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


def _stock(no: str, options: Mapping[str, str]) -> bool:
    return no in STOCKS or (no in APPLICATIONS and options["items29_30"] == "level")


def _to_date(no: str, options: Mapping[str, str]) -> bool:
    return no in APPLICATIONS and options["items29_30"] == "to_date"


def _values(no: str, form: str, actuals: Actuals, options: Mapping[str, str], scope: str) -> list[Fraction] | None:
    """The figures that a scope adds up, or the one at its end; None where one is lacking."""
    known = [year for year in YEARS if year <= min(scope[-4:], form)]
    summed = not _stock(no, options) and (_to_date(no, options) or scope.startswith(".."))
    values = [_counted(actuals.get((no, year)), options) for year in (known if summed else known[-1:])]
    told = [value for value in values if value is not None]
    return told if len(told) == len(values) else None


def _share(
    row: Any,
    form: str,
    actuals: Actuals,
    options: Mapping[str, str],
    scope: str,
    target: Fraction,
    values: list[Fraction] | None,
) -> Fraction | None:
    if values is None:
        return None
    if target == 0:
        return Fraction(options["zero_target"] == "full")
    no, reached = row["序号"], sum(values, Fraction(0))
    if not _stock(no, options) and not _to_date(no, options) and scope in YEARS:
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
