"""Quarterly forms made in memory from a few figures, and what the checks over quarters find in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, get_args

import msgspec

from core.builders import Cell
from zhtcli.core.checks.series import quarter_findings
from zhtcli.core.figures.figures import measure
from zhtcli.core.finding import Finding
from zhtcli.core.forms.layout import Layout, Slot, lay_out
from zhtcli.core.forms.submission import Entry, Submission
from zhtcli.core.forms.tablecolumns import Part
from zhtcli.core.period import Form
from zhtcli.core.quarters.observed import Quarters, observe
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.resolve import resolve
from zhtcli.definitions.load import load

OWN, LAST, BASE = "2026q3", "2026q2", "2025q3"
Figures = Mapping[tuple[str, str], Mapping[str, Any]]
"""(indicator, period) -> {part: figure as text}."""

_NUMBERS = ("integer", "number", "money", "percent")
_PARTS: tuple[Part, ...] = get_args(Part)


@cache
def regime(*checks: str, **readings: str) -> Regime:
    """The shipped definition with the checks of these ids alone (all where none is named)."""
    whole = resolve(load("jiaxing"), readings)
    kept = tuple(check for check in whole.checks if not checks or check.id in checks)
    assert len(kept) == len(checks) or not checks
    return msgspec.structs.replace(whole, checks=kept)


@cache
def layout(period: str = OWN) -> Layout:
    return lay_out(regime(), Form("jiaxing", period))


def form(
    told: Figures, *, period: str = OWN, fields: Mapping[str, Any] | None = None, sourced: bool = True, file: str = ""
) -> Submission:
    """A form as if it had been read; what is not told is blank, own figures name a source where `sourced`."""
    values: dict[Slot, Any] = {Slot("field", key): value for key, value in (fields or {}).items()}
    for (no, quarter), parts in told.items():
        for name, value in parts.items():
            (part,) = (known for known in _PARTS if known == name)
            values[Slot("indicator", no, quarter, part)] = value
        if sourced and quarter == period:
            values.setdefault(Slot("indicator", no, quarter, "source"), "调查")
    places = layout(period).places
    assert values.keys() <= places.keys()
    entries = {slot: _entry(slot, place.at, place.type, values.get(slot)) for slot, place in places.items()}
    return Submission(
        file=file or f"{period}.xlsx", sha256="", form=Form("jiaxing", period), version="1", digest="", entries=entries
    )


def _entry(slot: Slot, at: Any, kind: str, value: Any) -> Entry:
    if value is None:
        return Entry(slot, "blank", None, "", at)
    if isinstance(value, Cell):
        return Entry(slot, value.state, value.value, value.raw, at)
    return Entry(slot, "filled", Decimal(value) if kind in _NUMBERS else value, str(value), at)


def quarters(of: Regime, submission: Submission) -> Quarters:
    return observe(of, submission, measure(of, submission))


def joined(of: Regime, submission: Submission, other: Submission) -> Quarters:
    """The quarters of a form, its own quarter of another workbook in place of what it tells of that."""
    told = dict(quarters(of, submission))
    for key, observed in quarters(of, other).items():
        if key[1] == other.form.span:
            parts = {part: replace(one, file=other.file, at=None) for part, one in observed.told.items()}
            told[key] = replace(observed, told=parts)
    return told


def found(
    told: Figures, *checks: str, period: str = OWN, readings: Mapping[str, str] | None = None, sourced: bool = True
) -> list[Finding]:
    """The findings of these checks over one form alone."""
    of = regime(*checks, **(readings or {}))
    submission = form(told, period=period, sourced=sourced)
    return quarter_findings(of, submission, quarters(of, submission))


def codes(findings: Iterable[Finding]) -> list[tuple[str, str | None, str | None]]:
    return [(finding.code, finding.indicator, finding.field) for finding in findings]
