"""The JSON of what is followed: quarters, signals, dates, the chain of review, units and their totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhtcli.core.assessing.assessment import Assessment
from zhtcli.core.assessing.attendance import Area, Attendance
from zhtcli.core.conditions.nextstep import Awaited
from zhtcli.core.conditions.procedure import Standing
from zhtcli.core.quarters.followed import FollowedQuarter
from zhtcli.core.quarters.totals import Total
from zhtcli.core.years.cycle import Dates
from zhtcli.core.years.signals import Raised
from zhtcli.report.figures import number

Object = dict[str, Any]


def quarter_object(quarter: FollowedQuarter) -> Object:
    """A quarter of an indicator, with the keys that a year against its target has; there is no target here."""
    told = quarter.observed
    return {
        "period": quarter.period,
        "target": None,
        "actual": number(told.quarter),
        "completion": None,
        "to_date": number(told.to_date),
        "expected_to_date": number(quarter.expected_to_date),
        "quarter": number(told.quarter),
        "growth": number(quarter.growth.value),
        "growth_reported": number(told.value("quarter_growth")),
        "growth_note": quarter.growth.note or None,
        "to_date_growth": number(quarter.to_date_growth.value),
        "to_date_growth_reported": number(told.value("to_date_growth")),
        "to_date_growth_note": quarter.to_date_growth.note or None,
        "growth_unit": quarter.growth_unit,
        "nature": quarter.nature.kind,
        "numerator": number(told.numerator),
        "denominator": number(told.denominator),
        "cells": [str(one.at) for one in told.told.values() if one.at is not None],
    }


def signal_object(raised: Raised) -> Object:
    growths = dict(zip(raised.periods, (number(one) for one in raised.growths), strict=True))
    return {
        "id": raised.signal.id,
        "signal": raised.signal.title,
        "indicator": raised.indicator.no,
        "name": raised.indicator.name,
        "periods": list(raised.periods),
        "growth": growths,
        "growth_unit": raised.unit,
        "as_reported": list(raised.typed),
        "cells": [str(cell) for cell in raised.cells],
        "clause": raised.signal.clause,
    }


def dates_object(one: Assessment) -> Object:
    """The dates that apply: validity, trial, cycle; when the form was due, when it came in, how many days late."""
    told = one.timeliness
    days = {**in_force_object(one.dates), **_cycle_object(one)}
    if one.valid_through is not None:
        days["valid_through"] = one.valid_through.isoformat()
    if told is None:
        return days
    return {
        **days,
        "due": told.due.isoformat(),
        "reported": told.reported.isoformat() if told.reported else None,
        "days_late": told.days_late,
    }


def in_force_object(dates: Dates | None) -> Object:
    """From when and until when the document is in force, where it says so."""
    if dates is None or dates.in_force is None:
        return {}
    return {"in_force": dates.in_force.first.isoformat(), "valid_through": dates.in_force.last.isoformat()}


def _cycle_object(one: Assessment) -> Object:
    """The days of the form's cycle, null where no usable first day was filled; no mid-term where there is none."""
    if one.regime is None or one.dates is None or (kind := one.regime.cycle) is None:
        return {}
    days = one.dates.cycle
    told: Object = {"cycle_last_day": days.last.isoformat() if days else None}
    if kind.midterm_years is not None:
        told["midterm_from"] = days.midterm.isoformat() if days and days.midterm else None
    return told


def procedure_object(standing: Standing, awaits: Awaited | None) -> Object:
    """`awaits` is the next step; null where all are taken, or where nothing could be judged."""
    return {
        "state": standing.state,
        "returned": standing.returned,
        "steps": [
            {
                "id": step.id,
                "state": step.state,
                "at": step.at.isoformat() if step.at else None,
                "by": step.by or None,
                "outcome": step.outcome or None,
            }
            for step in standing.steps
        ],
        "awaits": None
        if awaits is None
        else {
            "step": awaits.id,
            "state": awaits.state,
            "field": awaits.field,
            "missing": list(awaits.missing),
        },
    }


def unit_object(unit: Attendance) -> Object:
    """`listed` is null where there is no list of units; `late` counts forms, null where none says when it came in."""
    return {
        "unit": unit.name or None,
        "uscc": unit.uscc or None,
        "county": unit.county or None,
        "listed": unit.listed,
        "forms": [form.id for form in unit.forms],
        "missing": [form.id for form in unit.missing],
        "twice": [form.id for form in unit.twice],
        "on_time": unit.on_time if unit.dated else None,
        "late": len(unit.late) if unit.dated else None,
        "late_forms": dict(unit.late),
        "returned": unit.returned,
    }


def totals_object(areas: Sequence[Area]) -> Object:
    """`counties` by name and `city`, each period -> indicator -> what the units come to, or why it is left out."""
    tree: Object = {}
    for area in areas:
        if area.level == "city":
            tree["city"] = _by_period(area.totals)
        else:
            tree.setdefault("counties", {})[area.name] = _by_period(area.totals)
    return tree


def _by_period(totals: Sequence[Total]) -> Mapping[str, Mapping[str, Object]]:
    periods: dict[str, dict[str, Object]] = {}
    for total in totals:
        periods.setdefault(total.period, {})[total.no] = {
            "value": number(total.value),
            "why": total.why or None,
            "to_date": number(total.to_date),
            "why_to_date": total.why_to_date or None,
            "growth": number(total.growth.value),
            "growth_note": total.growth.note or None,
            "units": len(total.counted),
            "counted": list(total.counted),
            "left_out": [{"unit": one.unit, "why": one.why} for one in total.left_out],
            "note": total.note or None,
        }
    return periods
